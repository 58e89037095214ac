"""Patterns of heads and the order of similarity, on attentions whose answer is known by construction."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import spearmanr

import embedlab
from embedlab.attention import (
    LayerTrace,
    find_patterns,
    first_token_share,
    set_first_aside,
    similarity_correlations,
    through_layers,
    top_sources,
)
from embedlab.context import ContextualEncoding

IDS = [0, 5, 6, 7, 5, 6, 8]  # a token in front, then "a b c a b d"


def encode(weights: np.ndarray, states: np.ndarray | None = None) -> ContextualEncoding:
    """Return an encoding with these attentions, (layers, heads, tokens, tokens), special at its front."""
    count = weights.shape[-1]
    empty = np.zeros((len(weights) + 1, count, 3), dtype=np.float32)
    return ContextualEncoding(
        text="a b c a b d",
        ids=IDS[:count],
        tokens=[f"t{token}" for token in IDS[:count]],
        offsets=[(0, 0)] * count,
        special=[True] + [False] * (count - 1),
        cut=0,
        hidden_states=empty if states is None else states.astype(np.float32),
        attentions=weights.astype(np.float32),
    )


def point(targets: list[int]) -> np.ndarray:
    return np.eye(len(IDS))[targets]


HEADS = {
    "previous token": point([0, 0, 1, 2, 3, 4, 5]),
    "same token": point([0, 4, 5, 3, 1, 2, 6]),
    "first token": point([0] * 7),
    "induction": point([0, 0, 0, 0, 2, 3, 0]),  # behind the earlier 5 stands 6, behind the earlier 6 stands 7
}


@pytest.mark.parametrize("pattern", HEADS)
def test_a_head_that_does_one_thing_has_its_pattern(pattern: str) -> None:
    weights = np.stack(list(HEADS.values()))[None]  # (1 layer, 4 heads)
    result = find_patterns(encode(weights), causal=False)
    assert result.best(pattern) == (1, list(HEADS).index(pattern) + 1, 1.0)
    assert (
        result.count[pattern]
        == {"previous token": 6, "same token": 4, "first token": 6, "induction": 2}[pattern]
    )


def test_equal_attention_scores_what_chance_gives() -> None:
    causal = np.tril(np.ones((7, 7)))
    causal /= causal.sum(axis=1, keepdims=True)
    for weights, mask in ((np.full((7, 7), 1 / 7), False), (causal, True)):
        result = find_patterns(encode(weights[None, None]), causal=mask)
        for pattern, scores in result.scores.items():
            assert scores[0, 0] == pytest.approx(result.chance[pattern], abs=1e-6)


def test_a_text_without_repetition_has_no_induction() -> None:
    result = find_patterns(encode(np.full((1, 1, 4, 4), 0.25)), causal=True)
    assert result.count["induction"] == result.count["same token"] == 0
    assert np.isnan(result.scores["induction"]).all()


def test_the_first_token_is_set_aside() -> None:
    weights = np.array([[1.0, 0, 0], [0.5, 0.5, 0], [0.6, 0.3, 0.1]])
    assert_allclose(set_first_aside(weights), [[0, 0, 0], [0, 1, 0], [0, 0.75, 0.25]])
    assert first_token_share(encode(weights[None, None]))[0, 0] == pytest.approx(0.55)


def trace(states: np.ndarray, weights: np.ndarray) -> LayerTrace:
    nothing = np.zeros((len(weights), states.shape[1], states.shape[2]), dtype=np.float32)
    return LayerTrace(encode(weights, states), False, nothing, nothing + 1, nothing + 2)


def test_the_order_of_similarity_is_spearmans() -> None:
    random = np.random.default_rng(0)
    states = random.normal(size=(2, 7, 3))
    unit = states[0] / np.linalg.norm(states[0], axis=1, keepdims=True)
    like, other = np.exp(unit @ unit.T), random.random((7, 7))
    weights = np.stack([like, 1 / like, other])[None]
    expected = []
    for query in range(1, 7):
        keys = [key for key in range(1, 7) if key != query]
        expected.append(spearmanr((unit @ unit.T)[query, keys], other[query, keys]).statistic)
    result = similarity_correlations(trace(states, weights))
    assert_allclose(result, [[1, -1, np.mean(expected)]], atol=1e-9)


@pytest.mark.bad_input(1)
def test_one_token_cannot_be_ranked() -> None:
    with pytest.raises(embedlab.EmbedLabError, match="too few tokens"):
        similarity_correlations(trace(np.ones((2, 2, 3)), np.full((1, 1, 2, 2), 0.5)))


def test_one_token_through_the_layers_by_hand() -> None:
    states = np.array([[[0, 0, 1], [3, 4, 0]], [[0, 0, 1], [4, -3, 0]], [[0, 0, 1], [6, 8, 0]]], dtype=float)
    result = through_layers(trace(states, np.full((2, 1, 2, 2), 0.5)), 1)
    assert_allclose(result.lengths, [5, 5, 10])
    assert_allclose(result.from_start, [1, 0, 1], atol=1e-7)
    assert_allclose(result.to_end, [1, 0, 1], atol=1e-7)
    assert_allclose(result.attention, [np.sqrt(3)] * 2)
    assert_allclose(result.feed_forward, [np.sqrt(12)] * 2)
    with pytest.raises(embedlab.EmbedLabError, match="choose one from 0 to 1"):
        through_layers(trace(states, np.full((2, 1, 2, 2), 0.5)), 2)


def test_each_head_names_the_token_from_which_most_is_taken() -> None:
    weights = np.stack([point([0, 0, 1, 2, 3, 4, 5]), point([0, 1, 6, 3, 4, 5, 6])])[None]
    assert top_sources(encode(weights), 2).tolist() == [["t5", "t8"]]
    with pytest.raises(embedlab.InvalidInputError, match="choose one from 0 to 6"):
        top_sources(encode(weights), 7)
