"""The map of a corpus: fitted on a sample; the rest is placed on it, and rows of the rest judge it.

The file of the map has the columns that Embedding Atlas reads: text, projection_x and projection_y.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.corpora.corpus import Corpus
from embedlab.errors import InvalidInputError, check_choice
from embedlab.models.disk import write_atomic
from embedlab.space import place_points, project, projection_quality
from embedlab.space.umap_layout import MAX_PLACED

__all__ = ["METHODS", "CorpusMap", "MapFacts", "map_corpus", "read_map"]

METHODS = ("umap", "tsne", "pca")
SAMPLE = 4_000  # rows that the map is fitted on
HELD_OUT = 1_000  # rows of the rest that judge it
DIMENSIONS = 50  # principal components that the map is made of
BATCH = 200_000  # rows that are placed at a time
SEED = 0
FILE, FACTS = "map.parquet", "map.json"
Watch = Callable[[float], object]


@dataclass(frozen=True)
class MapFacts:
    """How a map was made, and how far to trust it."""

    method: str
    chunks: int
    fitted: int  # rows that the map was fitted on
    components: int  # principal components that it was made of
    variance: float  # the share of the variance of the sample that these hold
    judged: int  # held-out rows; of a corpus that was fitted whole, fitted ones
    k: int
    knn_preservation: float  # among the judged rows, the share of the k true neighbors that stay
    expected: float  # of a map that places rows at random
    trustworthiness: float  # among the judged rows
    random_state: int


@dataclass(frozen=True)
class CorpusMap:
    """A map on the disk."""

    corpus: Corpus
    facts: MapFacts

    @property
    def path(self) -> Path:
        """The Parquet file: id, file, row, text, projection_x, projection_y and fitted."""
        return self.corpus.folder / FILE

    @property
    def key(self) -> str:
        """A key of the map."""
        return f"{self.corpus.key} {json.dumps(asdict(self.facts))}"

    @cached_property
    def coordinates(self) -> NDArray[np.float32]:
        """The positions of all chunks, (chunks, 2), in the order of the corpus."""
        from pyarrow import parquet

        table = parquet.read_table(self.path, columns=["projection_x", "projection_y"])
        return np.column_stack([column.to_numpy() for column in table.columns])

    def texts(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the texts of some chunks."""
        from pyarrow import dataset

        table = dataset.dataset(self.path).take(rows, columns=["text"])
        return [str(text) for text in table["text"].to_pylist()]


def map_corpus(
    corpus: Corpus,
    *,
    method: str = "umap",
    sample: int = SAMPLE,
    random_state: int = SEED,
    watch: Watch = bool,
) -> CorpusMap:
    """Draw a map of a corpus, and write it into its folder.

    Args:
        corpus: a complete one.
        method: "umap", "tsne" or "pca".
        sample: rows that the map is fitted on, drawn at random; at most 4,095.
        random_state: of the draw and the map.
        watch: called with the share of the work that is done.

    Raises:
        InvalidInputError: the corpus is not complete or has fewer than 10 chunks, or a value is outside its
            limits.

    Sources: scikit-learn's PCA; on its components `fit` and `transform` of umap-learn or openTSNE.
    """
    check_choice(method, METHODS, "method for a map of a corpus")
    if not corpus.is_complete or corpus.chunks < 10:
        raise InvalidInputError(
            f"{corpus.name} has {len(corpus.missing):,} parts to embed and {corpus.chunks:,} chunks; a map "
            "needs a complete corpus of at least 10 chunks."
        )
    if not 5 <= sample <= MAX_PLACED:
        raise InvalidInputError(f"A sample of {sample:,} rows is not possible; choose 5 to {MAX_PLACED:,}.")
    order = np.random.default_rng(random_state).permutation(corpus.chunks)
    fitted, rest = np.sort(order[:sample]), np.sort(order[sample:])
    judged = order[sample : sample + HELD_OUT] if len(rest) >= 10 else fitted[:HELD_OUT]
    components, vectors, variance = _reduce(corpus, fitted, judged)
    watch(0.2)
    points = components[fitted]
    projection = project(points, method=method, metric="euclidean", random_state=random_state)
    watch(0.4)
    coordinates = np.empty((corpus.chunks, 2), dtype=np.float32)
    coordinates[fitted] = projection.coordinates
    for first in range(0, len(rest), BATCH):
        rows = rest[first : first + BATCH]
        coordinates[rows] = place_points(points, projection, components[rows])
        watch(0.4 + 0.5 * min(1.0, (first + BATCH) / len(rest)))
    quality = projection_quality(vectors, coordinates[judged])
    facts = MapFacts(
        method=method,
        chunks=corpus.chunks,
        fitted=len(fitted),
        components=components.shape[1],
        variance=variance,
        judged=len(judged),
        k=quality.k,
        knn_preservation=quality.knn_preservation,
        expected=quality.expected_recall,
        trustworthiness=quality.trustworthiness,
        random_state=random_state,
    )
    _write(corpus, coordinates, fitted)
    write_atomic(corpus.folder / FACTS, json.dumps(asdict(facts)).encode())
    watch(1.0)
    return CorpusMap(corpus, facts)


