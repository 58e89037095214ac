"""Buckets and bias of T5 against transformers, offset by offset."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

import embedlab
from embedlab.positional import bucket_ranges, relative_bias, relative_buckets

REACH = np.arange(-10_000, 10_001)
SIZES = [(32, 128), (32, 256), (64, 128), (16, 20), (4, 3), (6, 64), (8, 1_000), (128, 512), (10, 160)]


def reference(offsets: np.ndarray, buckets: int, max_distance: int, bidirectional: bool) -> np.ndarray:
    from transformers.models.t5.modeling_t5 import T5Attention

    found = T5Attention._relative_position_bucket(
        torch.tensor(offsets), bidirectional=bidirectional, num_buckets=buckets, max_distance=max_distance
    )
    return np.asarray(found.numpy())


def on_border(offsets: np.ndarray, one_way: int, max_distance: int) -> np.ndarray:
    """Tell the offsets whose bucket, before it is rounded down, float32 cannot tell from a whole number.

    The ratio n / e is rounded, which moves its logarithm by eps at most; the logarithm, the division and the
    product are rounded, too: 4 eps of the result.
    """
    exact = one_way // 2
    widths = (one_way - exact) / math.log(max_distance / exact)
    values = np.log(np.maximum(np.abs(offsets), exact) / exact) * widths
    rounding = np.finfo(np.float32).eps * (widths + 4 * values)
    return np.asarray(np.abs(values - np.round(values)) <= rounding)


# exact borders lie in the last five, such as 64 of 9 buckets up to 128 in a decoder
@pytest.mark.parametrize(
    ("buckets", "max_distance", "bidirectional"),
    [
        *((*size, both) for size in SIZES for both in (True, False)),
        *((*size, False) for size in [(9, 128), (17, 27), (19, 49), (36, 98), (54, 125)]),
    ],
)
def test_buckets_equal_transformers(buckets: int, max_distance: int, bidirectional: bool) -> None:
    ours = relative_buckets(REACH, buckets=buckets, max_distance=max_distance, bidirectional=bidirectional)
    theirs = reference(REACH, buckets, max_distance, bidirectional)
    border = on_border(REACH, buckets // 2 if bidirectional else buckets, max_distance)
    assert ours.dtype == np.int64
    np.testing.assert_array_equal(ours[~border], theirs[~border])
    assert np.abs(ours - theirs).max() <= 1
    assert border.mean() < 0.01


def test_a_border_falls_where_float32_puts_it() -> None:
    assert relative_buckets([-64], buckets=9, max_distance=128, bidirectional=False) == [8]


def test_every_precision_agrees_on_the_sizes_of_the_checkpoints() -> None:
    for bidirectional, one_way in ((True, 16), (False, 32)):
        exact = one_way // 2
        for distance in range(exact, 1_000):  # n^(m-e) · e^k ≥ max^k · e^(m-e), in whole numbers
            wide = max(
                step
                for step in range(one_way - exact)
                if distance ** (one_way - exact) * exact**step >= 128**step * exact ** (one_way - exact)
            )
            assert relative_buckets(-distance, bidirectional=bidirectional) == exact + wide


def test_the_shape_of_the_offsets_stays() -> None:
    square = np.arange(12).reshape(3, 4) - 6
    assert relative_buckets(square).shape == (3, 4)
    np.testing.assert_array_equal(relative_buckets(square.astype(np.int8)), relative_buckets(square))
    assert relative_buckets([]).shape == (0,)
    assert relative_buckets(-1).shape == ()


@pytest.mark.parametrize("bidirectional", [True, False])
@pytest.mark.parametrize(("buckets", "max_distance"), [*SIZES, (64, 33)])
def test_ranges_say_which_offsets_a_bucket_holds(
    buckets: int, max_distance: int, bidirectional: bool
) -> None:
    seen = REACH if bidirectional else REACH[REACH <= 0]
    options: dict[str, Any] = {
        "buckets": buckets,
        "max_distance": max_distance,
        "bidirectional": bidirectional,
    }
    found = relative_buckets(seen, **options)
    ranges = bucket_ranges(**options)
    assert len(ranges) == buckets
    for bucket, span in enumerate(ranges):
        inside = seen[found == bucket]
        if span is None:
            assert inside.size == 0
            continue
        nearest, farthest = span
        sign = 1 if nearest > 0 else -1
        assert min(inside, key=abs) == nearest
        assert max(inside, key=abs) == (sign * 10_000 if farthest is None else farthest)


def test_ranges_of_the_paper() -> None:
    ranges = bucket_ranges()
    assert ranges[:3] == ((0, 0), (-1, -1), (-2, -2))
    assert ranges[8] == (-8, -11)
    assert ranges[15] == (-91, None)
    assert ranges[16] is None  # offset 0 is never counted as after
    assert ranges[17] == (1, 1)
    assert ranges[31] == (91, None)
    assert bucket_ranges(bidirectional=False)[0] == (0, 0)
    assert bucket_ranges(bidirectional=False)[31] == (-113, None)


def tiny_attention(*, decoder: bool, buckets: int = 32, max_distance: int = 128) -> Any:
    from transformers import T5Config
    from transformers.models.t5.modeling_t5 import T5Attention

    torch.manual_seed(0)
    config = T5Config(
        d_model=12,
        d_kv=4,
        num_heads=3,
        is_decoder=decoder,
        relative_attention_num_buckets=buckets,
        relative_attention_max_distance=max_distance,
    )
    return T5Attention(config, has_relative_attention_bias=True, layer_idx=0).eval()


@pytest.mark.parametrize("decoder", [False, True])
@pytest.mark.parametrize(("buckets", "max_distance", "length"), [(32, 128, 300), (8, 16, 40), (32, 128, 1)])
def test_the_bias_equals_that_of_transformers(
    buckets: int, max_distance: int, length: int, decoder: bool
) -> None:
    attention = tiny_attention(decoder=decoder, buckets=buckets, max_distance=max_distance)
    table = attention.relative_attention_bias.weight.detach().numpy()
    with torch.inference_mode():
        expected = attention.compute_bias(length, length)[0].numpy()
    ours = relative_bias(table, length, max_distance=max_distance, bidirectional=not decoder)
    assert (ours.shape, ours.dtype) == ((3, length, length), np.float64)
    np.testing.assert_array_equal(ours, expected.astype(np.float64))


def test_an_encoder_tells_before_from_after_and_a_decoder_does_not_look_ahead() -> None:
    table = np.arange(32.0)[:, None]
    both, back = relative_bias(table, 5)[0], relative_bias(table, 5, bidirectional=False)[0]
    assert both[2].tolist() == [2, 1, 0, 17, 18]
    assert back[2].tolist() == [2, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: relative_buckets(1, buckets=31), "buckets = 31 cannot be shared .* even"),
        (lambda: relative_buckets(1, buckets=2), "buckets = 2 .* from 4 to 1,024"),
        (lambda: relative_buckets(1, buckets=1, bidirectional=False), "buckets = 1 .* from 2"),
        (lambda: relative_buckets(1, buckets=0), "buckets = 0"),
        (lambda: relative_buckets(1, buckets=2_000), "buckets = 2000"),
        (lambda: relative_buckets(1, max_distance=8), "max_distance = 8 must be above 8"),
        (lambda: relative_buckets(1, max_distance=16, bidirectional=False), "must be above 16"),
        (lambda: relative_buckets(1, max_distance=10**9), "at most 1,000,000"),
        (lambda: relative_buckets(1, max_distance=-5), "max_distance = -5 "),
        (lambda: relative_buckets([0.5]), "whole numbers"),
        (lambda: relative_buckets([math.nan]), "whole numbers"),
        (lambda: relative_buckets(["1"]), "whole numbers"),
        (lambda: relative_buckets([-(2**63), 0]), "from -9,223,372,036,854,775,808 to 0"),
        (lambda: relative_buckets([1_000_001]), "outside their limits"),
        (lambda: bucket_ranges(buckets=7), "buckets = 7"),
        (lambda: relative_bias(np.ones(32), 4), "\\(buckets, heads\\)"),
        (lambda: relative_bias(np.ones((31, 2)), 4), "buckets = 31"),
        (lambda: relative_bias(np.full((32, 2), np.nan), 4), "finite"),
        (lambda: relative_bias([["x"] * 2] * 32, 4), "finite numbers"),
        (lambda: relative_bias(np.ones((32, 0)), 4), "heads = 0"),
        (lambda: relative_bias(np.ones((32, 300)), 4), "heads = 300"),
        (lambda: relative_bias(np.ones((32, 2)), 0), "length = 0"),
        (lambda: relative_bias(np.ones((32, 12)), 3_000), "exceed .* cells"),
        (lambda: relative_bias(np.ones((32, 2)), 4, max_distance=2), "max_distance"),
    ],
)
def test_violated_conditions_are_named(call: Callable[[], object], message: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        call()
