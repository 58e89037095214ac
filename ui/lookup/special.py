"""Special tokens: their rows, and what another role of a message does to the next token."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab import lookup
from ui import controls, decoder, layout
from ui.cache import cached
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.lookup import summaries
from ui.lookup.examples import MESSAGES
from ui.lookup.exports import decoder_lines, table_origin
from ui.lookup.tables import View, decoder_table, encoder_table
from ui.lookup.tied import probabilities
from ui.part import Part
from ui.shared_figure import SharedFigure, spread

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
    tied = view.browsed.is_tied
    _show_rows(view.browsed if tied else encoder_table())  # a visitor's own table has no special tokens
    swap = decoder.run("Swap the role", "start decoder roles", _swap, options)
    if swap is None:
        return
    if not tied:
        _show_rows(decoder_table())
    layout.answers(summaries.swapped(swap[0]), swap[1], key="role")


def _show_rows(table: lookup.EmbeddingMatrix) -> None:
    """Draw the lengths of the special tokens of a table, and the rows nearest to them."""
    ids, figure, neighbors = _rows(table)
    layout.answer(summaries.special(table, ids), figure, key=f"special norms {table.name}")
    draw_chip_rows(neighbors, key=f"special neighbors {table.name}", beside=True)


@cached(entries=2)
def _rows(table: lookup.EmbeddingMatrix) -> tuple[list[int], SharedFigure, list[ChipRow]]:
    ids = [table.ids[token] for token in MARKED[table.is_tied] if token in table.ids]
    marks = {table.tokens[row]: float(table.norms[row]) for row in ids}
    near = {table.tokens[row]: lookup.nearest_rows(table, row, k=5).by_cosine.words for row in ids}
    listed = [ChipRow(f"nearest to {name}", list(map(Chip, words))) for name, words in near.items()]
    return ids, spread({"all rows": table.norms}, axis="length of a row", marks=marks), listed


@cached(entries=32)
def _swap(options: Options) -> tuple[lookup.RoleSwap, list[tuple[str, SharedFigure]]]:
    swap = lookup.swap_role(decoder.load(), decoder_table(), options.message, options.first, options.second)
    return swap, [
        (f"From the {role}: the answer begins with", probabilities(ranking))
        for role, ranking in zip(swap.roles, swap.next_tokens, strict=True)
    ]


def _code(view: View, options: Options) -> list[str]:
    roles = f"{options.first!r}, {options.second!r}"
    return [
        *decoder_lines(view),
        f"swap = embedlab.lookup.swap_role(decoder, table, {options.message!r}, {roles})",
        "print(swap.moved, swap.next_tokens)",
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
