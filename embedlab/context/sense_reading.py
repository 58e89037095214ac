"""In which sense is the word used here? The sense whose uses point most nearly the same way.

For one more use of a word whose senses are known from other sentences. Whether the senses can be told apart
at all is not asked here: that is `probe_senses`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.context.word_in_context import WordInContext
from embedlab.cosine import paired_cosines, unit_rows
from embedlab.errors import InvalidInputError

__all__ = ["SenseReading", "read_sense"]


@dataclass(frozen=True)
class SenseReading:
    """How near one use of a word is to each of its senses, by layer."""

    senses: tuple[str, ...]  # in the order in which they first appear
    cosines: NDArray[
        np.float64
    ]  # (layers + 1, senses) with the mean of the sense's unit vectors; nan: no use of it
    nearest: tuple[str, ...]  # (layers + 1) the sense of the highest cosine; the first of two equal ones


def read_sense(
    vectors: ArrayLike, words: WordInContext, senses: Sequence[str], *, leave_out: int | None = None
) -> SenseReading:
    """Return how near one more use of a word is to the senses of the uses that are known.

    Every sense is the mean of the unit vectors of its uses. A use compared with a sense that counts it looks
    nearer than it is: leave it out.

    Args:
        vectors: (layers + 1, dim) of the use to be read.
        words: the known uses.
        senses: the sense of each of them.
        leave_out: the index of a known use that is not counted. A sense that has no other use gets nan and
            is never the nearest.

    Raises:
        InvalidInputError: not one sense for each sentence, fewer than two senses, or vectors of another
            shape.
    """
    layers, sentences, dim = words.vectors.shape
    if len(senses) != sentences:
        raise InvalidInputError(
            f"There are {len(senses)} sense labels for {sentences} sentences; give one label for each."
        )
    known = tuple(dict.fromkeys(senses))
    if len(known) < 2:
        raise InvalidInputError(
            f"{len(known)} sense cannot be told from others; give sentences of at least 2 senses."
        )
    use = np.asarray(vectors, dtype=np.float64)
    if use.shape != (layers, dim):
        raise InvalidInputError(
            f"The use has the shape {use.shape} and the words have {(layers, dim)}; "
            "take both from one encoder."
        )
    units = unit_rows(words.vectors)
    cosines = np.full((layers, len(known)), np.nan)
    for place, sense in enumerate(known):
        counted = [index for index, label in enumerate(senses) if label == sense and index != leave_out]
        if counted:
            cosines[:, place] = paired_cosines(use, units[:, counted].mean(axis=1))
    best = np.where(np.isnan(cosines), -np.inf, cosines).argmax(axis=1)
    return SenseReading(known, cosines, tuple(known[place] for place in best))
