"""Scaled rotary positions against transformers, and what must hold of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from transformers import LlamaConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

import embedlab
from embedlab import positional
from embedlab.positional import SCALINGS, frequencies, rotary_reach, scaled_rotary

METHODS = {"linear": "linear", "ntk": "dynamic", "yarn": "yarn"}


def of_transformers(
    method: str, dim: int, base: float, factor: float, length: int
) -> tuple[np.ndarray, float]:
    rope = {"rope_type": METHODS[method], "rope_theta": base, "factor": factor}
    if method == "yarn":
        rope["original_max_position_embeddings"] = length
    config = LlamaConfig(
        hidden_size=4 * dim, num_attention_heads=4, max_position_embeddings=length, rope_parameters=rope
    )
    # dynamic: factor · n / length − (factor − 1) is the factor itself at this n
    reading = round(length * (2 * factor - 1) / factor) if method == "ntk" else None
    assert reading is None or factor * reading / length - (factor - 1) == pytest.approx(factor, rel=1e-12)
    found, attention = ROPE_INIT_FUNCTIONS[METHODS[method]](config, device="cpu", seq_len=reading)
    return found.numpy().astype(np.float64), attention


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("dim", [4, 32, 64, 128])
@pytest.mark.parametrize("base", [100.0, 10000.0, 500000.0])
@pytest.mark.parametrize(("factor", "length"), [(2.0, 256), (4.0, 2048), (16.0, 4096), (8.0, 128)])
def test_equal_to_transformers(method: str, dim: int, base: float, factor: float, length: int) -> None:
    expected, attention = of_transformers(method, dim, base, factor, length)
    found = scaled_rotary(dim, base=base, method=method, factor=factor, trained_length=length)
    np.testing.assert_allclose(found.frequencies, expected, rtol=1e-6)
    assert found.attention_factor == pytest.approx(attention, rel=1e-12)
    assert found.method == method


@pytest.mark.parametrize("method", SCALINGS)
def test_a_factor_of_one_changes_nothing(method: str) -> None:
    found = scaled_rotary(64, method=method)
    np.testing.assert_allclose(found.frequencies, frequencies(64), rtol=1e-15)
    assert found.attention_factor == 1


def test_none_stays_as_trained_whatever_the_factor() -> None:
    np.testing.assert_array_equal(scaled_rotary(64, factor=8.0).frequencies, frequencies(64))


def test_ntk_is_a_higher_base() -> None:
    dim, base, factor = 64, 10000.0, 4.0
    found = scaled_rotary(dim, base=base, method="ntk", factor=factor).frequencies
    np.testing.assert_allclose(found, frequencies(dim, base * factor ** (dim / (dim - 2))), rtol=1e-12)
    assert found[0] == 1
    assert found[-1] == pytest.approx(frequencies(dim)[-1] / factor)


def test_yarn_keeps_the_fast_and_divides_the_slow() -> None:
    found = scaled_rotary(128, method="yarn", factor=4.0, trained_length=2048)
    turns = frequencies(128) * 2048 / (2 * math.pi)
    ratio = frequencies(128) / found.frequencies
    assert (turns > 32).any()
    assert (turns < 1).any()
    np.testing.assert_allclose(ratio[turns > 32 * 1.2], 1)  # a pair's width inside the ramp's end
    np.testing.assert_allclose(ratio[turns < 1], 4)
    assert (np.diff(ratio) >= -1e-12).all()
    assert found.attention_factor == pytest.approx(0.1 * math.log(4) + 1)


@pytest.mark.parametrize("method", SCALINGS)
def test_one_pair_and_a_huge_factor_are_no_overflow(method: str) -> None:
    assert scaled_rotary(2, method=method, factor=4.0).frequencies.shape == (1,)
    assert np.isfinite(scaled_rotary(4, method=method, factor=1e300).frequencies).all()
    if method != "linear":
        assert scaled_rotary(2, method=method, factor=4.0).frequencies[0] == 1


def test_yarn_where_all_pairs_are_slow_or_all_are_fast() -> None:
    slow = scaled_rotary(64, method="yarn", factor=4.0, trained_length=2)
    np.testing.assert_allclose(slow.frequencies, frequencies(64) / 4)
    fast = scaled_rotary(8, base=2.0, method="yarn", factor=4.0, trained_length=1_000_000)
    np.testing.assert_array_equal(fast.frequencies, frequencies(8, 2.0))


def reach(method: str, factor: float = 4.0, length: int = 512) -> embedlab.positional.RotaryReach:
    scaling = scaled_rotary(64, method=method, factor=factor, trained_length=length)
    return rotary_reach(scaling, factor=factor, trained_length=length)


def test_reach_counts_turns_by_hand() -> None:
    found = reach("none")
    for pair in range(32):
        turns = 512 / 10000 ** (2 * pair / 64) / (2 * math.pi)
        assert found.trained[pair] == pytest.approx(turns)
        assert found.reached[pair] == pytest.approx(4 * turns)
        assert found.never_full[pair] == (turns < 1)


def test_unseen_angles_remain_where_they_must() -> None:
    slow = int(reach("none").never_full.sum())
    assert 0 < slow < 32
    assert int(reach("none").unseen.sum()) == slow  # every pair that never completed a turn
    assert not reach("linear").unseen.any()  # exactly as far as in training
    assert not reach("yarn").unseen.any()
    ntk = reach("ntk")
    assert 0 < ntk.unseen.sum() < slow  # all but the last pair
    assert not ntk.unseen[-1]
    assert not reach("none", factor=1.0).unseen.any()
    for factor in (3.0, 7.0, 10.0, 13.0):  # what is equal but for rounding is not new
        assert not reach("linear", factor).unseen.any()
        assert not reach("ntk", factor).unseen[-1]


@pytest.mark.parametrize("factor", [0.99, 0.0, -2.0, math.nan, math.inf])
def test_a_factor_that_makes_no_sense_is_named(factor: float) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=f"factor = {factor} must be a finite number from 1"):
        scaled_rotary(64, method="linear", factor=factor)
    with pytest.raises(embedlab.InvalidInputError, match="factor = "):
        rotary_reach(scaled_rotary(64), factor=factor)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dim": 7}, "dim = 7"),
        ({"dim": 0}, "dim = 0"),
        ({"dim": 8, "trained_length": 0}, "length = 0"),
        ({"dim": 8, "base": 1.0}, "base = 1"),
        ({"dim": 8, "method": "longrope"}, "none, linear, ntk, yarn"),
    ],
)
def test_other_limits_are_named(options: dict[str, object], message: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=message):
        scaled_rotary(**options)  # type: ignore[arg-type]
    with pytest.raises(embedlab.InvalidInputError, match="length = 0"):
        rotary_reach(scaled_rotary(8), trained_length=0)
    with pytest.raises(embedlab.InvalidInputError, match="base = 1"):
        rotary_reach(scaled_rotary(8), base=1.0)


def test_ntk_has_nothing_to_stretch_in_a_single_pair() -> None:
    found = positional.scaled_rotary(2, method="ntk", factor=8.0)
    assert found.frequencies.tolist() == positional.scaled_rotary(2).frequencies.tolist()


def test_a_wavelength_is_a_full_turn() -> None:
    turns = positional.wavelengths(16, 500.0) * positional.frequencies(16, 500.0)
    np.testing.assert_allclose(turns, 2 * np.pi)
