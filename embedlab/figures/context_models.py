"""Two models beside each other: where senses part on the way through the layers, and what a word can know.

Models of different depth share an axis: the layer as a share of all layers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from embedlab.figures.style import NEUTRAL, TICK_SIZE, escape, finish, text_color

if TYPE_CHECKING:
    from embedlab.context import PrefixEffect, SenseProbe, Separation

__all__ = ["depth_figure", "prefix_figure", "short_name"]

LONGEST = 34  # characters of a model's name in the legend
DASHES, MARKERS = ("solid", "dash"), ("circle", "diamond-open")  # of the first model and the second
Curves = Mapping[str, Sequence[NDArray[np.float64]]]  # model -> a curve (layers + 1,) for each panel


def short_name(name: str) -> str:
    """Return a model's name without its owner, cut to what fits a legend; its commit stays.

    >>> short_name("google-bert/bert-base-uncased@86b5e09")
    'bert-base-uncased@86b5e09'
    """
    plain = name.rpartition("/")[2]
    if len(plain) <= LONGEST:
        return plain
    model, sign, commit = plain.partition("@")
    return f"{model[: LONGEST - len(sign + commit) - 1]}…{sign}{commit}"


def depth_figure(models: Mapping[str, tuple[Separation, SenseProbe]]) -> go.Figure:
    """Draw how well the senses of a word can be told apart in each model, layer by layer.

    Above the share of sentences whose sense a probe finds, with what shuffled labels reach; below the gap
    between cosines of the same sense and of different senses.
    """
    curves = {name: (probe.accuracy, separation.gap) for name, (separation, probe) in models.items()}
    figure = _panels(curves, ("sense found", "gap of cosines"), height=520)
    for index, (name, (_, probe)) in enumerate(models.items()):
        depths = np.linspace(0, 1, len(probe.chance_high))
        figure.add_scatter(
            x=depths,
            y=probe.chance_high,
            mode="lines",
            name="95% of shuffled labels stay below",
            legendgroup="chance",
            showlegend=index == 0,
            line={"color": NEUTRAL, "width": 2, "dash": ("dot", "dash")[index % 2]},
            hovertemplate=f"shuffled labels, {escape(short_name(name))}: %{{y:.0%}}<extra></extra>",
            row=1,
            col=1,
        )
    figure.update_yaxes(range=[-0.02, 1.04], tickformat=".0%", row=1, col=1)
    figure.update_yaxes(zeroline=True, rangemode="tozero", row=2, col=1)
    return figure


def prefix_figure(models: Mapping[str, tuple[PrefixEffect, PrefixEffect]]) -> go.Figure:
    """Draw the cosine of a word's two vectors: its sense told after it (above) and before it (below)."""
    curves = {name: tuple(effect.cosines for effect in effects) for name, effects in models.items()}
    figure = _panels(curves, ("told after it", "told before it"), height=500)
    lowest = min(float(np.nanmin(curve)) for each in curves.values() for curve in each)
    figure.update_yaxes(range=[np.floor(lowest * 10) / 10 - 0.02, 1.03])  # the ticks say where it begins
    return figure


def _panels(curves: Curves, titles: tuple[str, str], *, height: int) -> go.Figure:
    """Draw two panels, one above the other, a curve for every model in each."""
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.07)
    for index, (name, panels) in enumerate(curves.items()):
        label = escape(short_name(name))
        look: dict[str, Any] = {"color": text_color()}  # colors are for senses
        for row, (title, values) in enumerate(zip(titles, panels, strict=True), start=1):
            layers = np.arange(len(values))
            figure.add_scatter(
                x=np.linspace(0, 1, len(values)),
                y=values,
                mode="lines+markers",
                name=label,
                legendgroup=str(index),
                showlegend=row == 1,
                line=look | {"width": 3, "dash": DASHES[index % len(DASHES)]},
                marker=look | {"symbol": MARKERS[index % len(MARKERS)], "size": 11, "line_width": 2},
                customdata=layers,
                hovertemplate=f"{label}, layer %{{customdata}} of {layers[-1]}, {title}: "
                "%{y:.3f}<extra></extra>",
                row=row,
                col=1,
            )
    finish(figure, height=height, margin={"l": 10, "r": 10, "t": 84, "b": 10})
    figure.update_yaxes(title_text=titles[0], row=1, col=1)
    figure.update_yaxes(title_text=titles[1], row=2, col=1)
    figure.update_xaxes(range=[-0.03, 1.03], tickformat=".0%", tickfont_size=TICK_SIZE, zeroline=False)
    figure.update_xaxes(title_text="share of the layers passed", row=2, col=1)
    return figure
