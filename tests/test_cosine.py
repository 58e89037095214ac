"""The cosine equals scikit-learn's, zero vectors included, at both ends of float32."""

import numpy as np
import pytest
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.preprocessing import normalize

from embedlab.cosine import cosine_matrix, paired_cosines, unit_rows, vector_lengths

ROWS = np.random.default_rng(0).normal(size=(50, 7)).astype(np.float32)
ROWS[3] = 0


def test_units_and_cosines_equal_scikit_learn() -> None:
    exact = ROWS.astype(np.float64)
    np.testing.assert_allclose(unit_rows(ROWS), normalize(exact), atol=1e-12)
    np.testing.assert_allclose(cosine_matrix(ROWS), cosine_similarity(exact), atol=1e-12)
    np.testing.assert_allclose(
        paired_cosines(ROWS, ROWS[::-1]), cosine_similarity(exact, exact[::-1]).diagonal(), atol=1e-12
    )


def test_a_zero_vector_stays_zero_and_has_the_cosine_zero_with_everything() -> None:
    assert not unit_rows(ROWS)[3].any()
    assert not cosine_matrix(ROWS)[3].any()
    assert not cosine_matrix(ROWS)[:, 3].any()
    assert not paired_cosines(ROWS, ROWS[3]).any()
    assert paired_cosines(ROWS[3], ROWS[3]) == 0


def test_equal_vectors_have_exactly_one() -> None:
    present = np.arange(50) != 3
    np.testing.assert_array_equal(paired_cosines(ROWS, ROWS)[present], 1)


def test_partners_may_be_exchanged() -> None:
    """Pairs of words rated in both orders are ties, and a rank correlation counts them so."""
    rows = np.random.default_rng(1).normal(size=(2_000, 20)).astype(np.float32)
    assert (paired_cosines(rows, rows[::-1]) == paired_cosines(rows[::-1], rows)).all()


@pytest.mark.parametrize("factor", [1e-30, 1e30])
def test_lengths_whose_squares_float32_does_not_have(factor: float) -> None:
    np.testing.assert_allclose(vector_lengths(ROWS * np.float32(factor)), vector_lengths(ROWS) * factor, 1e-6)
    np.testing.assert_allclose(unit_rows(ROWS * np.float32(factor)), unit_rows(ROWS), atol=1e-6)
    np.testing.assert_allclose(cosine_matrix(ROWS * np.float32(factor)), cosine_matrix(ROWS), atol=1e-6)


def test_a_center_is_subtracted_first() -> None:
    cosines = cosine_matrix([[2, 1], [1, 2], [1, 1]], center=[1, 1])
    np.testing.assert_allclose(cosines, np.diag([1, 1, 0]), atol=1e-12)


def test_further_axes_are_compared_each_within_itself() -> None:
    both = np.stack((ROWS, ROWS[::-1]))
    np.testing.assert_array_equal(cosine_matrix(both)[1], cosine_matrix(ROWS[::-1]))
    np.testing.assert_array_equal(paired_cosines(both, ROWS[0])[0], paired_cosines(ROWS, ROWS[0]))
