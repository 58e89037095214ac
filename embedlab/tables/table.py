"""What a read table is, and what the reader of one format hands on before it is made clean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["RawTable", "VectorTable"]


@dataclass(frozen=True)
class VectorTable:
    """A person's own vectors, ready to be used: every number finite, every label there once.

    `labels`, the rows of `matrix` and the values of each column belong together, row by row.
    """

    labels: tuple[str, ...]
    matrix: NDArray[np.float32]  # (n, dim), finite
    columns: Mapping[str, tuple[str, ...]]  # name -> one value a row, for coloring
    format: str  # in words, such as "GloVe text"
    notes: tuple[str, ...]  # what was changed or noticed, a sentence each
    reading: str = ""  # how the file was read, with its first row: a sentence
    label_column: str | None = None  # where the labels were read from, and what else they could be
    label_columns: tuple[str, ...] = ()
    vector_column: str | None = None  # the same for the vectors
    vector_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """A table as its file has it: numbers of any type, labels that may repeat or be missing."""

    matrix: NDArray[Any]  # (n, dim), real numbers
    labels: list[str] | None  # None: the format names no rows
    format: str
    columns: dict[str, list[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    labels_are_words: bool = False  # word2vec and GloVe: a label is the key of its row, not a class of rows
    label_column: str | None = None  # the name of the column of labels, where columns have names
    label_columns: tuple[str, ...] = ()  # every column that could be chosen
    labels_are_index: bool = False  # running numbers, which the labels of another file replace
    vector_column: str | None = None
    vector_columns: tuple[str, ...] = ()
