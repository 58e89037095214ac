"""Ranked lists of words side by side, thin lines joining the same word: what an analogy answers with its
inputs forbidden, with nothing forbidden, and without any arithmetic; or what two tables answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.style import LABEL_SIZE, NEUTRAL, finish, selected_color, text_color
from embedlab.figures.word_bars import PLAIN, shown_word
from embedlab.numerals import number_text
from embedlab.ranking import Ranking

__all__ = ["RankedList", "lists_figure"]

LONGEST = 14  # characters of a word
TITLE = 26  # characters of a line of a title
MEASURE = 60  # characters of the name of the scores
GAP = 0.28  # between two lists, in widths of a list
ROOM = 0.78  # of a list that the longest bar fills; the numbers stand at its right edge
BAR = 0.78  # of the height of a row
ROW, HEAD, FOOT = 42, 62, 36  # pixels
TINY = 1e-9  # where no score is above 0, no bar is drawn


@dataclass(frozen=True)
class RankedList:
    """Words in order, and what the list is called."""

    title: str  # one or two lines, as they stand before the bold word
    bold: str  # ends the title
    ranking: Ranking
    longest: float = 1.0  # the score of a bar that fills its row
    further: tuple[str, int, float] | None = None  # a word below those that fit, its rank and its score


def lists_figure(
    lists: Sequence[RankedList],
    *,
    measure: str,
    hatched: Collection[str] = (),
    outlined: Collection[str] = (),
    most: int = 8,
) -> go.Figure:
    """Draw ranked lists: word at the left of each row, score at its right, a gray bar between.

    The first word of each list is bold. A word in two neighboring lists is joined by a line.

    Args:
        lists: from left to right.
        measure: what the scores are.
        hatched: words that are forbidden elsewhere.
        outlined: words with an outline and a line of its color.
        most: words of a list at most.
    """
    rows = max(_count(each, most) for each in lists)
    figure = go.Figure()
    for index, (left, right) in enumerate(pairwise(lists)):
        _add_lines(figure, index, _rows(left, most), _rows(right, most), outlined)
    for index, each in enumerate(lists):
        _add_list(figure, each, index * (1 + GAP), most, {"hatched": hatched, "outlined": outlined})
    figure.update_layout(barmode="overlay", bargap=1 - BAR)
    return finish(
        figure,
        height=ROW * rows + HEAD + FOOT,
        margin={"l": 4, "r": 4, "t": HEAD, "b": FOOT},
        xaxis={
            "title": {"text": shown_word(measure, MEASURE), "standoff": 6},
            "range": [0, len(lists) + (len(lists) - 1) * GAP],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
        yaxis={"range": [rows - 0.5, -0.5], "showticklabels": False, "showgrid": False, "zeroline": False},
    )


def _count(each: RankedList, most: int) -> int:
    return min(most, len(each.ranking.words)) + (each.further is not None)


def _rows(each: RankedList, most: int) -> dict[str, int]:
    """Return the row of each word of a list."""
    words = list(each.ranking.words[:most]) + ([each.further[0]] if each.further else [])
    return {word: row for row, word in enumerate(words)}


def _add_list(
    figure: go.Figure, each: RankedList, start: float, most: int, marks: Mapping[str, Collection[str]]
) -> None:
    words = list(_rows(each, most))
    scores = [float(score) for score in each.ranking.scores[:most]]
    labels = [shown_word(word, LONGEST) for word in words]
    written = [f"<b>{label}</b>" if row == 0 else label for row, label in enumerate(labels)]
    if each.further is not None:
        scores.append(each.further[2])
        written[-1] = f"{each.further[1]:,}. {labels[-1]}"
    lengths = np.clip(np.nan_to_num(np.array(scores)) / max(each.longest, TINY), 0, 1) * ROOM
    figure.add_bar(
        x=lengths,
        y=np.arange(len(words)),
        base=np.full(len(words), start),
        orientation="h",
        marker={
            "color": [PLAIN] * len(words),
            "line": {
                "color": selected_color(),
                "width": [3 if word in marks["outlined"] else 0 for word in words],
            },
            "pattern": {
                "shape": ["/" if word in marks["hatched"] else "" for word in words],
                "fillmode": "replace",
                "size": 9,
                "solidity": 0.15,
            },
        },
        customdata=[f"{label}: {number_text(score, 4)}" for label, score in zip(labels, scores, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )
    numbers = [
        "" if np.isnan(score) else f"<b>{number_text(score)}</b>" if row == 0 else number_text(score)
        for row, score in enumerate(scores)
    ]
    for x, texts, position in (
        (start, [f"\u2002{text}" for text in written], "middle right"),
        (start + 1, numbers, "middle left"),
    ):
        figure.add_scatter(
            x=np.full(len(words), x),
            y=np.arange(len(words)),
            mode="text",
            text=texts,
            textposition=position,
            textfont={"size": LABEL_SIZE, "color": text_color()},
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
    title = "<br>".join(shown_word(line, TITLE) for line in each.title.split("\n"))
    bold = shown_word(each.bold, LONGEST)
    figure.add_annotation(
        text=f"{title}<b>{bold}</b>", x=start, xanchor="left", y=1, yref="y domain", yanchor="bottom",
        yshift=6, align="left", showarrow=False, font_size=LABEL_SIZE,
    )  # fmt: skip


def _add_lines(
    figure: go.Figure, index: int, left: dict[str, int], right: dict[str, int], outlined: Collection[str]
) -> None:
    """Join the words that both lists have."""
    ends = index * (1 + GAP) + np.array([1.02, 1 + GAP - 0.02])
    shared = [word for word in left if word in right]
    for words, color, width in (
        ([word for word in shared if word not in outlined], NEUTRAL, 1),
        ([word for word in shared if word in outlined], selected_color(), 3),
    ):
        figure.add_scatter(
            x=np.tile([*ends, np.nan], len(words)),
            y=np.array([[left[word], right[word], np.nan] for word in words], dtype=np.float64).ravel(),
            mode="lines",
            line={"color": color, "width": width},
            hoverinfo="skip",
            showlegend=False,
        )
