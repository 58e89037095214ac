"""The words of a text that get a vector, and the text as their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.numerals import count_text

__all__ = [
    "FEWEST_WORDS", "GAP", "Watch", "count_vocabulary", "count_words", "drop_frequent", "encode",
    "negative_shares",
]  # fmt: skip

FEWEST_WORDS = 200  # in the text: windows of five would meet hardly any pair twice
FEWEST_CONTENT = 10  # different words that are no stop words
SHORT_TEXT = 200_000  # words, below which two occurrences suffice for a vector; else five
POWER = 0.75  # of the counts, by which negatives are drawn
GAP = -1  # an id that no word has: between passages

Watch = Callable[[float], object]  # called with the share that is done; what it raises ends the work


def count_words(words: Iterable[str]) -> dict[str, int]:
    """Return each word with its number of occurrences, most frequent first, then by the alphabet."""
    return dict(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))


def count_vocabulary(sentences: Sequence[Sequence[str]], *, negative_samples: int = 0) -> dict[str, int]:
    """Return the words of a text that get a vector, as `count_words` does.

    Raises:
        InvalidInputError: they are too few, or no more than the negative samples of a pair.
    """
    from gensim.parsing.preprocessing import STOPWORDS

    tokens = sum(map(len, sentences))
    if tokens < FEWEST_WORDS:
        raise InvalidInputError(
            f"The text has {count_text(tokens, 'word')}; training needs at least {FEWEST_WORDS}, so add text."
        )
    least = 2 if tokens < SHORT_TEXT else 5
    counts = {w: count for w, count in count_words(chain.from_iterable(sentences)).items() if count >= least}
    content = len(counts.keys() - STOPWORDS)
    if content < FEWEST_CONTENT:
        raise InvalidInputError(
            f"{content} different words besides stop words such as “the” occur at least {least} times; "
            f"training needs {FEWEST_CONTENT}, so add text."
        )
    if len(counts) <= negative_samples:
        raise InvalidInputError(
            f"{len(counts)} words occur at least {least} times, no more than the {negative_samples} "
            "negative samples per pair; choose fewer negative samples or add text."
        )
    return counts


def encode(sentences: Sequence[Sequence[str]], words: Iterable[str], *, margin: int) -> NDArray[np.int64]:
    """Return the row of each word that has one, with `margin` gaps (-1) after each passage."""
    rows = {word: row for row, word in enumerate(words)}
    ids: list[int] = []
    for sentence in sentences:
        ids += [rows[word] for word in sentence if word in rows]
        ids += [GAP] * margin
    return np.array(ids, dtype=np.int64)


def drop_frequent(
    ids: NDArray[np.int64], counts: NDArray[np.int64], subsampling: float, random: np.random.Generator
) -> NDArray[np.int64]:
    """Return ids without some of the frequent words, dropped at random as gensim does; gaps stay.

    A word of relative frequency f is kept with √(s / f) + s / f (Mikolov et al. 2013; gensim's formula); a
    subsampling s of 0 keeps all.
    """
    if subsampling == 0:
        return ids
    rarity = subsampling * counts.sum() / counts
    stays: NDArray[np.bool_] = (ids == GAP) | (random.random(len(ids)) < (np.sqrt(rarity) + rarity)[ids])
    return ids[stays]


def negative_shares(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how likely each word is as a negative: its count to the power ¾ (Mikolov et al. 2013)."""
    weights = counts.astype(np.float64) ** POWER
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares
