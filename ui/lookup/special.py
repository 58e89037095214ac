"""Special tokens: their rows, and what another role of a message does to the next token."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab import lookup
from ui import controls, decoder, layout
from ui.cache import cached
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.lookup import part_summaries
from ui.lookup.examples import MESSAGES
from ui.lookup.exports import decoder_lines, table_origin
from ui.lookup.tables import View, decoder_table, table_of
from ui.models import DECODER
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

MARKED = {  # of each table: special tokens, and the words that name roles
    True: ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "user", "system", "assistant"),
    False: ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
}
MESSAGE = "Where do otters live?"


@dataclass(frozen=True)
class Options:
    """A message and two roles that it could have."""

    message: str
    first: str
    second: str


def _ask(view: View) -> Options:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        message = controls.text("A message", MESSAGE, key="role_message", max_chars=500)
        first = controls.pick("It comes from", lookup.ROLES, key="role_first")
        second = controls.pick("or from", lookup.ROLES, key="role_second", default=lookup.ROLES[1])
    controls.presets(MESSAGES)
    return Options(message, first, second)


def _show(view: View, options: Options) -> None:
    _show_rows(view.browsed.name)
    if not decoder.offer("Swap the role", key="start decoder roles"):
        return
    swap = decoder.compute(_swap, options)
    if swap is None:
        return
    if view.browsed.name != DECODER:
        _show_rows(DECODER)
    result, figures = swap
    summary = part_summaries.swapped(result)
    layout.finding(summary)
    outputs = (result.first, result.second)
    for number, (column, each, drawn) in enumerate(zip(st.columns(2), outputs, figures, strict=True)):
        with column:
            st.markdown(f"**From the {each.role}: the answer begins with**")
            layout.picture(drawn, key=f"role {number}", alt=summary)


def _show_rows(name: str) -> None:
    """Draw the lengths of the special tokens of a table, and the rows nearest to them."""
    ids, figure, neighbors = _rows(name)
    summary = part_summaries.special(table_of(name), ids)
    layout.finding(summary)
    layout.picture(figure, key=f"special norms {name}", alt=summary)
    draw_chip_rows(neighbors, key=f"special neighbors {name}", beside=True)


@cached(entries=2)
def _rows(name: str) -> tuple[tuple[int, ...], SharedFigure, list[ChipRow]]:
    from embedlab.figures.lookup import spread_figure

    table = table_of(name)
    ids = tuple(table.ids[token] for token in MARKED[name == DECODER] if token in table.ids)
    marks = {table.tokens[row]: float(table.norms[row]) for row in ids}
    near = [lookup.nearest_rows(table, row, k=5).by_cosine for row in ids]
    listed = [
        ChipRow(f"nearest to {table.tokens[row]}", [Chip(word) for word in ranking.words])
        for row, ranking in zip(ids, near, strict=True)
    ]
    figure = spread_figure({"all rows": table.norms}, axis="length of a row", marks=marks)
    return ids, SharedFigure(figure), listed


@cached(entries=32)
def _swap(options: Options) -> tuple[lookup.RoleSwap, list[SharedFigure]]:
    from embedlab.figures.bars import ranked_figure

    swap = lookup.swap_role(decoder.load(), decoder_table(), options.message, options.first, options.second)
    rankings = [output.next_tokens for output in (swap.first, swap.second)]
    return swap, [
        SharedFigure(ranked_figure(each.words, each.scores, axis="probability", percent=True))
        for each in rankings
    ]


def _code(view: View, options: Options) -> list[str]:
    roles = f"{options.first!r}, {options.second!r}"
    return [
        *decoder_lines(view),
        f"swap = embedlab.lookup.swap_role(decoder, table, {options.message!r}, {roles})",
        "print(swap.moved, swap.first.next_tokens, swap.second.next_tokens)",
    ]


PART = Part(
    "Special tokens",
    _ask,
    _show,
    _code,
    lambda view, options: [*table_origin(view), *decoder.origins()],
    line="Rows that stand for no word: where they lie, and how they change what comes next.",
    deeper=True,
)
