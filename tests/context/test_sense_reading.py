"""A use is read as the sense whose uses point the same way; one that is left out does not count itself."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import embedlab

SENTENCES = [
    "We sat on the bank and watched the boats go by",
    "The river burst its bank after days of rain",
    "Reeds grew thick along the muddy bank",
    "The bank raised its interest rates again",
    "She opened a savings account at the bank",
    "The bank refused to lend him the money",
]
SENSES = ["river"] * 3 + ["money"] * 3


def stand_in(vectors: Any) -> Any:
    return SimpleNamespace(vectors=np.asarray(vectors, dtype=np.float32))


def test_the_sense_is_the_mean_direction_not_the_mean_vector() -> None:
    # one long use of a must not outweigh the other: directions (1, 0) and (0, 1), mean (1, 1)
    words = stand_in([[[100, 0], [0, 1], [-1, 0]]])
    reading = embedlab.context.read_sense([[1, 1]], words, ["a", "a", "b"])
    assert reading.senses == ("a", "b")
    np.testing.assert_allclose(reading.cosines, [[1, -(2**-0.5)]])
    assert reading.nearest == ("a",)


def test_each_layer_is_read_by_itself() -> None:
    words = stand_in([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])
    reading = embedlab.context.read_sense([[1, 0], [1, 0]], words, ["a", "b"])
    assert reading.nearest == ("a", "b")


def test_a_use_that_is_left_out_does_not_count_itself() -> None:
    words = stand_in([[[1, 0], [0, 1], [1, 1], [1, 1]]])
    senses = ["a", "a", "b", "b"]
    counted = embedlab.context.read_sense([[1, 0]], words, senses)
    alone = embedlab.context.read_sense([[1, 0]], words, senses, leave_out=0)
    np.testing.assert_allclose(counted.cosines, [[2**-0.5, 2**-0.5]])
    np.testing.assert_allclose(alone.cosines, [[0, 2**-0.5]], atol=1e-12)
    assert alone.nearest == ("b",)


def test_of_two_equal_senses_the_first_is_nearest() -> None:
    reading = embedlab.context.read_sense([[1, 1]], stand_in([[[0, 1], [1, 0]]]), ["b", "a"])
    assert reading.nearest == ("b",)


def test_a_sense_without_another_use_is_never_the_nearest() -> None:
    words = stand_in([[[1, 0], [0, 1], [-1, 1]]])
    reading = embedlab.context.read_sense([[1, 0]], words, ["a", "b", "b"], leave_out=0)
    assert np.isnan(reading.cosines[0, 0])
    assert reading.nearest == ("b",)
    assert reading.cosines[0, 1] < 0  # and it is the only one left


def test_the_first_use_may_be_left_out_as_any_other() -> None:
    words = stand_in([[[1, 0], [0, 1], [1, 1], [-1, 1]]])
    for place in range(4):
        rest = [index for index in range(4) if index != place]
        left = embedlab.context.read_sense([[1, 2]], words, ["a", "b", "a", "b"], leave_out=place)
        fewer = embedlab.context.read_sense(
            [[1, 2]], stand_in(words.vectors[:, rest]), [["a", "b", "a", "b"][index] for index in rest]
        )
        for sense in ("a", "b"):
            np.testing.assert_allclose(
                left.cosines[:, left.senses.index(sense)], fewer.cosines[:, fewer.senses.index(sense)]
            )


def test_equals_a_hand_computation_with_the_real_encoder(encoder: embedlab.context.Encoder) -> None:
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    reading = embedlab.context.read_sense(words.vectors[:, 1], words, SENSES, leave_out=1)
    units = words.vectors.astype(float) / np.linalg.norm(words.vectors.astype(float), axis=-1, keepdims=True)
    for layer in range(7):
        for place, some in enumerate(([0, 2], [3, 4, 5])):
            mean = units[layer, some].mean(axis=0)
            expected = units[layer, 1] @ mean / np.linalg.norm(mean)
            assert reading.cosines[layer, place] == pytest.approx(expected)
    assert reading.nearest[-1] == "river"


@pytest.mark.parametrize(
    ("vectors", "senses", "message"),
    [
        ([[1, 0]], ["a"], "1 sense labels for 2 sentences"),
        ([[1, 0]], ["a", "a"], "at least 2 senses"),
        ([[1, 0, 0]], ["a", "b"], "take both from one encoder"),
        ([1, 0], ["a", "b"], "take both from one encoder"),
    ],
)
def test_what_cannot_be_read_says_why(vectors: Any, senses: list[str], message: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.context.read_sense(vectors, stand_in([[[1, 0], [0, 1]]]), senses)
