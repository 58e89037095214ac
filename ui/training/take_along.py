"""Take the vectors along: the trained table on other pages, and in files."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab.export import npy_bytes, parquet_bytes, word2vec_text
from embedlab.tables import VectorTable
from ui import controls, files, layout, own_table
from ui.part import Part
from ui.training.corpus_run import CorpusQuery, ask, code, offer, origins

__all__ = ["PART"]

TABLES = {"trained": "run.vectors", "input + output": "run.both", "counted": "counted.vectors"}
READ = 'table = embedlab.tables.read_vector_table(open("vectors.txt", "rb").read())  # its word2vec text'


@dataclass(frozen=True)
class Options:
    """Which table of which run."""

    query: CorpusQuery | None
    table: str


def _show(view: object, options: Options) -> None:
    result = offer(options.query, place="along")
    if result is None:
        return
    vectors = result.run.tables[options.table]
    words, matrix = tuple(vectors.words), vectors.matrix
    table = VectorTable(words, matrix, columns={}, format="word vectors trained here", notes=())
    title = f"vectors of this visit ({options.table}), from {result.query.name}"
    key = f"{result.key} {options.table}"
    st.session_state[own_table.TRAINED] = own_table.OwnTable(table, title, key, READ)
    layout.finding(
        f"{len(words):,} words × {vectors.dim} numbers go with you. The pages below offer them as “your table”, until this visit ends; no link holds them."
    )
    with st.container(horizontal=True):
        layout.link_to("space", "Open in Space", show="your table")
        layout.link_to("vectors", "Open in Arithmetic", table="your table")
        near = {"lookup_table": "your table", "lookup_tab": "Which rows are near?"}
        layout.link_to("lookup", "Open in Lookup", **near)
    rows = {"word": list(words), "vector": list(matrix)}
    with st.container(horizontal=True):
        files.offer("word2vec text", "vectors.txt", lambda: word2vec_text(words, matrix))
        files.offer("NumPy (.npy)", "vectors.npy", lambda: npy_bytes(matrix))
        files.offer("Words for it", "words.txt", lambda: "\n".join(words))
        files.offer("Parquet", "vectors.parquet", lambda: parquet_bytes(rows))


PART = Part[object, Options](
    "Take the vectors along",
    lambda view: Options(ask(view), controls.choice("Table", tuple(TABLES), key="along_table")),
    _show,
    lambda view, options: code(
        options.query,
        *["counted = embedlab.training.count_vectors(text, dim=run.options.dim, window=run.options.window)"]
        * (options.table == "counted"),
        f"vectors = {TABLES[options.table]}",
        "from embedlab.export import word2vec_text",
        'open("vectors.txt", "wb").write(word2vec_text(vectors.words, vectors.matrix))',
    ),
    lambda view, options: origins(
        options.query, "word2vec text with 9 digits, from which every float32 is read back as it was."
    ),
    line="Open the trained table on other pages, or in files.",
)
