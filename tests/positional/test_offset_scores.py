"""The one measure of all schemes against full matrix products, transformers, and softmax itself."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embedlab
from embedlab import positional
from embedlab.positional import (
    alibi_scores,
    learned_scores,
    offset_scores,
    relative_scores,
    rotary_scores,
    scaled_rotary,
    sinusoidal_scores,
)


@settings(deadline=None, max_examples=40)
@given(
    start=st.integers(0, 3000),
    pairs=st.integers(1, 24),
    base=st.sampled_from([2.0, 100.0, 10000.0, 500000.0]),
    layout=st.sampled_from(["interleaved", "concatenated"]),
)
def test_sinusoids_depend_on_the_offset_alone(start: int, pairs: int, base: float, layout: str) -> None:
    dim = 2 * pairs
    table = positional.sinusoidal(start + 40, dim, base, layout)[start:]
    brute = table @ table[0]
    found = sinusoidal_scores(40, dim, base=base)
    np.testing.assert_allclose(found.scores, brute / brute[0], atol=1e-10)
    np.testing.assert_allclose(brute[0], dim / 2)
    np.testing.assert_array_equal(found.offsets, np.arange(40))


@pytest.mark.parametrize("method", ["default", "linear", "yarn"])
def test_rotary_equals_rotated_queries_and_keys_of_transformers(method: str) -> None:
    import torch
    from transformers import LlamaConfig
    from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding, apply_rotary_pos_emb

    dim, length, factor = 64, 200, 4.0
    rope: dict[str, object] = {"rope_type": method, "rope_theta": 10000.0}
    scaling = None
    if method != "default":
        rope |= {"factor": factor, "original_max_position_embeddings": 512}
        scaling = scaled_rotary(dim, method=method, factor=factor, trained_length=512)
    config = LlamaConfig(
        hidden_size=dim, num_attention_heads=1, max_position_embeddings=2048, rope_parameters=rope
    )
    same = torch.ones(1, 1, length, dim)  # the same energy in every pair
    cos, sin = LlamaRotaryEmbedding(config)(same, torch.arange(length)[None])
    queries, keys = (rotated[0, 0].double().numpy() for rotated in apply_rotary_pos_emb(same, same, cos, sin))
    brute = queries @ keys.T  # (query, key)
    found = rotary_scores(length, dim, scaling=scaling)
    for query in (0, 57, length - 1):
        np.testing.assert_allclose(
            brute[query, : query + 1][::-1] / brute[query, query], found.scores[: query + 1], atol=2e-5
        )
    squared = 1.0 if scaling is None else scaling.attention_factor**2  # it multiplies the score itself
    assert brute[0, 0] / dim == pytest.approx(squared, rel=1e-6)


def test_rotary_and_sinusoidal_are_one_function() -> None:
    rotary, added = rotary_scores(300, 64, base=500.0), sinusoidal_scores(300, 64, base=500.0)
    np.testing.assert_array_equal(rotary.scores, added.scores)
    assert (rotary.scheme, added.scheme) == ("rotary", "sinusoidal")


def test_a_scaling_of_its_own_decides_the_curve() -> None:
    stretched = rotary_scores(400, 64, scaling=scaled_rotary(64, method="linear", factor=4.0))
    np.testing.assert_allclose(stretched.scores[::4], rotary_scores(100, 64).scores, atol=1e-12)


def test_learned_equals_scikit_learn_pair_by_pair() -> None:
    from sklearn.metrics.pairwise import cosine_similarity

    table = embedlab.load_position_table("all-MiniLM-L6-v2")
    brute = cosine_similarity(table.astype(np.float64))
    found = learned_scores(table, length=600)
    assert found.low is not None
    assert found.high is not None
    for offset in (0, 1, 10, 300, 511):
        pairs = [brute[m, m - offset] for m in range(offset, 512)]
        assert found.scores[offset] == pytest.approx(np.mean(pairs))
        assert found.low[offset] == pytest.approx(np.percentile(pairs, 10))
        assert found.high[offset] == pytest.approx(np.percentile(pairs, 90))
    for values in (found.scores, found.low, found.high):
        assert np.isfinite(values[:512]).all()
        assert np.isnan(values[512:]).all()
    assert found.end == 511
    assert len(learned_scores(table).scores) == 512
    assert learned_scores(table, length=100).end == 99


def test_blocks_of_offsets_and_queries_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    table = np.random.default_rng(1).normal(size=(41, 5))
    table[7] = 0
    whole = learned_scores(table)
    norms = np.linalg.norm(table, axis=1)
    for offsets, queries in ((7, 5), (3, 11), (64, 4), (1, 1)):
        monkeypatch.setattr(offset_scores, "OFFSETS_AT_ONCE", offsets)
        monkeypatch.setattr(offset_scores, "QUERIES_AT_ONCE", queries)
        found = learned_scores(table)
        for some, all_at_once in ((found.scores, whole.scores), (found.low, whole.low)):
            np.testing.assert_allclose(some, all_at_once, rtol=1e-12)
    for offset in (0, 6, 7, 33, 40):
        pairs = [(m, m - offset) for m in range(offset, 41) if m != 7 and m - offset != 7]
        cosines = [table[m] @ table[n] / norms[m] / norms[n] for m, n in pairs]
        assert whole.scores[offset] == pytest.approx(np.mean(cosines))


def test_a_long_table_needs_no_square_of_its_length() -> None:
    table = np.random.default_rng(2).normal(size=(8_192, 4))  # 8,192² cosines are 537 MB
    tracemalloc.start()
    found = learned_scores(table, length=1_500)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100e6
    units = table / np.linalg.norm(table, axis=1, keepdims=True)
    cosines = (units[1_300:] * units[:-1_300]).sum(axis=1)
    assert found.scores[1_300] == pytest.approx(cosines.mean())
    assert found.high is not None
    assert found.high[1_300] == pytest.approx(np.percentile(cosines, 90))


def test_a_ratio_beyond_all_numbers_is_a_score() -> None:
    found = relative_scores([0.0, 1.0, 800.0])
    assert found.scores[2] == np.inf
    assert found.end == 2


def test_a_padding_row_takes_no_part() -> None:
    table = np.random.default_rng(0).normal(size=(6, 4))
    table[1] = 0
    found = learned_scores(table)
    units = table / np.linalg.norm(table, axis=1, keepdims=True).clip(1e-300)
    assert found.scores[1] == pytest.approx(np.mean([units[m] @ units[m - 1] for m in (3, 4, 5)]))
    assert found.scores[0] == pytest.approx(1)
    only = learned_scores([[1.0, 0.0], [0.0, 0.0]])
    assert np.isnan(only.scores[1])


@pytest.mark.parametrize(("heads", "head"), [(8, 1), (8, 8), (12, 10)])
def test_alibi_is_the_ratio_of_attention_weights(heads: int, head: int) -> None:
    from scipy.special import softmax

    content = 0.7  # the same for every key
    weights = softmax(content + positional.alibi_bias(heads, 30)[head - 1], axis=-1)
    found = alibi_scores(30, heads, head=head)
    for query in (0, 5, 29):
        ratios = weights[query, : query + 1][::-1] / weights[query, query]
        np.testing.assert_allclose(found.scores[: query + 1], ratios, rtol=1e-10)
    assert found.scheme == "ALiBi"


def test_a_relative_bias_is_the_ratio_of_attention_weights() -> None:
    found = relative_scores([-1.0, 0.5, -3.0, -np.inf])
    np.testing.assert_allclose(found.scores, [1, math.exp(1.5), math.exp(-2), 0])
    assert found.scheme == "T5"


def test_half_is_the_first_offset_with_a_half_or_less() -> None:
    assert relative_scores(np.log([1.0, 0.8, 0.5, 0.9, 0.1])).half == 2
    assert relative_scores([0.0, 0.0]).half is None
    assert alibi_scores(100, 8).half == 2  # exp(-0.5 · 2) = 0.37, exp(-0.5) = 0.61


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sinusoidal_scores(0, 8), "length = 0"),
        (lambda: sinusoidal_scores(8, 3), "dim = 3"),
        (lambda: sinusoidal_scores(8, 4, base=0), "base = 0"),
        (lambda: sinusoidal_scores(1_000_000, 1_000), "cells"),
        (lambda: rotary_scores(0, 8), "length = 0"),
        (lambda: rotary_scores(8, 3), "dim = 3"),
        (lambda: rotary_scores(8, 4, base=1), "base = 1"),
        (lambda: rotary_scores(8, 4, scaling=scaled_rotary(8)), "4 frequencies, but dim = 4 has 2 pairs"),
        (lambda: learned_scores(np.ones(4)), "\\(positions, dim\\)"),
        (lambda: learned_scores([[np.nan]]), "finite"),
        (lambda: learned_scores(np.zeros((2, 2))), "not all zero"),
        (lambda: learned_scores(np.ones((10_000, 1))), "50,005,000 pairs .* shorter length"),
        (lambda: learned_scores(np.ones((2, 2)), length=0), "length = 0"),
        (lambda: alibi_scores(0, 8), "length = 0"),
        (lambda: alibi_scores(8, 8, head=0), "head = 0 .* 1 to 8"),
        (lambda: alibi_scores(8, 8, head=9), "head = 9 .* 1 to 8"),
        (lambda: relative_scores([]), "shape"),
        (lambda: relative_scores([-np.inf, 0.0]), "offset 0"),
        (lambda: relative_scores([0.0, np.nan]), "one number"),
        (lambda: relative_scores([0.0, np.inf]), "one number"),
        (lambda: relative_scores([[0.0]]), "shape"),
    ],
)
def test_violated_conditions_are_named(call: object, message: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        call()  # type: ignore[operator]
