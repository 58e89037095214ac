"""Where the senses of a word part: cosines and a probe by layer, and the groups found without labels.

The band behind each line is what chance would give: random words, or shuffled labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from embedlab.figures.context import UNLABELED
from embedlab.figures.lettering import cut_text
from embedlab.figures.style import (
    CHANCE,
    COSINE,
    NEUTRAL,
    TICK_SIZE,
    escape,
    finish,
    kind_color,
    kind_symbol,
    selection_line,
    text_color,
)
from embedlab.figures.word_bars import PLAIN
from embedlab.numerals import number_text

if TYPE_CHECKING:
    from embedlab.context import Anisotropy, FoundSenses, SenseProbe, Separation

__all__ = ["count_figure", "found_figure", "probe_figure", "separation_figure"]

LINE_SYMBOLS = ("circle", "circle-open")  # same is filled, different is hollow
LAYER = "layer (0 = before any context)"
LONGEST = 18  # characters of a sense
MANY = 60  # sentences, beyond which the dots are small and have no numbers


def separation_figure(separation: Separation, random: Anisotropy, *, layer: int, centered: bool) -> go.Figure:
    """Draw the mean cosines by layer before the band in which 90% of random pairs lie.

    Args:
        separation: the lines; all pairs are drawn where no two senses can be compared.
        random: the band and its dashed middle, centered alike.
        layer: is marked.
        centered: whether the mean vector of each layer was subtracted; said at the axis.
    """
    figure = go.Figure()
    _add_band(figure, random.low, random.high, "90% of random pairs")
    _add_line(figure, "two random words", random.mean, place=None)
    compared = not np.isnan(separation.between).all()
    lines = [("same sense", separation.within), ("different senses", separation.between)]
    for place, (name, values) in enumerate(lines if compared else [("all pairs", separation.all_pairs)]):
        if not np.isnan(values).all():
            _add_line(figure, name, values, place=place)
    figure.add_vline(x=layer, line=selection_line())
    lowest = np.nanmin([0.0, *random.low, *separation.all_pairs, *separation.between])
    return finish(
        figure,
        height=400,
        xaxis={"title": LAYER, "dtick": 1, "zeroline": False},
        yaxis={
            "title": f"mean {COSINE}" + (", centered" if centered else ""),
            "range": [float(lowest) - 0.03, 1.03],
            "zeroline": False,
        },
    )


def probe_figure(probe: SenseProbe, *, layer: int) -> go.Figure:
    """Draw the accuracy of the probe by layer before what shuffled labels reach, and below it the silhouette.

    The band reaches up to what 5% of the shuffled labels exceed. Without a silhouette its panel is left out.
    """
    both = not np.isnan(probe.silhouette).all()
    figure = make_subplots(
        rows=1 + both,
        cols=1,
        shared_xaxes=True,
        row_heights=[0.66, 0.34] if both else [1],
        vertical_spacing=0.06,
    )
    first: dict[str, Any] = {"row": 1, "col": 1}
    _add_band(figure, np.zeros_like(probe.chance), probe.chance_high, "95% of shuffled labels", **first)
    _add_line(figure, "shuffled labels, mean", probe.chance, place=None, number=".1%", **first)
    always = np.full_like(probe.chance, probe.majority)
    _add_line(figure, "most frequent sense", always, place=None, number=".1%", dash="dot", **first)
    _add_line(figure, "nearest centroid", probe.accuracy, place=0, number=".1%", **first)
    figure.update_yaxes(title="sense found", range=[-0.03, 1.05], tickformat=".0%", zeroline=False, **first)
    if both:
        second: dict[str, Any] = {"row": 2, "col": 1}
        _add_line(figure, "silhouette", probe.silhouette, place=1, **second)
        low, high = float(np.nanmin(probe.silhouette)), float(np.nanmax(probe.silhouette))
        ends = [min(0.0, low) - 0.06, max(0.5, high) + 0.06]
        figure.update_yaxes(title="silhouette (1 = apart)", range=ends, zeroline=True, **second)
    figure.add_vline(x=layer, line=selection_line())
    figure.update_xaxes(dtick=1, zeroline=False)
    figure.update_xaxes(title=LAYER, row=1 + both, col=1)
    return finish(figure, height=520 if both else 400)


def found_figure(
    found: FoundSenses,
    sentences: Sequence[str],
    senses: Sequence[str],
    *,
    names: Sequence[str] | None = None,
) -> go.Figure:
    """Draw each sentence as a dot in the row of its group, by its sense: a row of one kind is one sense.

    Args:
        found: the groups, from the top in order of appearance.
        sentences: shown at the dots.
        senses: one a sentence, "" where none is given. Within a group, dots stand in the order of the senses.
        names: what stands below each dot; its number if None. Beyond 60 sentences only on hover.
    """
    labels = [str(number) for number in range(1, len(sentences) + 1)] if names is None else list(names)
    kinds = sorted(dict.fromkeys(senses), key=lambda sense: not sense)  # those without one at the end
    few = len(sentences) <= MANY
    across, line = (10, 54) if few else (20, 24)
    places, ticks, borders = _places(found, [kinds.index(sense) for sense in senses], across)
    figure = go.Figure()
    for index, sense in enumerate(kinds):
        chosen = [row for row, label in enumerate(senses) if label == sense]
        figure.add_scatter(
            x=places[chosen, 0],
            y=places[chosen, 1],
            mode="markers+text" if few else "markers",
            name=escape(cut_text(sense, LONGEST)) or UNLABELED,
            text=[escape(labels[row]) for row in chosen],
            textposition="bottom center",
            textfont={"size": TICK_SIZE, "color": text_color()},
            cliponaxis=False,
            marker=_marker(sense, index, size=17 if few else 11),
            customdata=[escape(cut_text(sentences[row], 80)) for row in chosen],
            hovertemplate="%{text}. %{customdata}<extra></extra>",
            showlegend=True,
        )
    for border in borders[:-1]:
        figure.add_hline(y=border, line={"width": 1, "color": NEUTRAL})
    sizes = np.bincount(found.groups)
    return finish(
        figure,
        height=int(line * (borders[-1] + 0.5)) + 110,
        xaxis={"visible": False, "range": [-0.7, across - 0.3], "fixedrange": True},
        yaxis={
            "tickvals": ticks,
            "ticktext": [
                f"group {number}{'<br>' if few else ' '}({size})"
                for number, size in enumerate(sizes, start=1)
            ],
            "tickfont_color": text_color(),
            "range": [borders[-1], -0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    )


def count_figure(found: FoundSenses) -> go.Figure:
    """Draw the silhouette of each number of groups that was tried; the one taken says so."""
    counts, values = list(found.silhouettes), list(found.silhouettes.values())
    figure = go.Figure(
        go.Bar(
            x=[f"{count}<br>taken" if count == found.count else str(count) for count in counts],
            y=np.array(values),
            marker_color=PLAIN,
            marker_line=selection_line() | {"width": [3 if count == found.count else 0 for count in counts]},
            text=[number_text(value) for value in values],
            textposition="outside",
            textfont_color=text_color(),
            cliponaxis=False,
            hovertemplate="%{x} groups: silhouette %{y:.3f}<extra></extra>",
            showlegend=False,
        )
    )
    low, high = min(0.0, *values), max(0.0, *values)
    space = 0.15 * (high - low or 1)
    return finish(
        figure,
        height=260,
        xaxis={"title": "number of groups", "type": "category"},
        yaxis={"title": "silhouette (1 = apart)", "range": [low - space * (low < 0), high + space]},
        bargap=0.4,
    )


def _add_line(
    figure: go.Figure,
    name: str,
    values: NDArray[np.float64],
    *,
    place: int | None,
    number: str = ".3f",
    dash: str = "dash",
    **panel: Any,
) -> None:
    """Add values by layer: with filled or hollow symbols, or gray and dashed."""
    gray = place is None
    figure.add_trace(
        go.Scatter(
            x=np.arange(len(values)),
            y=values,
            mode="lines" if gray else "lines+markers",
            name=name,
            line={"dash": dash, "width": 3, "color": NEUTRAL}
            if gray
            else {"width": 3, "color": text_color()},
            marker={"symbol": LINE_SYMBOLS[place or 0], "size": 11, "line_width": 2},
            hovertemplate=f"{name}, layer %{{x}}: %{{y:{number}}}<extra></extra>",
        ),
        **panel,
    )


def _add_band(
    figure: go.Figure, low: NDArray[np.float64], high: NDArray[np.float64], name: str, **panel: Any
) -> None:
    """Shade between two lines by layer."""
    layers = np.arange(len(low))
    figure.add_trace(
        go.Scatter(
            x=np.concatenate((layers, layers[::-1])),
            y=np.concatenate((high, low[::-1])),
            mode="lines",
            fill="toself",
            fillcolor=CHANCE,
            line={"width": 0, "color": CHANCE},
            name=name,
            hoverinfo="skip",
        ),
        **panel,
    )


def _places(
    found: FoundSenses, order: list[int], across: int
) -> tuple[NDArray[np.float32], list[float], list[float]]:
    """Return where each sentence stands (sentences, 2), the middle of each group, and the lines between."""
    places = np.zeros((len(order), 2), dtype=np.float32)
    ticks, borders, top = [], [], 0
    for group in range(found.count):
        members = sorted(np.flatnonzero(found.groups == group).tolist(), key=lambda row: order[row])
        for place, member in enumerate(members):
            places[member] = place % across, top + place // across
        lines = ceil(len(members) / across)
        ticks.append(top + (lines - 1) / 2)
        top += lines
        borders.append(top - 0.5)
    return places, ticks, borders


def _marker(sense: str, index: int, *, size: int) -> dict[str, Any]:
    """Return the look of a sense: the symbol differs where the colors begin again."""
    if not sense:
        return {"size": size, "symbol": "circle-open", "color": NEUTRAL, "line_width": 3}
    return {"size": size, "symbol": kind_symbol(index), "color": kind_color(index), "line_width": 1}
