"""How big is the table? In bytes, and as a share of real models."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab import lookup
from embedlab.numerals import bytes_text
from ui import controls, decoder, layout, sources
from ui.cache import cached
from ui.lookup import summaries
from ui.lookup.tables import View, decoder_table, encoder_table
from ui.part import Part
from ui.shared_figure import SharedFigure, bars

__all__ = ["PART"]

MAX_TYPED = 10**9  # what may be typed lies beyond the limit of a table, which is then named
MAX_DIM = 16_384


@dataclass(frozen=True)
class Options:
    """A table of one's own."""

    rows: int
    dim: int
    dtype: str
    tied: bool


def _ask(view: View) -> Options:
    rows, dim = view.shape
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return Options(
            int(controls.amount("Rows (vocabulary)", 1, MAX_TYPED, rows, key="lookup_v", step=1_000)),
            int(controls.number("Numbers per row", 1, MAX_DIM, dim, key="lookup_d")),
            controls.choice("Stored as", tuple(lookup.BYTES), key="lookup_dtype"),
            controls.switch("One table for input and output", True, key="lookup_tied"),
        )


def _show(view: View, options: Options) -> None:
    size = layout.attempt_part(
        lookup.table_size, options.rows, options.dim, dtype=options.dtype, tied=options.tied
    )
    if size is not None:
        layout.finding(summaries.own_size(options.rows, options.dim, options.dtype, size))
    tables = [encoder_table(), *([decoder_table()] if decoder.is_requested() else [])]
    measured = ", ".join(f"{table.name} {bytes_text(table.matrix.nbytes)}" for table in tables)
    layout.note(f"In the memory of this server, in float32: {measured}.")
    sizes = lookup.MODEL_SIZES
    layout.answer(summaries.shares(sizes), _shares(), key="table shares")
    heads = ("model", "rows", "numbers per row", "as published", "all numbers", "if tied", "if untied")
    rows = [
        (
            each.name,
            each.vocabulary,
            each.dim,
            _kind(each),
            *(each.total(tied=tied) for tied in (None, True, False)),
        )
        for each in sizes
    ]
    layout.numbers(layout.columns_of(heads, rows), key="model sizes", label="Numbers of real models")


def _kind(size: lookup.ModelSize) -> str:
    return "encoder" if size.is_tied is None else "tied" if size.is_tied else "untied"


@cached(entries=1)
def _shares() -> SharedFigure:
    shares = {f"{size.name} ({_kind(size)})": size.share() for size in lookup.MODEL_SIZES}
    names = sorted(shares, key=lambda name: -shares[name])
    values = [shares[name] for name in names]
    return bars(names, values, axis="share of the model's numbers in its tables", percent=True)


PART = Part(
    "How big is the table?",
    _ask,
    _show,
    lambda view, options: [
        f"print(embedlab.lookup.table_size({options.rows}, {options.dim}, dtype={options.dtype!r}, tied={options.tied}))",
        "for size in embedlab.lookup.MODEL_SIZES:",
        "    print(size.name, size.total(), size.share(), size.total(tied=True), size.total(tied=False))",
    ],
    lambda view, options: [
        sources.computed("from the published configurations; tests compare the counts with the checkpoints.")
    ],
    line="Rows × numbers × bytes, and what share of real models that is.",
)
