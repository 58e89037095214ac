"""Can the same table write? The last state times the table gives the next token; a row is read back."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab import lookup
from embedlab.numerals import bytes_text
from embedlab.ranking import Ranking
from ui import controls, decoder, layout, sources
from ui.cache import cached
from ui.lookup import summaries
from ui.lookup.examples import TEXTS
from ui.lookup.exports import decoder_lines
from ui.lookup.tables import View, decoder_table
from ui.models import DECODER
from ui.part import Part
from ui.shared_figure import SharedFigure, bars

__all__ = ["PART", "output", "probabilities"]

ROW = " is"


@dataclass(frozen=True)
class Options:
    """A text to continue, and a token whose row is read back."""

    text: str
    token: str


def _ask(view: View) -> Options:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = decoder.ask_text()
        token = controls.text("Row to read back", ROW, key="read_row", max_chars=controls.MAX_WORD)
    controls.presets(TEXTS)
    return Options(text, token)


def _show(view: View, options: Options) -> None:
    _show_arithmetic()
    if not decoder.offer("Let the table write", key="start decoder tied"):
        return
    written = decoder.compute(_written, options.text)
    if written is not None:
        layout.answer(summaries.tied(written[0], options.text), written[1], key="tied next")
    back = decoder.compute(_read, options.token)
    if back is not None:
        layout.answers(summaries.read_back(*back[:3]), back[3], key="read back")


def _show_arithmetic() -> None:
    """Say what a second table would cost, tied models and one that is not."""
    decoders = [size for size in lookup.MODEL_SIZES if size.is_tied is not None]
    names = (size.name if size.is_tied else f"**{size.name}: has two**" for size in decoders)
    totals = (f"{size.total(tied=True):,}" for size in decoders)
    seconds = (f"{size.table:,} ({bytes_text(2 * size.table)})" for size in decoders)
    layout.finding(
        "A model with one table for reading and writing saves a second one. The numbers of each model, and the memory of a second table in bfloat16. Llama 3 8B is not tied: its two tables differ. In a small model a "
        "second table is a large share, so small models are tied."
    )
    layout.small_table(("model", "with one table", "a second adds"), zip(names, totals, seconds, strict=True))


def probabilities(ranking: Ranking) -> SharedFigure:
    """Return ranked tokens as bars of their probabilities."""
    return bars(ranking.words, ranking.scores, axis="probability", percent=True)


@cached(entries=32)
def output(text: str) -> lookup.TiedOutput:
    """Return what follows a text."""
    return lookup.tied_output(decoder.load(), decoder_table(), text)


@cached(entries=32)
def _written(text: str) -> tuple[lookup.TiedOutput, SharedFigure]:
    return output(text), probabilities(output(text).next_tokens)


@cached(entries=32)
def _read(token: str) -> tuple[str, tuple[Ranking, Ranking], float, list[tuple[str, SharedFigure]]]:
    table = decoder_table()
    row = lookup.find_token(table, token)
    normed, plain = lookup.read_back(decoder.load(), table, row)
    figures = [("With the final norm", probabilities(normed)), ("Without it", probabilities(plain))]
    return table.labels[row], (normed, plain), _own_share(), figures


@cached(entries=1)
def _own_share() -> float:
    return lookup.own_token_share(decoder_table())


PART = Part(
    "Can the same table write?",
    _ask,
    _show,
    lambda view, options: [
        *decoder_lines(view),
        f"output = embedlab.lookup.tied_output(decoder, table, {options.text!r})",
        "print(output.next_tokens)",
        f"row = embedlab.lookup.find_token(table, {options.token!r})",
        "print(embedlab.lookup.read_back(decoder, table, row), embedlab.lookup.own_token_share(table))",
    ],
    lambda view, options: [
        *decoder.origins(),
        sources.computed(
            f"last state × input table of {DECODER}; tests compare with transformers' own output."
        ),
    ],
    line="In many models one table turns ids into vectors and, at the end, vectors into the next token.",
)
