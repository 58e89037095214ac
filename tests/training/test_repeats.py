"""Two tables compared: bits, the largest difference, and distances that a turn does not change."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from embedlab import InvalidInputError
from embedlab.training import compare_repeats, fingerprint

TABLE = np.random.default_rng(0).normal(size=(9, 2)).astype(np.float32)


def test_a_table_equals_itself_and_one_changed_bit_is_counted() -> None:
    same = compare_repeats(TABLE, TABLE.copy())
    assert (same.different, same.numbers) == (0, 18)
    other = TABLE.copy()
    other[3, 1] = np.nextafter(other[3, 1], np.float32(9))
    assert compare_repeats(TABLE, other).different == 1
    assert fingerprint(TABLE) != fingerprint(other)
    assert (
        fingerprint(TABLE) == fingerprint(TABLE.astype(">f4")) == hashlib.sha256(TABLE.tobytes()).hexdigest()
    )


def test_a_turned_table_has_other_numbers_and_the_same_distances() -> None:
    turned = TABLE @ np.array([[0, 1], [-1, 0]], dtype=np.float32)
    difference = compare_repeats(TABLE, turned)
    assert difference.different == 18
    assert difference.distance_correlation == pytest.approx(1)
    unrelated = np.random.default_rng(1).normal(size=(9, 2))
    assert abs(compare_repeats(TABLE, unrelated).distance_correlation) < 0.7


def test_tables_of_other_shapes_are_one_sentence() -> None:
    with pytest.raises(InvalidInputError, match="one shape, with at least 3 rows"):
        compare_repeats(TABLE, TABLE[:4])
