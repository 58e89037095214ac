"""Exact against approximate: recall equals brute force, and the point where an index pays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import embedlab
from embedlab.cosine import unit_rows
from embedlab.search import IndexComparison, compare_indexes


@pytest.fixture(scope="module")
def comparison() -> IndexComparison:
    vectors = np.random.default_rng(0).standard_normal((4_000, 16))
    return compare_indexes(unit_rows(vectors).astype(np.float32), probes=(1, 5, 10_000))


def test_all_partitions_give_the_exact_neighbors(comparison: IndexComparison) -> None:
    assert comparison.recalls[:, -1] == pytest.approx(1.0)
    assert comparison.recalls[-1, 0] < 0.9  # the nearest partition alone misses some
    assert (np.diff(comparison.recalls, axis=1) >= 0).all()


def test_the_index_holds_the_vectors_a_second_time(comparison: IndexComparison) -> None:
    assert comparison.counts.tolist() == [61, 246, 987, 3_950]
    assert (comparison.index_bytes >= 4 * comparison.counts * comparison.dim).all()
    assert (comparison.build_seconds > 0).all()


def test_an_index_pays_where_its_time_crosses_that_of_exact_search(comparison: IndexComparison) -> None:
    exact = np.array([1.0, 4.0, 16.0, 64.0])
    crossing = replace(
        comparison,
        counts=np.array([100, 400, 1_600, 6_400]),
        exact_seconds=exact,
        recalls=np.array([[0.5, 0.96, 1.0]] * 4),
        seconds=np.array([[1.0, 8.0, 9.0]] * 4),
    )
    assert crossing.best(0.95).tolist() == [1, 1, 1, 1]
    assert crossing.pays_from(0.95) == pytest.approx(800)  # halfway between 400 and 1,600 in the logarithms
    assert np.isnan(replace(crossing, exact_seconds=exact / 100).pays_from(0.95))
    assert replace(crossing, exact_seconds=exact * 100).pays_from(0.95) == 100
    assert crossing.best(1.1).tolist() == [2, 2, 2, 2]  # no probes are enough: the most


def test_too_few_vectors_are_told() -> None:
    with pytest.raises(embedlab.InvalidInputError, match="100 vectors are too few"):
        compare_indexes(np.eye(100, dtype=np.float32))
