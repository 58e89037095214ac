"""A text as the mean of its words' vectors."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embedlab.vectors.word_vectors import WordVectors

__all__ = ["mean_word_vectors"]


def mean_word_vectors(texts: Sequence[str], words: WordVectors) -> NDArray[np.float32]:
    """Return the mean of the word vectors of each text, (n, dim); zeros where no word is known."""
    means = np.zeros((len(texts), words.dim), dtype=np.float32)
    for row, text in enumerate(texts):
        known = [words[word] for word in re.findall(r"\w+", text.lower()) if word in words]
        if known:
            means[row] = np.mean(known, axis=0)
    return means
