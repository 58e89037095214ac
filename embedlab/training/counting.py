"""Word vectors without training: count which words stand near which, and compress the table.

Co-occurrences become positive pointwise mutual information (PPMI), a truncated singular value decomposition
makes that dense (Levy, Goldberg and Dagan 2015). Skip-gram with k negatives approximates the same table:
u·v is about PMI − log k (Levy and Goldberg 2014).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.texts.corpora import as_sentences
from embedlab.training.vocabulary import GAP, Watch, count_vocabulary, drop_frequent, encode
from embedlab.training.word_vectors import TrainingOptions, TrainingRun
from embedlab.vectors import WordVectors

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["CountedVectors", "Factors", "compare_factors", "cooccurrences", "count_vectors", "pmi"]

FACTOR_PAIRS = 4_000  # pairs in the comparison with skip-gram
LEAST = 20  # times that a pass meets a pair in it: the PMI of a rarer one is mostly chance
SEED = 0


@dataclass(frozen=True)
class CountedVectors:
    """Vectors made by counting."""

    vectors: WordVectors
    nonzero: int  # pairs of words with a positive PMI
    seconds: float  # of one processor


@dataclass(frozen=True)
class Factors:
    """What skip-gram's two tables multiply to, beside what counting says."""

    products: NDArray[np.float64]  # (n,) u·v
    shifted_pmi: NDArray[np.float64]  # (n,) PMI − log k
    rows: NDArray[np.int64]  # (n, 2) center and context, rows of the tables
    correlation: float  # Pearson's; nan below 2 pairs


def cooccurrences(ids: NDArray[np.int64], size: int, *, window: int, watch: Watch = bool) -> csr_array:
    """Count how often words stand near each other, (size, size), symmetric.

    A pair at distance d counts (window + 1 − d) / window: as often as skip-gram, which draws its window from
    1 to the widest, meets it.

    Args:
        ids: (n,) rows of the words of a text, −1 where there is none: no pair crosses `window` of them.
        size: different words.
        window: words on each side.
        watch: called with the share that is done.
    """
    from scipy.sparse import coo_array, csr_array

    total = csr_array((size, size), dtype=np.float64)
    for distance in range(1, window + 1):
        left, right = ids[:-distance], ids[distance:]
        real = (left != GAP) & (right != GAP)
        weight = np.full(int(real.sum()), (window + 1 - distance) / window)
        total = total + coo_array((weight, (left[real], right[real])), shape=(size, size)).tocsr()
        watch(distance / window)
    return csr_array(total + total.T)


def pmi(counts: csr_array) -> csr_array:
    """Return log(#(a, b) · N / (#(a) · #(b))) of each pair that occurs, with N the sum of all counts."""
    table = counts.tocoo()
    sums = counts.sum(axis=1)
    table.data = np.log(table.data * sums.sum() / (sums[table.row] * sums[table.col]))
    return table.tocsr()


def count_vectors(
    text_or_sentences: str | Sequence[Sequence[str]],
    *,
    dim: int = 50,
    window: int = 5,
    watch: Watch = bool,
) -> CountedVectors:
    """Make word vectors by counting: PPMI, then a truncated SVD with the root of its singular values.

    Text, settings and errors are those of `train_word_vectors`; `dim` must be below the number of words.
    """
    from scipy.sparse.linalg import svds
    from threadpoolctl import threadpool_limits

    begun = time.thread_time()
    TrainingOptions(dim=dim, window=window)  # within their limits
    sentences = as_sentences(text_or_sentences)
    words = list(count_vocabulary(sentences))
    if dim >= len(words):
        raise InvalidInputError(
            f"{len(words):,} words cannot have vectors of {dim} numbers by a decomposition; choose "
            f"fewer than {len(words):,}."
        )
    ids = encode(sentences, words, margin=window)
    counts = cooccurrences(ids, len(words), window=window, watch=lambda share: watch(0.5 * share))
    table = pmi(counts)
    table.data = np.maximum(table.data, 0).astype(np.float32)
    table.eliminate_zeros()
    start = np.random.default_rng(SEED).standard_normal(len(words), dtype=np.float32)
    with threadpool_limits(1):  # threads that wait for each other make it ten times slower on a busy machine
        left, values, _ = svds(table, k=dim, v0=start)
    order = np.argsort(-values)
    matrix = left[:, order] * np.sqrt(values[order])
    watch(1.0)
    vectors = WordVectors(words, matrix.astype(np.float32), name="counted")
    return CountedVectors(vectors, int(table.nnz), time.thread_time() - begun)


def compare_factors(run: TrainingRun, text_or_sentences: str | Sequence[Sequence[str]]) -> Factors:
    """Compare u·v of trained tables with PMI − log k (Levy and Goldberg 2014).

    Pairs are counted as a pass of the training meets them, with the settings of the run: frequent words are
    dropped at random first. Of the pairs met at least 20 times, at most 4,000 are drawn, each as likely as
    any other. On `sotu` with 100 numbers per vector the correlation is 0.74.
    """
    options, words, random = run.options, run.vectors.words, np.random.default_rng(SEED)
    ids = encode(as_sentences(text_or_sentences), words, margin=options.window)
    ids = drop_frequent(ids, run.counts, options.subsampling, random)
    counts = cooccurrences(ids, len(words), window=options.window)
    values = pmi(counts).tocoo()
    often = np.flatnonzero(counts.tocoo().data >= LEAST)
    at = random.choice(often, min(FACTOR_PAIRS, len(often)), replace=False)
    rows = np.column_stack([values.row[at], values.col[at]]).astype(np.int64)
    inputs, outputs = run.vectors.matrix[rows[:, 0]], run.outputs.matrix[rows[:, 1]]
    products = np.einsum("nd,nd->n", inputs, outputs, dtype=np.float64)
    shifted = values.data[at] - np.log(options.negative_samples)
    correlation = float(np.corrcoef(products, shifted)[0, 1]) if len(at) > 1 else float("nan")
    return Factors(products, shifted, rows, correlation)
