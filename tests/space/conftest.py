"""What the tests of maps share: the bundled groups of words and a map of them by each method."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

import embedlab
from tests.support.grouped_words import GroupedWords


@pytest.fixture(scope="session")
def grouped(vectors: embedlab.vectors.WordVectors) -> GroupedWords:
    pairs = [(word, group) for group, words in embedlab.texts.WORD_GROUPS.items() for word in words]
    words, groups = zip(*pairs, strict=True)
    return GroupedWords(words, groups, np.stack([vectors[word] for word in words]))


@pytest.fixture(scope="session")
def map_of(grouped: GroupedWords) -> Callable[..., embedlab.space.Projection]:
    """Draw a map of the groups of words from nothing; each is drawn once."""

    @cache
    def draw(method: str, **parameters: Any) -> embedlab.space.Projection:
        return embedlab.project(grouped.matrix, method=method, **parameters)

    return draw
