"""The foot of the search page: sources, code and files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from embedlab.export import csv_text, parquet_bytes
from ui import files, sources
from ui.models import ENCODER
from ui.part import Part, no_options
from ui.search import summaries
from ui.search.picture import View
from ui.search.settings import YOURS

__all__ = ["PART", "code", "origins"]


def origins(view: View) -> list[str]:
    """Say where the numbers of the picture come from."""
    where = "a LanceDB table in the cache folder" if view.index.path else "memory"
    return [
        sources.model(ENCODER, "encoder", "The mean of the last layer's tokens, length 1."),
        sources.computed(
            "BM25 with k1 = 1.2 and b = 0.75, words in lower case; reciprocal rank fusion with 60; exact search: one "
            f"matrix product with the vectors, read from {where}."
        ),
    ]


def code(view: View) -> list[str]:
    """Return lines that search the same documents."""
    name, chunking = view.documents.name, view.query.chunking
    own = name == YOURS
    load = (
        f"texts = {sources.shorten(repr(list(view.documents.texts)))}"
        if own
        else f"documents = embedlab.search.load_collection({name!r})"
    )
    texts = "texts" if own else "documents.texts"
    return [
        "import embedlab",
        "",
        load,
        f"encoder = embedlab.load_encoder({ENCODER!r})",
        f"chunking = embedlab.search.Chunking({chunking.size}, {chunking.overlap}, {chunking.unit!r})",
        f"index = embedlab.build_search_index({texts}, encoder, chunking=chunking)",
        f"for mode in {('keywords', 'meaning', 'hybrid')!r}:",
        f"    print(mode, index.search({view.query.text!r}, 5, mode=mode))",
    ]


def _show(view: View, options: None) -> None:
    st.markdown(
        "**The hits of the three columns**, with ranks and scores; and **the index**: each chunk with its vector."
    )
    with st.container(horizontal=True):
        files.offer("Hits (CSV)", "hits.csv", lambda: csv_text(_columns(view)))
        files.offer("Hits (Parquet)", "hits.parquet", lambda: parquet_bytes(_columns(view)))
        if view.index.path:
            files.offer(
                "The index (LanceDB folder, zipped)", "index.zip", lambda: _zipped(Path(view.index.path))
            )
    if view.index.path:
        st.caption(
            'Unzip it, then: lancedb.connect(folder).open_table("chunks"). Any LanceDB client reads it.'
        )
    else:
        st.caption(view.index.note)


def _columns(view: View) -> dict[str, Any]:
    parts = {mode: view.hits[mode] for mode in view.hits}
    return {
        "search by": [summaries.HEADS[mode] for mode, hits in parts.items() for _ in hits.rows],
        "rank": np.concatenate([np.arange(1, len(hits.rows) + 1) for hits in parts.values()]),
        "document": [view.title(row) for hits in parts.values() for row in hits.rows.tolist()],
        "score": np.concatenate([hits.scores for hits in parts.values()]),
        "chunk": [view.index.chunk_text(chunk) for hits in parts.values() for chunk in hits.chunks.tolist()],
    }


def _zipped(folder: Path) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return output.getvalue()


PART = Part[View, None](
    "Files",
    no_options,
    _show,
    lambda view, options: [
        "store = embedlab.search.IndexStore()",
        "stored = embedlab.build_search_index(index.texts, encoder, chunking=chunking, store=store)",
        "table = embedlab.search.open_table(stored.path)",
        "print(table.search(encoder.embed(['a query'])[0]).distance_type('cosine').limit(5).to_arrow())",
    ],
    lambda view, options: origins(view),
    line="The hits and the index, to take away.",
    deeper=True,
)
