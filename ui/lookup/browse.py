"""Which rows are near? A row of the table, its length among all, and its nearest rows by two measures."""

from __future__ import annotations

from embedlab import lookup
from embedlab.cosine import paired_cosines
from embedlab.numerals import number_text
from ui import controls, layout
from ui.cache import cached
from ui.lookup import summaries
from ui.lookup.examples import BROWSED
from ui.lookup.exports import table_lines, table_origin
from ui.lookup.tables import View
from ui.part import Part
from ui.shared_figure import SharedFigure, bars, spread

__all__ = ["PART"]

WORD = "dog"
Browsed = tuple[lookup.RowNeighbors, tuple[str, ...], list[tuple[str, SharedFigure]]]


def _ask(view: View) -> str:
    usual = WORD if WORD in view.browsed.ids else view.rows.labels[-1]  # of a table of the visitor's own
    name = controls.text("A token or an id", "", key="row_of", max_chars=controls.MAX_WORD, hint=usual)
    if view.query.own is None:
        known = [each for each in BROWSED if each.isdigit() or lookup.spellings(view.browsed, each)]
        controls.presets({each: {"row_of": each} for each in known})
    return name if name.strip() else usual


def _show(view: View, name: str) -> None:
    result = layout.attempt_part(_browse, view.browsed, name)
    if result is None:
        return
    near, others, figures = result
    summary = summaries.browsed(view.browsed, near)
    layout.answers(summary, figures[:2], key="near")
    layout.side_by_side(figures[2:], key="norm of row", alt=summary)
    layout.note(" ".join(others))


@cached(entries=64)
def _browse(table: lookup.EmbeddingMatrix, text: str) -> Browsed:
    row = lookup.find_token(table, text)
    near, labels = lookup.nearest_rows(table, row), table.labels
    marks = {labels[row]: float(table.norms[row])}
    norms = spread({"all rows": table.norms}, axis="length of a row", marks=marks)
    cosine, dot = near.by_cosine, near.by_dot
    figures = [
        ("By cosine", bars(cosine.words, cosine.scores, axis="cosine (1 = same direction)")),
        ("By dot product", bars(dot.words, dot.scores, axis="dot product, no unit")),
        ("How long is it among all rows?", norms),
    ]
    others = [other for other in lookup.spellings(table, labels[row].strip("␣#")) if other != row]
    cosines = paired_cosines(table.matrix[others], table.matrix[row]).tolist()
    lines = tuple(
        f"“{labels[other]}” is another row (id {other}): its cosine with “{labels[row]}” is {number_text(cosine)}."
        for other, cosine in zip(others, cosines, strict=True)
    )
    return near, lines, figures


PART = Part(
    "Which rows are near?",
    _ask,
    _show,
    lambda view, name: [
        *table_lines(view),
        f"row = embedlab.lookup.find_token(table, {name!r})",
        "near = embedlab.lookup.nearest_rows(table, row)",
        "print(table.norms[row], table.shorter_share(row), near.by_cosine.words, near.by_dot.words)",
    ],
    lambda view, name: table_origin(view),
    line="Any row of the table: how long it is, and which rows are nearest to it, by two measures.",
)
