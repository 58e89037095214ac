"""The same question to two tables at once."""

from __future__ import annotations

import streamlit as st

from ui import layout
from ui.vectors import answers, source
from ui.vectors.question import Question
from ui.vectors.source import Source

__all__ = ["show"]


def show(first: Source, question: Question, view: answers.View) -> None:
    """Ask another table the same, and lay the answers side by side."""
    st.markdown(
        "Scores of two tables are not on one scale: each was made from other text or in another way. The order of the words can be compared."
    )
    place = "other_table"
    with st.container(width=320):
        name = source.pick_other(place, first.kind)
    second = source.choose(name, place)
    if second is None:
        return
    other = layout.attempt_part(answers.answer, second, answers.unknown_guess(second, question))
    if other is None:
        return
    best, theirs = view.best, other.best
    if best == theirs:
        said = f"Both tables answer {best}."
    else:
        said = f"{first.name} answers {best}; {second.name} answers {theirs}."
    shared = set(view.columns["standard"].words) & set(other.columns["standard"].words)
    said += f" They share {layout.counted(len(shared), 'word')} among the best answers listed."
    tables = ((first, view, "left"), (second, other, "right"))
    for column, (table, shown, side) in zip(st.columns(2), tables, strict=True):
        with column:
            st.markdown(
                f"**{layout.escape(table.name)}**, {len(table.vectors):,} words × {table.vectors.dim}"
            )
            layout.numbers(
                answers.table(shown, ("standard", "allowed")),
                key=f"table {side}",
                label="",
            )
    layout.reading(said)
    st.markdown(f"- {second.origin}")
