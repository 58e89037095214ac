"""Figures leave their player to the page: its meta says what can be played, and Plotly draws none."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import plotly.io

from embedlab.figures.positional_clocks import clock_figure
from embedlab.figures.space_coloring import Coloring
from embedlab.figures.space_series import film_figure
from embedlab.positional.rotary_pair import rotary_pair
from ui.shared_figure import SharedFigure


def as_sent(figure: go.Figure) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(plotly.io.to_json(figure, validate=False))
    return sent


def on_a_page(figure: go.Figure) -> dict[str, Any]:
    shared = SharedFigure(figure)
    sent = as_sent(shared)
    assert as_sent(shared) == sent  # the second visitor gets the same
    return sent


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
    assert on_a_page(figure) == as_sent(figure)


def test_a_shared_figure_keeps_arrays_and_signs() -> None:
    figure = go.Figure(go.Heatmap(z=np.eye(3, dtype=np.float32), text=[["</script>", "é", "1"]] * 3))
    assert plotly.io.to_json(SharedFigure(figure), validate=False) == plotly.io.to_json(
        figure, validate=False
    )
