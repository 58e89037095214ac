"""Rows nobody trained: how far each row lies from the known unused ones, and which real tokens lie there."""

from __future__ import annotations

import numpy as np
import streamlit as st

from embedlab import lookup
from ui import layout, sources
from ui.cache import cached
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.lookup import summaries
from ui.lookup.exports import table_lines, table_origin
from ui.lookup.tables import View
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure, spread

__all__ = ["PART"]

LISTED = 24  # tokens
SHORTEST = 8  # rows
WHY = {  # by whether the table is the decoder's
    False: "Why real tokens? Each Chinese character is a word of its own for this tokenizer, so its “##” form never "
    "comes up: its row has kept about its random start.",
    True: "Why real tokens? The tokenizer learned its list from other text than the model: a name in code that the model "
    "hardly ever met has kept about its random start.",
}


def _show(view: View, options: None) -> None:
    table = view.browsed
    result = layout.attempt_part(_unused, table)
    if result is None:
        return
    rows, figure = result
    layout.answer(summaries.untrained(table, rows), figure, key="unused rows")
    among = [Chip(table.labels[row], caption=str(row)) for row in rows.among[:LISTED]]
    shortest = [Chip(table.labels[row], caption=str(row)) for row in np.argsort(table.norms)[:SHORTEST]]
    first = f"Real tokens among them, the nearest first ({len(among)} of {len(rows.among):,})"
    second = "Length alone misleads: the shortest rows of the table"
    draw_chip_rows([ChipRow(first, among), ChipRow(second, shortest)], key="unused tokens")
    st.caption(WHY[table.is_tied])
    layout.link_to("training", "Watch rows leave their random start")


@cached(entries=2)
def _unused(table: lookup.EmbeddingMatrix) -> tuple[lookup.UnusedRows, SharedFigure]:
    rows = lookup.unused_rows(table)
    known, others = rows.cosines[rows.known], np.delete(rows.cosines, rows.known)
    axis, marks = "cosine with their mean (1 = same direction)", {"near from here on": rows.threshold}
    return rows, spread({"known to be unused": known, "all others": others}, axis=axis, marks=marks)


PART = Part[View, None](
    "Rows nobody trained",
    no_options,
    _show,
    lambda view, options: [
        *table_lines(view),
        "rows = embedlab.lookup.unused_rows(table)",
        "print(rows.norm, rows.pair_cosine, [table.labels[row] for row in rows.among[:40]])",
    ],
    lambda view, options: [
        *table_origin(view),
        sources.computed("cosine with the mean of known unused rows, after Land and Bartolo 2024."),
    ],
    line="Which rows still look like a random start, and which real tokens are among them.",
    deeper=True,
)
