"""The vectors of an equation of words, row by row: what is added, the sum, and the answer beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import paired_cosines, vector_lengths
from embedlab.vectors.formula import Formula
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["Equation", "analogy_equation", "formula_equation"]

NO_LENGTH = 1e-6  # a product of two lengths below this is rounding


@dataclass(frozen=True)
class Equation:
    """The steps of an equation; the last two rows are the sum and the answer."""

    names: tuple[str, ...]
    rows: NDArray[np.float64]  # (names, dim)
    stored_lengths: dict[str, float]  # word -> length of its vector as the table holds it
    cosine: float  # of the sum and the answer; nan where the sum is zero


def analogy_equation(
    vectors: WordVectors, a: str, b: str, c: str, answer: str, *, scaled: bool = True
) -> Equation:
    """Return a, b, c, the step b − a, the sum b − a + c, and the answer.

    Args:
        vectors: the table.
        a: the first word of the given pair.
        b: its second word.
        c: the first word of the pair to complete.
        answer: the word beside the sum.
        scaled: scale each word's vector to length 1 first, as `analogy` does.

    Raises:
        UnknownWordError: a word is not in the table.
        InvalidInputError: a vector to scale is zero.
    """
    first, second, third = (_vector(vectors, word, scaled) for word in (a, b, c))
    step = second - first
    names = [a, b, c, f"{b} − {a}", f"{b} − {a} + {c}"]
    rows = [first, second, third, step, step + third, _vector(vectors, answer, scaled)]
    return _equation([*names, answer], rows, _lengths(vectors, (a, b, c, answer)))


def formula_equation(vectors: WordVectors, formula: Formula, answer: str, *, scaled: bool = True) -> Equation:
    """Return each weighted term of a formula, their sum, and the answer; arguments and errors as above."""
    terms = [term.weight * _vector(vectors, term.word, scaled) for term in formula.terms]
    names = [*(f"{term.weight:+g} × {term.word}" for term in formula.terms), "sum", answer]
    words = [vectors.words[vectors.row(term.word)] for term in formula.terms]
    rows = [*terms, np.sum(terms, axis=0), _vector(vectors, answer, scaled)]
    return _equation(names, rows, _lengths(vectors, (*words, answer)))


def _vector(vectors: WordVectors, word: str, scaled: bool) -> NDArray[np.float64]:
    return np.asarray(vectors.unit(word) if scaled else vectors[word], dtype=np.float64)


def _lengths(vectors: WordVectors, words: Sequence[str]) -> dict[str, float]:
    return {word: float(vector_lengths(vectors[word])) for word in words}


def _equation(names: list[str], rows: list[NDArray[np.float64]], lengths: dict[str, float]) -> Equation:
    total, answer = rows[-2:]
    has_direction = vector_lengths(total) * vector_lengths(answer) > NO_LENGTH
    cosine = float(paired_cosines(total, answer)) if has_direction else float("nan")
    return Equation(tuple(names), np.stack(rows), lengths, cosine)
