"""The bundled groups of words with their vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class GroupedWords:
    words: tuple[str, ...]
    groups: tuple[str, ...]
    matrix: np.ndarray
