"""How often vector arithmetic answers a set of questions: by section, and by the size of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.lettering import cut_text
from embedlab.figures.style import LABEL_SIZE, NEUTRAL, escape, finish, kind_color, kind_symbol, text_color
from embedlab.numerals import percent_text
from embedlab.vectors import AnalogyReport

__all__ = ["limits_figure", "scores_figure"]

ALL = "all sections"
LINE = 16  # characters of a section's name on a line
LONGEST = 30  # and of the whole name
ROW = 32  # pixels
DOT = 13
EDGE = 1.22  # where the values of the first report end
TEXT = 19  # pixels of a line of a section's name
DASHES = ("solid", "dash", "dot", "dashdot")


def scores_figure(reports: Mapping[str, AnalogyReport]) -> go.Figure:
    """Draw the share of right answers in all sections and in each, the best of the first report on top.

    Args:
        reports: name -> report, a symbol each; a section that only some of them have is empty in the others.
    """
    sections = list(dict.fromkeys(name for report in reports.values() for name in report.sections))
    first = next(iter(reports.values()))
    sections.sort(key=lambda section: -_share(first.sections.get(section, (0, 0)), missing=-1.0))
    rows = np.arange(len(sections) + 1)
    figure = go.Figure()
    counts = {
        name: [
            (report.correct, report.total),
            *(report.sections.get(section, (0, 0)) for section in sections),
        ]
        for name, report in reports.items()
    }
    shares = {name: np.array([_share(count) for count in counts[name]]) for name in reports}
    _add_spans(figure, np.stack(list(shares.values())))
    for index, name in enumerate(reports):
        figure.add_scatter(
            x=shares[name],
            y=rows,
            mode="markers",
            name=escape(cut_text(name, LONGEST)),
            marker={"size": DOT, "symbol": kind_symbol(index), "color": kind_color(index)},
            customdata=[f"{right:,} of {total:,}" for right, total in counts[name]],
            hovertemplate="%{fullData.name}: %{customdata}, %{x:.1%}<extra></extra>",
        )
    figure.add_scatter(
        x=np.full(len(rows), EDGE),
        y=rows,
        mode="text",
        text=["" if np.isnan(share) else percent_text(share) for share in next(iter(shares.values()))],
        textposition="middle left",
        textfont={"size": LABEL_SIZE, "color": text_color()},
        hoverinfo="skip",
        showlegend=False,
    )
    labels = [f"<b>{ALL}</b>", *(_in_lines(section) for section in sections)]
    lines = max(label.count("<br>") + 1 for label in labels)
    return finish(
        figure,
        height=max(ROW, TEXT * lines) * len(labels) + 130,
        xaxis={
            "title": "answered right",
            "range": [-0.02, EDGE],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "tickformat": ".0%",
        },
        yaxis={
            "tickvals": rows,
            "ticktext": labels,
            "tickfont_color": text_color(),
            "range": [len(labels) - 0.4, -0.6],
            "showgrid": False,
        },
        margin={"l": 10, "r": 20, "t": 60, "b": 10},
    )


def _share(count: tuple[int, int], *, missing: float = float("nan")) -> float:
    """Return how many were right of how many."""
    right, total = count
    return right / total if total else missing


def _add_spans(figure: go.Figure, shares: NDArray[np.float64]) -> None:
    """Join the dots of each row; `shares` is (reports, rows)."""
    low, high = np.fmin.reduce(shares), np.fmax.reduce(shares)
    figure.add_scatter(
        x=np.stack([low, high, np.full(len(low), np.nan)], axis=1).ravel(),
        y=np.repeat(np.arange(len(low)), 3),
        mode="lines",
        line={"color": NEUTRAL, "width": 1},
        hoverinfo="skip",
        showlegend=False,
    )


def limits_figure(rows: Iterable[tuple[int, str, float]]) -> go.Figure:
    """Draw accuracy against the number of words that take part, a line each name.

    Args:
        rows: vocabulary limit, name, accuracy in [0, 1]; in any order.
    """
    by_name: dict[str, list[tuple[int, float]]] = {}
    for limit, name, accuracy in rows:
        by_name.setdefault(name, []).append((limit, accuracy))
    figure = go.Figure()
    for index, (name, points) in enumerate(by_name.items()):
        limits, shares = zip(*sorted(points), strict=True)
        figure.add_scatter(
            x=limits,
            y=shares,
            mode="lines+markers",
            name=escape(cut_text(name, LONGEST)),
            line={"width": 3, "dash": DASHES[index % len(DASHES)], "color": kind_color(index)},
            marker={"size": 11, "symbol": kind_symbol(index)},
            hovertemplate="%{fullData.name}, %{x:,} words: %{y:.1%}<extra></extra>",
        )
    ticks = sorted({limit for points in by_name.values() for limit, _ in points})
    return finish(
        figure,
        height=380,
        xaxis={
            "title": "most frequent words that take part",
            "type": "log",
            "tickvals": ticks,
            "ticktext": [_short(limit) for limit in ticks],
            "minor_ticks": "",
        },
        yaxis={"title": "answered right", "tickformat": ".0%", "rangemode": "tozero"},
    )


def _in_lines(section: str) -> str:
    """Return a section's name in lines, broken at its hyphens and spaces."""
    lines = [""]
    for piece in cut_text(section, LONGEST).replace("-", "-\n").replace(" ", " \n").split("\n"):
        if lines[-1] and len(lines[-1]) + len(piece) > LINE:
            lines.append("")
        lines[-1] += piece
    return "<br>".join(escape(line.rstrip()) for line in lines)


def _short(number: int) -> str:
    """Return a round number in few characters.

    >>> _short(400_000), _short(1_500), _short(3_000_000), _short(70)
    ('400k', '1.5k', '3M', '70')
    """
    for unit, sign in ((1_000_000, "M"), (1_000, "k")):
        if number >= unit:
            return f"{number / unit:.3g}{sign}"
    return str(number)