def read_map(corpus: Corpus) -> CorpusMap | None:
    """Return the map of a corpus; None where it has none."""
    try:
        facts = MapFacts(**json.loads((corpus.folder / FACTS).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return CorpusMap(corpus, facts) if (corpus.folder / FILE).is_file() else None


def _reduce(
    corpus: Corpus, fitted: NDArray[np.int64], judged: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32], float]:
    """Return all rows on the principal axes of the sample, the vectors of the judged rows, and a share.

    The share is that of the variance of the sample that the axes hold.
    """
    from sklearn.decomposition import PCA

    wanted = np.concatenate([fitted, judged])
    rows = _rows(corpus, wanted)
    sample, vectors = rows[: len(fitted)], rows[len(fitted) :]
    pca = PCA(n_components=min(DIMENSIONS, *sample.shape), svd_solver="full").fit(sample)
    axes, center = pca.components_.T.astype(np.float32), pca.mean_.astype(np.float32)
    components = np.empty((corpus.chunks, axes.shape[1]), dtype=np.float32)
    at = 0
    for batch in corpus.batches(["vector"]):
        matrix = _matrix(batch, corpus.dim)
        components[at : at + len(matrix)] = (matrix - center) @ axes
        at += len(matrix)
    return components, vectors, float(pca.explained_variance_ratio_.sum())


def _rows(corpus: Corpus, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the vectors of some rows, (rows, dim)."""
    vectors, at = np.empty((len(rows), corpus.dim), dtype=np.float32), 0
    for batch in corpus.batches(["vector"]):
        here = np.flatnonzero((rows >= at) & (rows < at + len(batch)))
        vectors[here] = _matrix(batch, corpus.dim)[rows[here] - at]
        at += len(batch)
    return vectors


def _matrix(batch: Any, dim: int) -> NDArray[np.float32]:
    matrix: NDArray[np.float32] = batch.column(0).flatten().to_numpy().reshape(-1, dim)
    return matrix


def _write(corpus: Corpus, coordinates: NDArray[np.float32], fitted: NDArray[np.int64]) -> None:
    """Write the map in the order of the corpus, a batch at a time; it appears whole or not at all."""
    import pyarrow
    from pyarrow import parquet

    is_fitted = np.zeros(len(coordinates), dtype=bool)
    is_fitted[fitted] = True
    unfinished, at, writer = corpus.folder / f"{FILE}.unfinished", 0, None
    try:
        for batch in corpus.batches(["id", "file", "row", "text"]):
            rows = slice(at, at + len(batch))
            table = pyarrow.Table.from_batches([batch])
            for name, column in zip(("projection_x", "projection_y"), coordinates[rows].T, strict=True):
                table = table.append_column(name, pyarrow.array(np.ascontiguousarray(column)))
            table = table.append_column("fitted", pyarrow.array(is_fitted[rows]))
            writer = writer or parquet.ParquetWriter(unfinished, table.schema, compression="zstd")
            writer.write_table(table)
            at += len(batch)
    finally:
        if writer is not None:
            writer.close()
    unfinished.replace(corpus.folder / FILE)
