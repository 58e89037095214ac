"""The index of a corpus: a LanceDB table that is searched on the disk, by meaning, by keywords and by both.

From `APPROXIMATE_FROM` chunks on, vectors are searched by an inverted file (IVF) in their nearest partitions
only; how many of the true neighbors that finds is measured when the index is built.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.corpora.corpus import Corpus
from embedlab.corpora.parts import schema
from embedlab.errors import InvalidInputError
from embedlab.models.disk import check_space, replace_folder
from embedlab.search import Chunk, Hits, SearchIndex
from embedlab.search.index import fuse_hits
from embedlab.vector_table import build_ivf, nearest_rows, open_table, write_table

__all__ = [
    "APPROXIMATE_FROM",
    "CorpusHits",
    "IndexFacts",
    "index_corpus",
    "read_index_facts",
    "sample_chunks",
    "search_corpus",
]

APPROXIMATE_FROM = 100_000  # chunks
PROBES = 20  # partitions that are searched
DEPTH = 100  # hits of each order that are joined
QUERIES, K = 20, 10  # of the measured recall
SEED = 0
FACTS = "facts.json"
COLUMNS = ["id", "file", "row", "start", "text", "vector"]


@dataclass(frozen=True)
class IndexFacts:
    """How the vectors of a corpus are searched."""

    chunks: int
    partitions: int = 0  # 0: exactly, all vectors are compared
    probes: int = 0  # partitions that are searched
    recall: float = 1.0  # the mean share of the 10 true neighbors that are found


@dataclass(frozen=True)
class CorpusHits:
    """What a query finds in a corpus: the candidates of each mode, as an index of their own."""

    index: SearchIndex  # of the candidates, each one text
    titles: tuple[str, ...]  # file and row of each candidate
    hits: dict[str, Hits]  # mode -> rows of the candidates


def index_path(corpus: Corpus) -> Path:
    """Return the folder of the index of a corpus."""
    return corpus.folder / "index"


def index_corpus(corpus: Corpus, *, approximate_from: int = APPROXIMATE_FROM) -> IndexFacts:
    """Build the index of a corpus; one that is there is replaced when the new one is done.

    Args:
        corpus: a complete one.
        approximate_from: chunks from which an approximate index is built.

    Raises:
        InvalidInputError: the corpus is not complete, or has no chunk.
        UnavailableError: there is no room on the disk.
    """
    if not corpus.is_complete or not corpus.chunks:
        raise InvalidInputError(
            f"{corpus.name} has {len(corpus.missing):,} parts to embed and {corpus.chunks:,} chunks; "
            "embed it to the end before it is indexed."
        )
    import pyarrow
    from lancedb.index import FTS

    check_space(
        corpus.folder, 8 * corpus.dim * corpus.chunks, what="The index", remedy="choose a larger disk"
    )
    with replace_folder(index_path(corpus)) as folder:
        columns = schema(corpus.dim)
        batches = corpus.batches(columns.names)
        reader = pyarrow.RecordBatchReader.from_batches(columns, (each.cast(columns) for each in batches))
        table = write_table(folder, reader)
        words = FTS(stem=False, remove_stop_words=False, ascii_folding=False, with_position=False)
        table.create_index("text", config=words)
        facts = IndexFacts(corpus.chunks)
        if corpus.chunks >= approximate_from:
            facts = _approximate(table, corpus)
        (folder / FACTS).write_text(json.dumps(asdict(facts)))
    return facts


def read_index_facts(corpus: Corpus) -> IndexFacts | None:
    """Return how a corpus is searched; None where it has no index."""
    try:
        return IndexFacts(**json.loads((index_path(corpus) / FACTS).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def search_corpus(corpus: Corpus, query: str, encoder: Encoder, k: int = 10) -> CorpusHits:
    """Return what a query finds by keywords (BM25), by meaning (cosine) and by both.

    Args:
        corpus: one with an index.
        query: a question or some words.
        encoder: the one that made the vectors.
        k: hits at most of each mode.

    Raises:
        InvalidInputError: the query is empty, there is no index, or the encoder is another one.
    """
    from lancedb import query as queries

    facts = read_index_facts(corpus)
    if facts is None:
        raise InvalidInputError(f"{corpus.name} has no index; build it with: embedlab corpus index")
    if not query.strip():
        raise InvalidInputError("The query is empty; type at least one word.")
    if encoder.name != corpus.model:
        raise InvalidInputError(
            f"{encoder.name} did not make these vectors; search {corpus.name} with {corpus.model}."
        )
    table = open_table(index_path(corpus))
    match: Any = queries.MatchQuery  # takes a query as words, without a syntax
    (vector,) = encoder.embed([query])
    meaning = nearest_rows(table, vector, max(k, DEPTH), columns=COLUMNS, probes=facts.probes)
    request = table.search(match(query, "text"), query_type="fts").limit(max(k, DEPTH))
    keywords = request.select([*COLUMNS, "_score"]).to_arrow()
    candidates = {row["id"]: row for each in (meaning, keywords) for row in each.to_pylist()}
    number = {name: row for row, name in enumerate(candidates)}

    def hits(table: Any, scores: NDArray[np.float64]) -> Hits:
        rows = np.array([number[name] for name in table["id"].to_pylist()], dtype=np.int64)
        return Hits(rows, scores, rows)

    orders = {
        "keywords": hits(keywords, keywords["_score"].to_numpy().astype(np.float64)),
        "meaning": hits(meaning, 1 - meaning["_distance"].to_numpy().astype(np.float64)),
    }
    first = {mode: Hits(each.rows[:k], each.scores[:k], each.chunks[:k]) for mode, each in orders.items()}
    first["hybrid"] = fuse_hits(orders["meaning"], orders["keywords"], k=k)
    texts = [row["text"] for row in candidates.values()]
    vectors = np.array([row["vector"] for row in candidates.values()], dtype=np.float32)
    index = SearchIndex(texts, [(Chunk(0, len(text)),) for text in texts], vectors, encoder)
    titles = (f"{row['file']}, row {row['row'] + 1:,}" for row in candidates.values())
    return CorpusHits(index, tuple(titles), first)


def sample_chunks(corpus: Corpus, count: int) -> tuple[list[str], NDArray[np.float32]]:
    """Return the texts and the vectors of some chunks, drawn at random with a fixed seed."""
    rows = np.random.default_rng(SEED).permutation(corpus.chunks)[:count]
    table = open_table(index_path(corpus)).take_offsets(np.sort(rows).tolist()).to_arrow()
    return table["text"].to_pylist(), np.array(table["vector"].to_pylist(), dtype=np.float32)


def _approximate(table: Any, corpus: Corpus) -> IndexFacts:
    partitions, recalls = build_ivf(table), []
    for vector in itertools.islice(_vectors(corpus), 0, None, max(1, corpus.chunks // QUERIES)):
        exact, approximate = (
            nearest_rows(table, vector, K, columns=["id"], probes=probes)["id"].to_pylist()
            for probes in (0, PROBES)
        )
        recalls.append(len({*exact} & {*approximate}) / len(exact))
    return IndexFacts(corpus.chunks, partitions, PROBES, float(np.mean(recalls)))


def _vectors(corpus: Corpus) -> Iterator[NDArray[np.float32]]:
    for batch in corpus.batches(["vector"]):
        yield from batch.column(0).flatten().to_numpy().reshape(-1, corpus.dim)
