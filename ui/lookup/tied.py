"""Can the same table write? The last state times the table gives the next token; a row is read back."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab import lookup
from embedlab.lookup import MODEL_SIZES
from embedlab.numerals import bytes_text
from ui import controls, decoder, layout, sources
from ui.cache import cached
from ui.lookup import part_summaries
from ui.lookup.examples import TEXTS
from ui.lookup.exports import decoder_lines
from ui.lookup.tables import View, decoder_table
from ui.models import DECODER
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART", "ask_text", "output"]

PROMPT = "The capital of France is"
ROW = " is"


@dataclass(frozen=True)
class Options:
    """A text to continue, and a token whose row is read back."""

    text: str
    token: str


def ask_text() -> str:
    """Ask for the text that is continued; parts share it."""
    return controls.text("A beginning", PROMPT, key="next_of", max_chars=300)


def _ask(view: View) -> Options:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = ask_text()
        token = controls.text("Row to read back", ROW, key="read_row", max_chars=controls.MAX_WORD)
    controls.presets(TEXTS)
    return Options(text, token)


def _show(view: View, options: Options) -> None:
    _show_arithmetic()
    if not decoder.offer("Let the table write", key="start decoder tied"):
        return
    result = decoder.compute(_written, options.text)
    if result is not None:
        found, figure = result
        summary = part_summaries.tied(found, options.text)
        layout.finding(summary)
        layout.picture(figure, key="tied next", alt=summary)
    back = decoder.compute(_read, options.token)
    if back is None:
        return
    summary = part_summaries.read_back(back[0], back[1], back[2])
    layout.finding(summary)
    for column, name, figure in zip(
        st.columns(2), ("With the final norm", "Without it"), back[3], strict=True
    ):
        with column:
            st.markdown(f"**{name}**")
            layout.picture(figure, key=f"read back {name}", alt=summary)


def _show_arithmetic() -> None:
    """Say what a second table would cost, tied models and one that is not."""
    lines = ["| model | with one table | a second adds |", "|---|---|---|"]
    for size in (each for each in MODEL_SIZES if each.is_tied is not None):
        name = size.name if size.is_tied else f"**{size.name}: has two**"
        lines.append(
            f"| {name} | {size.total(tied=True):,} | {size.table:,} ({bytes_text(2 * size.table)}) |"
        )
    layout.finding(
        "A model with one table for reading and writing saves a second one. The numbers of each model, and the memory of a second table in bfloat16. Llama 3 8B is not tied: its two tables differ. In a small model a "
        "second table is a large share, so small models are tied."
    )
    st.markdown("\n".join(lines))


@cached(entries=32)
def output(text: str) -> lookup.TiedOutput:
    """Return what follows a text."""
    return lookup.tied_output(decoder.load(), decoder_table(), text)


@cached(entries=32)
def _written(text: str) -> tuple[lookup.TiedOutput, SharedFigure]:
    from embedlab.figures.bars import ranked_figure

    found = output(text)
    ranking = found.next_tokens
    return found, SharedFigure(ranked_figure(ranking.words, ranking.scores, axis="probability", percent=True))


@cached(entries=32)
def _read(token: str) -> tuple[str, lookup.ReadBack, float, tuple[SharedFigure, SharedFigure]]:
    from embedlab.figures.bars import ranked_figure

    table = decoder_table()
    row = lookup.find_token(table, token)
    back = lookup.read_back(decoder.load(), table, row)
    figures = tuple(
        SharedFigure(ranked_figure(each.words, each.scores, axis="probability", percent=True))
        for each in (back.with_norm, back.without_norm)
    )
    return table.labels[row], back, _own_share(), (figures[0], figures[1])


@cached(entries=1)
def _own_share() -> float:
    return lookup.own_token_share(decoder_table())


def _code(view: View, options: Options) -> list[str]:
    return [
        *decoder_lines(view),
        f"output = embedlab.lookup.tied_output(decoder, table, {options.text!r})",
        "print(output.next_tokens)",
        f"row = embedlab.lookup.find_token(table, {options.token!r})",
        "print(embedlab.lookup.read_back(decoder, table, row), embedlab.lookup.own_token_share(table))",
    ]


PART = Part(
    "Can the same table write?",
    _ask,
    _show,
    _code,
    lambda view, options: [
        *decoder.origins(),
        sources.computed(
            f"last state × input table of {DECODER}; tests compare with transformers' own output."
        ),
    ],
    line="In many models one table turns ids into vectors and, at the end, vectors into the next token.",
)
