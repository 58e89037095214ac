"""The foot of the lookup page, and the rows of the sentence in files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from embedlab.export import csv_text, npy_bytes, parquet_bytes
from ui import files, layout, sources
from ui.lookup.query import GPT2, OWN
from ui.lookup.tables import View
from ui.models import DECODER, ENCODER

__all__ = ["PART", "code", "decoder_lines", "origins", "table_lines", "table_origin"]


def table_origin(view: View) -> list[str]:
    """Say where the table that the parts look into comes from."""
    if view.query.own is not None:
        return [f"**Your own table:** {layout.escape(view.query.own.title)}; it stays in this visit."]
    name = view.browsed.name
    return [sources.model(name, "decoder" if name == DECODER else "encoder", "Its input table.")]


def origins(view: View) -> list[str]:
    """Say where the numbers of the picture come from."""
    if view.table is None:
        arithmetic = "50,257 × 768, GPT-2 small's configuration."
        return [sources.model(GPT2, "tokenizer"), sources.computed(arithmetic)]
    measured = "both ways in this process, up to five times each; the fastest run counts."
    return [*table_origin(view), sources.computed(measured)]


def code(view: View) -> list[str]:
    """Return lines that look the same ids up, both ways."""
    text, name = sources.shorten(view.query.text), view.query.name
    if view.table is None:
        lines = [
            f"ids = embedlab.load_tokenizer({GPT2!r}).encode({text!r}).ids",
            f"print(ids, len(ids) * {view.shape[0]} * {view.shape[1]})  # multiplications of the product",
        ]
        return ["import embedlab", "", *lines]
    if view.query.own is not None:
        lines = [
            view.query.own.code,
            f"table = embedlab.lookup.EmbeddingMatrix.of_words({OWN!r}, table.labels, table.matrix)",
            f"ids = {list(view.rows.ids)}",
        ]
    else:
        special = ", special_tokens=True" if name == ENCODER else ""
        lines = [
            f"model = embedlab.load_{'decoder' if name == DECODER else 'encoder'}({name!r})",
            "table = embedlab.lookup.embedding_matrix(model)",
            f"ids = model.tokenizer.encode({text!r}{special}).ids",
        ]
    return [
        *("import embedlab", "", *lines, "vectors = table.lookup(ids)"),
        "product = embedlab.lookup.one_hot_product(table, ids)",
        "print(product.max_difference, product.multiplications, product.seconds, product.lookup_seconds)",
    ]


def table_lines(view: View) -> list[str]:
    """Return lines that load the table of the parts, where the picture has none."""
    return [f"table = embedlab.load_embedding_matrix({view.browsed.name!r})"] if view.table is None else []


def decoder_lines(view: View) -> list[str]:
    """Return lines that load the decoder, for parts that use it whatever the picture shows."""
    if view.query.name == DECODER:
        return ["decoder = model"]
    load = f"decoder = embedlab.load_decoder({DECODER!r})"
    return [load, "table = embedlab.lookup.embedding_matrix(decoder)"]


def _offers(view: View) -> Iterator[tuple[str, str, Callable[[], str | bytes]]]:
    yield "CSV", "rows.csv", lambda: csv_text(_columns(view))
    yield "Parquet", "rows.parquet", lambda: parquet_bytes(_columns(view))
    if view.table is not None:
        yield "NumPy (.npy)", "rows.npy", lambda: npy_bytes(view.browsed.lookup(view.rows.ids))


def _columns(view: View) -> dict[str, Any]:
    columns: dict[str, Any] = {"token": list(view.rows.labels), "id": np.array(view.rows.ids)}
    if view.table is not None:
        columns |= {f"d{index}": column for index, column in enumerate(view.table.lookup(view.rows.ids).T)}
    return columns


PART = files.part(
    "**The rows of the sentence**: token, id, and every number of the row. Of GPT-2, whose weights do not ship, tokens and ids.",
    _offers,
    code=lambda view, options: ["import numpy as np", 'np.save("rows.npy", vectors)'] if view.table else [],
)
