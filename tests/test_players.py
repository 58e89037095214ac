"""Figures leave their player to the page: its meta says what can be played, and Plotly draws none."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.positional_clocks import clock_figure
from embedlab.figures.space_coloring import Coloring
from embedlab.figures.space_series import film_figure
from embedlab.positional.rotary_pair import rotary_pair
from ui.drawn import DrawnFigure


def on_a_page(figure: go.Figure) -> dict[str, Any]:
    return DrawnFigure(figure).to_dict()


def test_a_film_names_its_states_and_where_it_stands() -> None:
    frames = np.random.default_rng(0).normal(size=(4, 9, 2)).astype(np.float32)
    labels = [f"word {number}" for number in range(9)]
    film = on_a_page(film_figure(frames, [1, 5, 20, 90], labels, Coloring("none"), unit="epoch"))
    play, stop = film["layout"]["meta"]["player"]["buttons"]
    assert (play["label"], play["frames"]) == ("Play", None)
    assert play["duration"] > 0
    assert (stop["label"], stop["frames"]) == ("Stop", [])
    slider = film["layout"]["meta"]["player"]["slider"]
    assert slider == {"unit": "epoch", "frames": ["1", "5", "20", "90"], "active": 3}
    assert slider["frames"] == [frame["name"] for frame in film["frames"]]


def test_plotly_draws_no_player_and_the_figure_of_a_notebook_keeps_its_own() -> None:
    rng = np.random.default_rng(1)
    pair = rotary_pair(rng.normal(size=8), rng.normal(size=8), 3, 2, base=10_000.0, layout="interleaved")
    figure = clock_figure(pair, 0, ("sat", "cat"))
    layout = on_a_page(figure)["layout"]
    assert not {"updatemenus", "sliders"} & set(layout)
    assert [button["label"] for button in layout["meta"]["player"]["buttons"]] == ["Move both on", "Stop"]
    assert len(figure.layout.updatemenus) == 1


def test_a_figure_that_stands_still_is_left_as_it_is() -> None:
    figure = go.Figure(go.Scatter(x=[1], y=[2]), layout={"meta": {"morph": {"name": "map", "by": "text"}}})
    assert on_a_page(figure) == figure.to_dict()
