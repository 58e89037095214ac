"""a : b :: c : ?, by vector arithmetic.

3CosAdd ranks words by their cosine with b − a + c (Mikolov et al. 2013), 3CosMul by a quotient of cosines
(Levy and Goldberg 2014), PairDirection by how parallel the steps c → x and a → b are (Mikolov, Yih and Zweig
2013); all on vectors scaled to length 1. Usually the three input words are left out of the answers;
`exclude_inputs=False` shows what that hides. What the inputs alone would answer is left to `audit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import unit_rows, vector_lengths
from embedlab.errors import InvalidInputError, check_choice, quote
from embedlab.ranking import Ranking
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["EPSILON", "METHODS", "analogy"]

# ways to answer an analogy
METHODS = ("3cosadd", "3cosmul", "pairdirection")
EPSILON = np.float32(1e-6)  # keeps the quotient of 3CosMul finite; the value of gensim
NO_DIRECTION = 1e-6  # a sum of unit vectors shorter than this is rounding
CLOSE = 0.02  # words whose cosine with c is within this of 1: x − c is then computed number by number
ROW_BLOCK = 4096  # of them at a time


def analogy(
    vectors: WordVectors,
    a: str,
    b: str,
    c: str,
    k: int = 10,
    *,
    method: str = "3cosadd",
    exclude_inputs: bool = True,
) -> Ranking:
    """Return the `k` best answers to "a is to b as c is to ?", best first.

    Args:
        vectors: the table to search.
        a: the first word of the given pair.
        b: the second word of the given pair.
        c: the first word of the pair to complete.
        k: how many answers.
        method: "3cosadd" scores with the cosine of b − a + c, in [-1, 1]; "3cosmul" with
            cos'(b) · cos'(c) / (cos'(a) + 10⁻⁶), where cos' = (1 + cos) / 2 lies in [0, 1];
            "pairdirection" with the cosine of x − c and b − a, in [-1, 1], where c itself, which has no
            direction from c, is never an answer.
        exclude_inputs: leave a, b and c out of the answers.

    Raises:
        UnknownWordError: a word is not in the table.
        UnknownNameError: no such method.
        InvalidInputError: `k` is outside its limits, the words cancel out, or no word is left to answer.
    """
    check_choice(method, METHODS, "method")
    left_out = [vectors.row(word) for word in (a, b, c)] if exclude_inputs else []
    scores, _ = analogy_scores(vectors, a, b, c, method=method)
    return rank_answers(vectors, scores, k, method=method, exclude=left_out)


def analogy_scores(
    vectors: WordVectors, a: str, b: str, c: str, *, method: str, others: Sequence[str] = ()
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return every word's score (n,), and its cosines with `others` (others, n), from one pass of the table.

    Cosines may lie beyond [-1, 1] by rounding. A word that cannot be an answer has the score -inf.
    """
    first, second, third = (vectors.unit(word) for word in (a, b, c))
    if method == "3cosmul":
        asked = [first, second, third]
    elif method == "pairdirection":
        asked = [_direction(second - first, f"{quote(b)} − {quote(a)}"), third]
    else:
        asked = [_direction(second - first + third, f"{quote(b)} − {quote(a)} + {quote(c)}")]
    cosines = vectors.scan(
        np.stack([*asked, *(vectors.unit(word) for word in others)])
    )  # (asked + others, n)
    own, near = cosines[: len(asked)], cosines[len(asked) :]
    if method == "3cosmul":
        return _multiplied(vectors, own), near
    if method == "pairdirection":
        return _directed(vectors, own, *asked), near
    return own[0], near


def rank_answers(
    vectors: WordVectors, scores: NDArray[np.float32], k: int, *, method: str, exclude: Sequence[int]
) -> Ranking:
    """Return the `k` best of the scores (n,), which are changed in place; cosines are clipped to [-1, 1]."""
    ranking = vectors.best(scores, k, exclude=exclude)
    return ranking if method == "3cosmul" else replace(ranking, scores=np.clip(ranking.scores, -1, 1))


def _direction(target: NDArray[np.float32], name: str) -> NDArray[np.float32]:
    """Return a sum of unit vectors scaled to length 1."""
    length = float(np.linalg.norm(target))
    if length < NO_DIRECTION:
        raise InvalidInputError(
            f"{name} cancels out to zero, which has no direction; change one of the words."
        )
    scaled: NDArray[np.float32] = target / np.float32(length)
    return scaled


def _multiplied(vectors: WordVectors, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the 3CosMul score of every word, shape (n,), from its cosines with a, b and c."""
    np.clip(cosines, -1, 1, out=cosines)  # a cosine beyond would make a share below 0
    a, b, c = (cosines + np.float32(1)) / np.float32(2)  # (3, n)
    scores: NDArray[np.float32] = b * c / (a + EPSILON)
    scores[vectors.zero_rows] = -np.inf
    return scores


def _directed(
    vectors: WordVectors, cosines: NDArray[np.float32], step: NDArray[np.float32], c: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the cosine of x − c and b − a for every word x, shape (n,), from those of x with b − a and c.

    Of unit vectors, (x − c) · s = x · s − c · s, and the length of x − c is the root of 2 − 2 x · c. Close to
    c that difference is mostly rounding, so x − c is computed for those words themselves.
    """
    along, near = cosines[0], np.clip(cosines[1], -1, 1)
    # (n,); never 0, where the words are computed again below
    lengths = np.sqrt(np.maximum(np.float32(2) - np.float32(2) * near, np.float32(1e-12)))
    scores: NDArray[np.float32] = (along - step @ c) / lengths
    close = np.flatnonzero(near > 1 - CLOSE)
    for start in range(0, len(close), ROW_BLOCK):
        rows = close[start : start + ROW_BLOCK]
        steps = unit_rows(vectors.matrix[rows]) - unit_rows(c)
        exact = vector_lengths(steps)
        scores[rows] = np.where(exact > NO_DIRECTION, steps @ step / np.maximum(exact, NO_DIRECTION), -np.inf)
    scores[vectors.zero_rows] = -np.inf
    return scores
