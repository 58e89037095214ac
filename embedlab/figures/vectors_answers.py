"""The answers to an analogy beside its baselines: what hiding the inputs does, and what b or c alone would
have answered. The plane of the analogy is in `vectors`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from embedlab.errors import check_choice
from embedlab.figures.style import escape, finish
from embedlab.figures.word_bars import LINE, add_word_bars, shown_word

if TYPE_CHECKING:
    from embedlab.vectors import AnalogyAudit

__all__ = ["columns_figure"]

LONGEST = 14  # characters of a word in a title and on a bar: the score must fit beside it
TITLE_SIZE = 16


def columns_figure(
    audit: AnalogyAudit,
    *,
    measure: str,
    columns: Sequence[str] = (),
    most: int = 10,
) -> go.Figure:
    """Draw the ranked words of each column as bars, the columns side by side.

    The three inputs are hatched, the expected answer is outlined.

    Args:
        audit: the answers.
        measure: what the scores of the first two columns are called; those of the last two are cosines.
        columns: which of the audit's columns to draw; all if none is named.
        most: words a column at most.

    Raises:
        UnknownNameError: no such column.
    """
    columns = columns or list(audit.columns)
    for column in columns:
        check_choice(column, audit.columns, "column")
    expected = [audit.expected.word] if audit.expected else []
    figure = make_subplots(
        1,
        len(columns),
        subplot_titles=[_title(audit, column) for column in columns],
        horizontal_spacing=0.03,
    )
    figure.update_annotations(font_size=TITLE_SIZE)
    for number, column in enumerate(columns, start=1):
        found = audit.columns[column]
        add_word_bars(
            figure,
            found.words[:most],
            found.scores[:most],
            hatched=audit.words,
            outlined=expected,
            place={"row": 1, "col": number},
            longest=LONGEST,
        )
        named = "cosine" if column.startswith("near") else escape(measure)
        figure.update_xaxes(
            title=named, range=_range(audit, column), nticks=4, zeroline=False, row=1, col=number
        )
    rows = min(most, max(len(audit.columns[column].words) for column in columns))
    figure.update_yaxes(range=[rows - 0.4, -0.6], showticklabels=False, showgrid=False, zeroline=False)
    top = 62 if audit.expected else 40
    return finish(
        figure,
        height=LINE * rows + top + 70,
        bargap=0.15,
        margin={"l": 10, "r": 10, "t": top, "b": 10},
    )


def _title(audit: AnalogyAudit, column: str) -> str:
    """Return the name of a column, and below it the rank of the expected answer."""
    b, c = (shown_word(word, LONGEST) for word in audit.words[1:])
    title = {
        "standard": "standard: inputs hidden",
        "allowed": "all words",
        "near b": f"near b alone: {b}",
        "near c": f"near c alone: {c}",
    }[column]
    if audit.expected is None:
        return title
    rank = audit.expected.ranks[column]
    placed = "is left out" if rank is None else f"is no. {rank:,}"
    return f"{title}<br>{shown_word(audit.expected.word, LONGEST)} {placed}"


def _range(audit: AnalogyAudit, column: str) -> list[float]:
    """Return the same axis for all columns of the same measure."""
    if audit.method == "3cosmul":
        alike = [name for name in audit.columns if name.startswith("near") == column.startswith("near")]
    else:
        alike = list(audit.columns)
    scores = [score for name in alike for score in audit.columns[name].scores.tolist()]
    low, high = min(0.0, *scores), max(1.0, *scores)
    return [low * 1.04, high * 1.04]
