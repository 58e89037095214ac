"""Which rows are near? A row of the table, its length among all, and its nearest rows by two measures."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab import lookup
from embedlab.cosine import paired_cosines
from embedlab.numerals import number_text
from ui import controls, layout
from ui.cache import cached
from ui.lookup import part_summaries
from ui.lookup.examples import BROWSED
from ui.lookup.exports import table_origin
from ui.lookup.tables import View, table_of
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

WORD = "dog"
Browsed = tuple[str, lookup.RowNeighbors, tuple[str, ...], tuple[SharedFigure, SharedFigure, SharedFigure]]


@dataclass(frozen=True)
class Options:
    """A token or an id."""

    name: str


def _ask(view: View) -> Options:
    name = controls.text("A token or an id", WORD, key="row_of", max_chars=controls.MAX_WORD)
    controls.presets(BROWSED)
    return Options(name)


def _show(view: View, options: Options) -> None:
    result = layout.attempt_part(_browse, view.browsed.name, options.name)
    if result is None:
        return
    name, near, others, (by_cosine, by_dot, norms) = result
    summary = part_summaries.browsed(name, near)
    layout.finding(summary)
    left, right = st.columns(2)
    for column, title, figure in ((left, "By cosine", by_cosine), (right, "By dot product", by_dot)):
        with column:
            st.markdown(f"**{title}**")
            layout.picture(figure, key=f"near {title}", alt=f"{title}. {summary}")
    st.markdown("**How long is it among all rows?**")
    layout.picture(norms, key="norm of row", alt=f"Its length among all rows. {summary}")
    for line in others:
        layout.note(line)


@cached(entries=64)
def _browse(table_name: str, text: str) -> Browsed:
    from embedlab.figures.bars import ranked_figure
    from embedlab.figures.lookup import spread_figure

    table = table_of(table_name)
    row = lookup.find_token(table, text)
    near, labels = lookup.nearest_rows(table, row), table.labels
    figures = [
        ranked_figure(ranking.words, ranking.scores, axis=axis)
        for ranking, axis in (
            (near.by_cosine, "cosine (1 = same direction)"),
            (near.by_dot, "dot product, no unit"),
        )
    ]
    spread = spread_figure({"all rows": table.norms}, axis="length of a row", marks={labels[row]: near.norm})
    others = [other for other in lookup.spellings(table, labels[row].strip("␣#")) if other != row]
    lines = tuple(
        f"“{labels[other]}” is another row (id {other}): its cosine with “{labels[row]}” is {number_text(float(paired_cosines(table.matrix[other], table.matrix[row])))}."
        for other in others
    )
    first, second, third = (SharedFigure(figure) for figure in (*figures, spread))
    return labels[row], near, lines, (first, second, third)


def _code(view: View, options: Options) -> list[str]:
    load = (
        [] if view.table is not None else [f"table = embedlab.load_embedding_matrix({view.browsed.name!r})"]
    )
    return [
        *load,
        f"row = embedlab.lookup.find_token(table, {options.name!r})",
        "near = embedlab.lookup.nearest_rows(table, row)",
        "print(near.norm, near.norm_share, near.by_cosine.words, near.by_dot.words)",
    ]


PART = Part(
    "Which rows are near?",
    _ask,
    _show,
    _code,
    lambda view, options: table_origin(view),
    line="Any row of the table: how long it is, and which rows are nearest to it, by two measures.",
)
