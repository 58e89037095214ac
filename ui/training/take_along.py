"""Take the vectors along: the trained table on other pages, and in files."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab.export import npy_bytes, parquet_bytes, word2vec_text
from embedlab.tables import VectorTable
from embedlab.vectors import WordVectors
from ui import controls, files, layout, own_table, sources
from ui.part import Part
from ui.training.learned import CorpusQuery, Learned, ask, code, learn, origins

__all__ = ["PART"]

TABLES = {"trained": "run.vectors", "input + output": "run.both", "counted": "counted.vectors"}


@dataclass(frozen=True)
class Options:
    """Which table of which run."""

    query: CorpusQuery | None
    table: str


def _ask(view: object) -> Options:
    return Options(ask(view), controls.choice("Table", tuple(TABLES), key="along_table"))


def _show(view: object, options: Options) -> None:
    learned = learn(options.query, place="along")
    if learned is None:
        return
    run = learned.run
    tables = (run.trained.vectors, run.trained.both, run.counted.vectors)
    vectors = dict(zip(TABLES, tables, strict=True))[options.table]
    _keep(vectors, learned, options.table)
    layout.finding(
        f"{len(vectors):,} words × {vectors.dim} numbers go with you. The pages below offer them as “your table”, until this visit ends; no link holds them."
    )
    with st.container(horizontal=True):
        layout.link_to("space", "Open in Space", show="your table")
        layout.link_to("vectors", "Open in Arithmetic", table="your table")
        near = {"lookup_table": "your table", "lookup_tab": "Which rows are near?"}
        layout.link_to("lookup", "Open in Lookup", **near)
    rows = {"word": list(vectors.words), "vector": list(vectors.matrix)}
    with st.container(horizontal=True):
        files.offer("word2vec text", "vectors.txt", lambda: word2vec_text(vectors.words, vectors.matrix))
        files.offer("NumPy (.npy)", "vectors.npy", lambda: npy_bytes(vectors.matrix))
        files.offer("Words for it", "words.txt", lambda: "\n".join(vectors.words))
        files.offer("Parquet", "vectors.parquet", lambda: parquet_bytes(rows))


def _keep(vectors: WordVectors, learned: Learned, name: str) -> None:
    table = VectorTable(
        tuple(vectors.words), vectors.matrix, columns={}, format="word vectors trained here", notes=()
    )
    title = f"vectors of this visit ({name}), from {learned.query.name}"
    code = 'table = embedlab.tables.read_vector_table(open("vectors.txt", "rb").read())  # its word2vec text'
    st.session_state[own_table.TRAINED] = own_table.OwnTable(table, title, f"{learned.key} {name}", code)


def _code(view: object, options: Options) -> list[str]:
    query = options.query
    if query is None:
        return []
    settings = query.options
    counted = f"counted = embedlab.training.count_vectors(text, dim={settings.dim}, window={settings.window})"
    return [
        *code(query),
        *([counted] if options.table == "counted" else []),
        f"vectors = {TABLES[options.table]}",
        "from embedlab.export import word2vec_text",
        'open("vectors.txt", "wb").write(word2vec_text(vectors.words, vectors.matrix))',
    ]


PART = Part[object, Options](
    "Take the vectors along",
    _ask,
    _show,
    _code,
    lambda view, options: [
        *origins(options.query),
        sources.computed("word2vec text with 9 digits, from which every float32 is read back as it was."),
    ],
    line="Open the trained table on other pages, or in files.",
)
