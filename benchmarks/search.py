"""Search: a query over 10,000 chunks, and indexing beside sentence-transformers."""

from __future__ import annotations

import numpy as np
from sentence_transformers import SentenceTransformer

import embedlab
from benchmarks.context import MODEL, processor_time
from benchmarks.report import Row
from embedlab.catalog import find_entry
from embedlab.cosine import unit_rows
from embedlab.models.installed import find_file
from embedlab.search import Chunking, SearchIndex, cut_texts, embed_chunks
from embedlab.texts import state_of_the_union

CHUNKS = 10_000
QUERIES = ["who attacked us in September?", "jobs for everybody", "the price of health insurance"]
INDEXED = 64  # chunks that are embedded by both
RUNS = 7


def measure() -> list[Row]:
    """Compare a query with its two bare halves, and indexing with sentence-transformers."""
    encoder = embedlab.load_encoder(MODEL)
    texts, chunks = [], []
    for message in state_of_the_union():
        texts.append(message.text)
        chunks += cut_texts(texts[-1:], encoder, Chunking(128))
        if sum(map(len, chunks)) >= CHUNKS:
            break
    return [query(encoder, texts, chunks), indexing(encoder, texts, chunks)]


def query(
    encoder: embedlab.context.Encoder, texts: list[str], chunks: list[tuple[embedlab.search.Chunk, ...]]
) -> Row:
    """Compare a query by meaning with one sentence through the encoder and a bare product.

    The vectors are random: the time does not depend on what they are.
    """
    count = sum(map(len, chunks))
    noise = np.random.default_rng(0).standard_normal((count, encoder.dim))
    vectors = unit_rows(noise).astype(np.float32)
    index = SearchIndex(texts, chunks, vectors, encoder)

    def ours() -> None:
        for text in QUERIES:
            index.search(text, 10)

    def bare() -> None:
        for text in QUERIES:
            vectors @ encoder.embed([text])[0]

    seconds, peer = (min(processor_time(call) for _ in range(40)) / len(QUERIES) for call in (ours, bare))
    return Row(
        f"a query over {count:,} chunks: processor time",
        f"{1_000 * seconds:.1f} ms",
        f"one sentence through the encoder and a bare product {1_000 * peer:.1f} ms",
        seconds / peer,
        1.2,
    )


def indexing(
    encoder: embedlab.context.Encoder, texts: list[str], chunks: list[tuple[embedlab.search.Chunk, ...]]
) -> Row:
    """Compare the embedding of chunks with sentence-transformers."""
    message = next(row for row, each in enumerate(chunks) if len(each) >= INDEXED)
    text, own = texts[message], chunks[message][:INDEXED]
    words = [chunk.of(text) for chunk in own]
    folder = find_file(find_entry(MODEL, "encoder"), "config").parent
    peer = SentenceTransformer(str(folder), local_files_only=True)
    calls = (lambda: embed_chunks([text], [own], encoder), lambda: peer.encode(words))
    for call in calls:  # the first call of each warms up
        call()
    runs = np.array([[processor_time(call) for call in calls] for _ in range(RUNS)])  # in turns
    seconds, theirs = np.median(runs, axis=0)
    ratio = float(np.median(runs[:, 1] / runs[:, 0]))  # of neighbors in time: other work slows both
    return Row(
        f"indexing {len(own)} chunks of 128 tokens: by processor time",
        f"{len(own) / seconds:.0f} a second",
        f"sentence-transformers {len(own) / theirs:.0f} a second",
        ratio,
        1.0,
        unit="× as fast",
        at_least=True,
    )
