"""a : b :: c : ?, by vector arithmetic.

3CosAdd ranks words by their cosine with b − a + c (Mikolov et al. 2013), 3CosMul by a quotient of cosines
(Levy and Goldberg 2014); both on vectors scaled to length 1. Usually the three input words are left out of
the answers; `exclude_inputs=False` shows what that hides.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, check_choice, quote
from embedlab.vectors.word_vectors import Neighbors, WordVectors

__all__ = ["METHODS", "analogy"]

METHODS = ("3cosadd", "3cosmul")
EPSILON = 1e-6  # keeps the quotient of 3CosMul finite; the value of gensim


def analogy(
    vectors: WordVectors,
    a: str,
    b: str,
    c: str,
    k: int = 10,
    *,
    method: str = "3cosadd",
    exclude_inputs: bool = True,
) -> Neighbors:
    """Return the `k` best answers to "a is to b as c is to ?", best first.

    Args:
        vectors: the table to search.
        a: the first word of the given pair.
        b: the second word of the given pair.
        c: the first word of the pair to complete.
        k: how many answers.
        method: "3cosadd" scores with the cosine of b − a + c, in [-1, 1]; "3cosmul" with
            cos'(b) · cos'(c) / (cos'(a) + 10⁻⁶), where cos' = (1 + cos) / 2 lies in [0, 1].
        exclude_inputs: leave a, b and c out of the answers.

    Raises:
        UnknownWordError: a word is not in the table.
        UnknownNameError: no such method.
        InvalidInputError: `k` is outside its limits, or the three words cancel out.
    """
    check_choice(method, METHODS, "method")
    left_out = [vectors.row(word) for word in (a, b, c)] if exclude_inputs else []
    units = np.stack([vectors.unit(word) for word in (a, b, c)], axis=1)  # (dim, 3)
    if method == "3cosmul":
        return vectors.best(_multiplied(vectors, units), k, exclude=left_out)
    target = units[:, 1] - units[:, 0] + units[:, 2]
    if not target.any():
        raise InvalidInputError(
            f"{quote(b)} − {quote(a)} + {quote(c)} cancels out to zero, which has no direction; "
            "change one of the words."
        )
    return vectors.nearest(target, k, exclude=left_out)


def _multiplied(vectors: WordVectors, units: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the 3CosMul score of every word, shape (n,); -inf for zero vectors."""
    a, b, c = ((vectors.cosines(units) + np.float32(1)) / np.float32(2)).T  # (3, n)
    scores: NDArray[np.float32] = b * c / (a + np.float32(EPSILON))
    scores[vectors.zero_rows] = -np.inf
    return scores
