"""Similarity in figures: words with each other, what random pairs have, people's ratings, the odd word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.bars import ranked_figure
from embedlab.figures.cells import cell_text, write_cells
from embedlab.figures.points import points_figure
from embedlab.figures.style import COSINE, NEUTRAL, SCALE, TICK_SIZE, amounts, finish, text_color, tint
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import number_text

if TYPE_CHECKING:
    from embedlab.vectors import OddOneOut, PairReport, RandomPairs

__all__ = ["odd_figure", "pairs_figure", "random_pairs_figure", "similarity_figure"]

MOST_WRITTEN = 12  # words, up to which every cell carries its number
MANY = 8  # words, beyond which numbers are small enough for a narrow screen
MOST_NAMED_TWICE = 20  # words, beyond which the columns have no names: they are those of the rows
LONGEST = 16  # characters of a word at the edge of the matrix
BINS = 60
EDGE = 1.12  # right of the longest bar
MARK_LINE = 22  # pixels between the labels of two marks
MEASURES = {"cosine": "cosine", "dot": "dot product", "euclidean": "Euclidean distance"}


def similarity_figure(matrix: NDArray[np.float64], words: Sequence[str], *, measure: str) -> go.Figure:
    """Draw a matrix (n, n) of words by words; darker is more alike, whatever the measure.

    Args:
        matrix: similarities or, where `measure` is "euclidean", distances.
        words: one a row; up to twelve, every cell carries its number.
        measure: "cosine", "dot" or "euclidean"; another text is shown as it is.
    """
    labels = [shown_word(word, LONGEST) for word in words]
    places = np.arange(len(labels))
    written = len(labels) <= MOST_WRITTEN
    low, high = float(np.nanmin(matrix)), float(np.nanmax(matrix))
    if measure == "cosine":
        low, high = float(np.floor(low * 10) / 10), 1.0  # the scale says where it begins
    named = MEASURES.get(measure, shown_word(measure))
    figure = go.Figure(
        go.Heatmap(
            z=matrix.astype(np.float32),
            x=places,
            y=places,
            zmin=low,
            zmax=high,
            colorscale=amounts(),
            reversescale=measure == "euclidean",
            hovertemplate=f"%{{y}} and %{{x}}: {named} %{{z:.4~g}}<extra></extra>",
            showscale=not written,
            colorbar=SCALE | {"title": {"text": named, "side": "top", "font_size": TICK_SIZE}},
        )
    )
    if written:
        shares = np.nan_to_num((matrix - low) / ((high - low) or 1.0))
        write_cells(figure, _numbers(matrix, measure), 1 - shares if measure == "euclidean" else shares)
    ticks = {"tickvals": places, "ticktext": labels, "tickfont_color": text_color()}
    ticks |= {"showgrid": False, "zeroline": False, "ticklabeloverflow": "allow"}
    top = 10 if written else 70
    return finish(
        figure,
        height=(34 if written else 19) * len(labels) + 90 + top,
        xaxis=ticks if len(labels) <= MOST_NAMED_TWICE else ticks | {"showticklabels": False, "ticks": ""},
        yaxis=ticks | {"autorange": "reversed"},
        margin={"l": 10, "r": 10, "t": top, "b": 10},
    )


def random_pairs_figure(random: RandomPairs, marked: Mapping[str, float] | None = None) -> go.Figure:
    """Draw the cosines of random pairs, and marked ones among them.

    Args:
        random: the baseline; its middle 90% are darker.
        marked: label -> cosine, a line each.
    """
    marks = dict(marked or {})
    counts, edges = np.histogram(random.cosines, bins=BINS)
    middles = (edges[:-1] + edges[1:]) / 2
    usual = (middles >= random.low) & (middles <= random.high)
    figure = go.Figure(
        go.Bar(
            x=middles,
            y=counts,
            width=np.diff(edges),
            marker={
                "color": [tint(NEUTRAL, 0.8 if inside else 0.35) for inside in usual],
                "line_width": 0,
            },
            hovertemplate="cosine %{x:.2f}: %{y} random pairs<extra></extra>",
            showlegend=False,
        )
    )
    ends = min(float(edges[0]), *marks.values(), 0.0), max(float(edges[-1]), *marks.values(), 0.0)
    margin = (ends[1] - ends[0]) * 0.06
    _add_marks(figure, marks, middle=sum(ends) / 2)
    return finish(
        figure,
        height=380 + MARK_LINE * len(marks),
        xaxis={
            "title": COSINE,
            "range": [ends[0] - margin, ends[1] + margin],
            "zeroline": False,
        },
        yaxis={"title": "random pairs"},
        bargap=0,
        margin={"l": 10, "r": 10, "t": 20 + MARK_LINE * len(marks), "b": 10},
    )


def pairs_figure(report: PairReport) -> go.Figure:
    """Draw how alike people found the words of each pair against their cosine."""
    figure = points_figure(
        report.ratings,
        report.cosines,
        x_axis=f"rated by people: {shown_word(report.name)}",
        y_axis=COSINE,
        hover="%{text}: people %{x:.2f}, cosine %{y:.2f}",
        names=[f"{shown_word(a)} and {shown_word(b)}" for a, b in report.pairs],
        marker={"size": 8, "opacity": 0.55, "line_width": 0},
        height=420,
    )
    figure.add_annotation(
        text=f"Spearman {number_text(report.spearman)}, Pearson {number_text(report.pearson)}",
        x=0, xref="x domain", xanchor="left", y=1, yref="y domain", yanchor="bottom", yshift=4,
        showarrow=False, font_color=text_color(),
    )  # fmt: skip
    return figure


def odd_figure(odd: OddOneOut) -> go.Figure:
    """Draw the cosine of each word with the mean of all, the largest on top; the odd one is outlined."""
    order = np.argsort(-odd.cosines, kind="stable")
    return ranked_figure(
        [odd.words[row] for row in order],
        odd.cosines[order],
        axis=f"{COSINE} with the mean of all",
        outlined=[odd.odd],
        least=1.0,
    )


def _numbers(matrix: NDArray[np.float64], measure: str) -> list[list[str]]:
    """Return what is written in the cells."""
    if measure == "cosine":
        return [[cell_text(value, columns=len(matrix)) for value in row] for row in matrix.tolist()]
    digits = 3 if len(matrix) <= MANY else 2
    return [[_in_digits(value, digits) for value in row] for row in matrix.tolist()]


def _in_digits(number: float, digits: int) -> str:
    """Return a number with so many digits at least, those before the point counted.

    >>> _in_digits(19.44, 3), _in_digits(-0.256, 3), _in_digits(1234.5, 2)
    ('19.4', '−0.26', '1,234')
    """
    if not np.isfinite(number):
        return ""
    decimals = max(0, digits - len(str(int(abs(number)))))
    return number_text(number, decimals)


def _add_marks(figure: go.Figure, marks: Mapping[str, float], *, middle: float) -> None:
    """Draw a line for each mark; its label stands on a line of its own above the plot."""
    for index, (label, value) in enumerate(sorted(marks.items(), key=lambda item: item[1])):
        line: dict[str, Any] = {"color": text_color(), "width": 3}
        figure.add_vline(x=value, line=line)
        figure.add_annotation(
            text=f"{shown_word(label, 30)}: {number_text(value)}",
            x=value,
            xanchor="right" if value > middle else "left",
            xshift=2 if value > middle else -2,
            y=1,
            yref="y domain",
            yanchor="bottom",
            yshift=MARK_LINE * index,
            showarrow=False,
        )
