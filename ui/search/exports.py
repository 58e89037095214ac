"""The foot of the search page: sources, code and files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from embedlab.export import csv_text, parquet_bytes
from ui import files, layout, sources
from ui.models import ENCODER
from ui.search import summaries
from ui.search.picture import COLUMNS, View
from ui.search.settings import YOURS

__all__ = ["PART", "code", "name_of_texts", "origins"]


def origins(view: View) -> list[str]:
    """Say where the numbers of the picture come from."""
    where = "a LanceDB table in the cache folder" if view.index.path else "memory"
    return [
        sources.model(ENCODER, "encoder", "The mean of the last layer's tokens, length 1."),
        sources.computed(
            "BM25 with k1 = 1.2 and b = 0.75, words in lower case; reciprocal rank fusion with 60; exact search: one "
            f"matrix product with the vectors, read from {where}. A random pair: the first sentence of one document as a query "
            "for another, 60 documents at most."
        ),
    ]


def name_of_texts(view: View) -> str:
    """Return how the code calls the documents."""
    return "texts" if view.documents.name == YOURS else "documents.texts"


def code(view: View) -> list[str]:
    """Return lines that search the same documents."""
    chunking, name = view.query.chunking, view.documents.name
    own = f"texts = {sources.shorten(repr(list(view.documents.texts)))}"
    return [
        "import embedlab",
        "",
        own if name == YOURS else f"documents = embedlab.search.load_collection({name!r})",
        f"encoder = embedlab.load_encoder({ENCODER!r})",
        f"chunking = embedlab.search.Chunking({chunking.size}, {chunking.overlap}, {chunking.unit!r})",
        f"index = embedlab.build_search_index({name_of_texts(view)}, encoder, chunking=chunking)",
        f"for mode in {COLUMNS!r}:",
        f"    print(mode, index.search({view.query.text!r}, 5, mode=mode))",
    ]


def _offers(view: View) -> Iterator[tuple[str, str, Any]]:
    yield "Hits (CSV)", "hits.csv", lambda: csv_text(_columns(view))
    yield "Hits (Parquet)", "hits.parquet", lambda: parquet_bytes(_columns(view))
    if view.index.path:
        yield "The index (LanceDB folder, zipped)", "index.zip", lambda: _zipped(Path(view.index.path))


def _columns(view: View) -> dict[str, Any]:
    rows = [
        (summaries.HEADS[mode], rank, view.title(row), score, view.index.chunk_text(chunk))
        for mode, hits in view.hits.items()
        for rank, (row, score, chunk) in enumerate(
            zip(hits.rows.tolist(), hits.scores.tolist(), hits.chunks.tolist(), strict=True), 1
        )
    ]
    return layout.columns_of(["search by", "rank", "document", "score", "chunk"], rows)


def _zipped(folder: Path) -> bytes:
    with TemporaryDirectory() as home:
        return Path(shutil.make_archive(f"{home}/index", "zip", folder)).read_bytes()


PART = files.part(
    "**The hits of the three columns**, with ranks and scores; and **the index**: each chunk with its vector. Unzip it, then: "
    '`lancedb.connect(folder).open_table("chunks")`. Any LanceDB client reads it.',
    _offers,
    line="The hits and the index, to take away.",
    code=lambda view, options: [
        "store = embedlab.search.IndexStore()",
        "stored = embedlab.build_search_index(index.texts, encoder, chunking=chunking, store=store)",
        "table = embedlab.search.open_table(stored.path)",
        "print(table.search(encoder.embed(['a query'])[0]).distance_type('cosine').limit(5).to_arrow())",
    ],
    sources=lambda view, options: origins(view),
)
