"""The rows of an equation add up, and its cosine is that of the answer."""

from __future__ import annotations

import math

import numpy as np
import pytest

import embedlab
from embedlab.vectors.formula import formula_vector


def test_the_rows_of_an_analogy_add_up_to_what_is_searched(vectors: embedlab.vectors.WordVectors) -> None:
    best = embedlab.analogy(vectors, "man", "king", "woman", k=1)
    equation = embedlab.vectors.analogy_equation(vectors, "man", "king", "woman", best.words[0])
    a, b, c, step, total, answer = equation.rows
    np.testing.assert_allclose(step, b - a)
    np.testing.assert_allclose(total, b - a + c)
    np.testing.assert_allclose(answer, vectors.unit(best.words[0]))
    assert equation.names == ("man", "king", "woman", "king − man", "king − man + woman", "queen")
    assert equation.cosine == pytest.approx(best.scores[0], abs=1e-5)
    assert equation.stored_lengths["king"] == pytest.approx(np.linalg.norm(vectors["king"]))


def test_the_terms_of_a_formula_add_up_to_its_vector(vectors: embedlab.vectors.WordVectors) -> None:
    formula = embedlab.vectors.parse_formula("paris - france + 2*japan")
    equation = embedlab.vectors.formula_equation(vectors, formula, "tokyo")
    np.testing.assert_allclose(equation.rows[:3].sum(axis=0), equation.rows[3])
    np.testing.assert_allclose(equation.rows[3], formula_vector(vectors, formula))
    assert equation.names == ("+1 × paris", "-1 × france", "+2 × japan", "sum", "tokyo")


def test_a_sum_of_zero_has_no_cosine(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    """East and west point in opposite directions, so that their sum is zero."""
    formula = embedlab.vectors.parse_formula("east + west")
    assert math.isnan(embedlab.vectors.formula_equation(tiny_vectors, formula, "north").cosine)
