"""The k best of many are those of a full sort, also where many are equal."""

import numpy as np
import pytest

from embedlab.ranking import Ranking, top_k


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1, 7, 255, 256, 257, 5000])
@pytest.mark.parametrize("k", [0, 1, 5, 300])
def test_top_k_equals_a_full_sort(size: int, k: int, kind: type) -> None:
    random = np.random.default_rng(size)
    scores = random.integers(0, 50, size).astype(kind)  # many ties
    scores[size // 2 :: 3] = -np.inf  # as of those that are left out
    k = min(k, size)
    np.testing.assert_array_equal(top_k(scores, k), np.argsort(-scores, kind="stable")[:k])


def test_the_words_of_a_ranking_are_its_labels() -> None:
    assert Ranking(np.array([7, 2]), np.array([0.9, 0.5]), ("bank", "river")).words == ["bank", "river"]
