"""More like this: the mean of likes that lie apart points between them; the nearest of each does not."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab.search import (
    Chunking,
    SearchIndex,
    build_search_index,
    load_collection,
    recommend,
    text_vectors,
)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    encoder = embedlab.load_encoder("all-MiniLM-L6-v2")
    return build_search_index(load_collection("faq").texts, encoder, chunking=Chunking(1, unit="sentences"))


def test_one_like_gives_the_same_both_ways_and_leaves_itself_out(index: SearchIndex) -> None:
    ways = [recommend(index, [3], 5, way=way) for way in ("mean", "nearest")]
    assert ways[0].rows.tolist() == ways[1].rows.tolist()
    assert 3 not in ways[0].rows
    assert ways[0].because.tolist() == [3] * 5


def test_the_nearest_of_each_is_nearer_to_one_of_them(index: SearchIndex) -> None:
    units, liked = text_vectors(index), [0, 20]
    nearest = recommend(index, liked, 5, way="nearest")
    each = units @ units[liked].T
    expected = np.delete(each.max(axis=1), liked)
    assert nearest.scores == pytest.approx(np.sort(expected)[::-1][:5])
    for row, because in zip(nearest.rows.tolist(), nearest.because.tolist(), strict=True):
        assert because == liked[int(each[row].argmax())]
    pairs = [1 - units[a] @ units[b] for a in nearest.rows for b in nearest.rows if a < b]
    assert nearest.diversity == pytest.approx(np.mean(pairs))


@pytest.mark.parametrize("liked", [[], [-1], [10**6]])
def test_likes_that_are_none_are_one_sentence(index: SearchIndex, liked: list[int]) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="choose at least one"):
        recommend(index, liked)
