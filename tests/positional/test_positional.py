"""Formulas against hand computations, papers, and transformers."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
import torch

import embedlab
from embedlab import positional


def test_sinusoid_by_hand() -> None:
    table = positional.sinusoidal(4, 6)
    for position in range(4):
        for pair in range(3):
            angle = position / 10000 ** (2 * pair / 6)
            assert table[position, 2 * pair] == pytest.approx(math.sin(angle), abs=1e-15)
            assert table[position, 2 * pair + 1] == pytest.approx(math.cos(angle), abs=1e-15)


def test_layouts_hold_the_same_numbers() -> None:
    interleaved = positional.sinusoidal(10, 8)
    concatenated = positional.sinusoidal(10, 8, layout="concatenated")
    np.testing.assert_array_equal(concatenated[:, :4], interleaved[:, 0::2])
    np.testing.assert_array_equal(concatenated[:, 4:], interleaved[:, 1::2])


def test_the_dot_product_of_sinusoids_depends_on_the_distance_alone() -> None:
    table = positional.sinusoidal(64, 32)
    products = table @ table.T
    for distance in (0, 1, 7):
        np.testing.assert_allclose(np.diagonal(products, distance), products[0, distance], atol=1e-12)


@pytest.mark.parametrize("start", [-1_000_000, 0, 999_990, 1_000_000])
@pytest.mark.parametrize("base", [1.5, 10000.0, 5e8])
def test_large_positions_keep_their_precision(start: int, base: float) -> None:
    """The angle is exact to a billionth of a radian, and the sine with it; mpmath computes with 40 digits."""
    length, dim = 3, 24
    angles = positional.rotary_angles(length, dim, base, start=start)
    table = positional.sinusoidal(length, dim, base, start=start)
    with mpmath.workdps(40):
        for row in range(length):
            for pair in range(dim // 2):
                exact = (start + row) * mpmath.mpf(base) ** (-mpmath.mpf(2 * pair) / dim)
                assert abs(exact - float(angles[row, pair])) <= 1e-9
                assert abs(mpmath.sin(exact) - float(table[row, 2 * pair])) <= 1e-9
                assert abs(mpmath.cos(exact) - float(table[row, 2 * pair + 1])) <= 1e-9


def test_the_last_position_there_is() -> None:
    angles = positional.rotary_angles(1_000_000, 2, start=1_000_000)
    assert angles[-1, 0] == 1_999_999


def test_a_table_may_start_anywhere() -> None:
    whole = positional.sinusoidal(20, 8)
    np.testing.assert_array_equal(positional.sinusoidal(5, 8, start=11), whole[11:16])
    below = positional.sinusoidal(21, 8, start=-10)
    np.testing.assert_allclose(below[::-1, 0::2], -below[:, 0::2], atol=1e-15)  # sines change sign
    np.testing.assert_allclose(below[::-1, 1::2], below[:, 1::2], atol=1e-15)  # cosines do not
    turned = positional.rotary_angles(21, 8, start=-10)
    np.testing.assert_array_equal(turned[::-1], -turned)


def test_one_head_is_that_of_all() -> None:
    for causal in (True, False):
        bias = positional.alibi_bias(12, 9, causal)
        for head in range(12):
            np.testing.assert_array_equal(positional.alibi_head(12, head, 9, causal=causal), bias[head])


@pytest.mark.parametrize("base", [10000.0, 500000.0])
def test_rotary_equals_the_llama_of_transformers(base: float) -> None:
    from transformers import LlamaConfig
    from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding, apply_rotary_pos_emb

    length, dim = 12, 16
    x = np.random.default_rng(0).normal(size=(length, dim))
    config = LlamaConfig(
        hidden_size=dim,
        num_attention_heads=1,
        rope_parameters={"rope_type": "default", "rope_theta": base},
    )
    queries = torch.tensor(x, dtype=torch.float32)[None, None]
    cos, sin = LlamaRotaryEmbedding(config)(queries, torch.arange(length)[None])
    expected = apply_rotary_pos_emb(queries, queries, cos, sin)[0][0, 0].numpy()
    np.testing.assert_allclose(positional.apply_rotary(x, base=base), expected, atol=1e-5)


def test_layouts_agree_when_the_dimensions_are_permuted() -> None:
    x = np.random.default_rng(0).normal(size=(5, 8))
    order = np.concatenate([np.arange(0, 8, 2), np.arange(1, 8, 2)])  # interleaved -> half split
    interleaved = positional.apply_rotary(x, layout="interleaved")
    np.testing.assert_allclose(positional.apply_rotary(x[:, order]), interleaved[:, order])
    assert not np.allclose(positional.apply_rotary(x), interleaved)


def test_scores_of_rotated_vectors_depend_on_the_distance_alone() -> None:
    query, key = np.random.default_rng(0).normal(size=(2, 1, 16))
    score = {
        (m, n): float((positional.apply_rotary(query, [m]) @ positional.apply_rotary(key, [n]).T)[0, 0])
        for m, n in ((3, 1), (103, 101), (3, 2))
    }
    assert score[3, 1] == pytest.approx(score[103, 101])
    assert score[3, 1] != pytest.approx(score[3, 2])
    rotated = positional.apply_rotary(query, [77])
    assert np.linalg.norm(rotated) == pytest.approx(np.linalg.norm(query))


def test_alibi_slopes_of_the_paper() -> None:
    np.testing.assert_allclose(positional.alibi_slopes(8), [2.0**-h for h in range(1, 9)])
    # 12 heads, from get_slopes of the authors: those of 8, then every other one of 16
    expected = [2.0**-h for h in range(1, 9)] + [2 ** (-0.5 * h) for h in (1, 3, 5, 7)]
    np.testing.assert_allclose(positional.alibi_slopes(12), expected)
    np.testing.assert_allclose(positional.alibi_slopes(16), [2 ** (-0.5 * h) for h in range(1, 17)])
    np.testing.assert_allclose(positional.alibi_slopes(1), [2.0**-8])


def test_alibi_bias_is_slope_times_distance_behind_a_mask() -> None:
    bias = positional.alibi_bias(8, 5)
    assert bias.shape == (8, 5, 5)
    for head in range(8):
        for i in range(5):
            for j in range(5):
                expected = 2.0 ** -(head + 1) * (j - i) if j <= i else -math.inf
                assert bias[head, i, j] == expected
    both = positional.alibi_bias(8, 5, causal=False)
    np.testing.assert_array_equal(both[0], both[0].T)
    assert np.isfinite(both).all()


def test_the_learned_table_is_that_of_the_checkpoint(encoder: embedlab.context.Encoder) -> None:
    table = embedlab.load_position_table("all-MiniLM-L6-v2")
    assert table.shape == (512, 384)
    expected = encoder._model.embeddings.position_embeddings.weight.numpy()
    np.testing.assert_array_equal(table, expected)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: positional.sinusoidal(4, 7), "dim = 7 is odd: a sine and a cosine .* choose 6 or 8"),
        (lambda: positional.sinusoidal(4, 0), "dim = 0 holds no pair"),
        (lambda: positional.sinusoidal(4, -4), "dim = -4 holds no pair"),
        (lambda: positional.rotary_angles(4, 65), "dim = 65 is odd: rotary turns .* choose 64 or 66"),
        (lambda: positional.apply_rotary(np.ones((2, 3))), "dim = 3 is odd: rotary turns .* choose 2 or 4"),
        (lambda: positional.sinusoidal(4, 8, start=1_000_001), "start = 1,000,001 .* 1,000,000"),
        (lambda: positional.rotary_angles(4, 8, start=-1_000_001), "start = -1,000,001"),
        (lambda: positional.rotary_angles(4, 8, base=1), "base = 1 must be .* above 1"),
        (lambda: positional.sinusoidal(1_000_001, 2), "length = 1,000,001"),
        (lambda: positional.alibi_head(8, 8, 4), "head = 8 does not exist"),
        (lambda: positional.alibi_head(8, -1, 4), "head = -1 does not exist"),
        (lambda: positional.alibi_head(8, 0, 10_000), "cells"),
        (lambda: positional.sinusoidal(4, 8, base=0), "base = 0"),
        (lambda: positional.sinusoidal(4, 8, base=-1), "base = -1"),
        (lambda: positional.sinusoidal(4, 8, base=float("nan")), "base = nan"),
        (lambda: positional.sinusoidal(0, 8), "length = 0"),
        (lambda: positional.sinusoidal(-3, 8), "length = -3"),
        (lambda: positional.sinusoidal(1000, 1_000_000), "cells"),
        (lambda: positional.sinusoidal(4, 8, layout="mixed"), "interleaved, concatenated"),
        (lambda: positional.apply_rotary(np.ones((2, 4)), layout="concatenated"), "half_split, interleaved"),
        (lambda: positional.apply_rotary(np.ones((2, 4)), positions=[1]), "one finite position"),
        (lambda: positional.apply_rotary(np.ones((2, 4)), positions=[1, np.inf]), "one finite position"),
        (lambda: positional.apply_rotary(np.ones(4)), "\\(length, dim\\)"),
        (lambda: positional.alibi_slopes(0), "heads = 0"),
        (lambda: positional.alibi_bias(8, 10_000), "cells"),
        (lambda: embedlab.load_position_table("bert"), "all-MiniLM-L6-v2"),
    ],
)
def test_violated_conditions_are_named(call: object, message: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=message):
        call()  # type: ignore[operator]


def test_rotated_rows_keep_their_lengths_and_change_their_direction() -> None:
    rows = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
    rotated = positional.rotate_rows(rows, base=100, start=-1)
    assert rotated.positions.tolist() == [-1, 0, 1]
    np.testing.assert_array_equal(rotated.after, positional.apply_rotary(rows, [-1, 0, 1], 100))
    np.testing.assert_allclose(rotated.lengths[0], rotated.lengths[1])
    assert rotated.cosines[1] == 1
    expected = rows[2] @ rotated.after[2] / np.linalg.norm(rows[2]) ** 2
    assert rotated.cosines[2] == pytest.approx(expected)
