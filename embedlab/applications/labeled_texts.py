"""Texts with labels: what classification learns from and is measured on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embedlab.content_key import content_key
from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError, quote
from embedlab.search import Documents
from embedlab.settings import LABELED_TEXTS

__all__ = ["LabeledTexts", "conflicting_texts", "duplicate_groups", "label_documents", "read_labeled_lines"]

MAX_CLASSES = 20
MIN_TEXTS = 2  # of each class: one to learn from, one to test on
NEAR = 0.95  # cosine from which two texts count as one


@dataclass(frozen=True)
class LabeledTexts:
    """Texts and their labels, checked once.

    Raises:
        InvalidInputError: too few or too many texts or classes, an empty text, a missing label.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.texts) != len(self.labels):
            raise InvalidInputError(
                f"There are {len(self.texts):,} texts and {len(self.labels):,} labels; each text needs one."
            )
        _check_count(len(self.texts))
        for row, (text, label) in enumerate(zip(self.texts, self.labels, strict=True), 1):
            if not (text.strip() and label.strip()):
                fault = f", {quote(text)}, has no label" if text.strip() else " is empty"
                raise InvalidInputError(f"Text {row:,}{fault}; fill it in or remove its row.")
        counts = Counter(self.labels)
        if len(counts) < 2:
            raise InvalidInputError(
                f"There is one class, {quote(next(iter(counts), ''))}; a classifier needs two to choose from."
            )
        if len(counts) > MAX_CLASSES:
            raise InvalidInputError(
                f"There are {len(counts):,} classes; at most {MAX_CLASSES} can be told apart on a screen. "
                "Choose another column of labels, or merge some."
            )
        rare = [label for label, count in counts.items() if count < MIN_TEXTS]
        if rare:
            raise InvalidInputError(
                f"The class {quote(rare[0])} has one text; each needs {MIN_TEXTS}, one to learn from and one "
                "to test on. Add a text or change its label."
            )

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The labels, each once, in the order in which they come first."""
        return tuple(dict.fromkeys(self.labels))

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """(classes,): the texts of each."""
        return np.bincount(self.targets)

    @cached_property
    def targets(self) -> NDArray[np.int64]:
        """(n,): the index of the class of each text."""
        return np.array([self.classes.index(label) for label in self.labels])

    @cached_property
    def majority(self) -> float:
        """The share of the largest class: what is right if one always names it."""
        return float(self.counts.max() / len(self.texts))

    @cached_property
    def has_numbers_as_labels(self) -> bool:
        """Whether every label is written as a number."""
        return all(re.fullmatch(r"[-+]?\d+([.,]\d+)?", label) for label in self.classes)

    @cached_property
    def key(self) -> str:
        """The content, for caches."""
        return content_key(self.texts, self.labels)


def read_labeled_lines(text: str) -> LabeledTexts:
    """Return the labeled texts of lines "label | text", or with a tab between; empty lines are left out.

    Raises:
        InvalidInputError: a line has neither, or as `LabeledTexts`.
    """
    rows = [re.split(r"[|\t]", line, maxsplit=1) for line in text.splitlines() if line.strip()]
    single = next((row[0] for row in rows if len(row) < 2), None)
    if not rows or single is not None:
        raise InvalidInputError(
            f"The line {quote(single or '')} has no label; write lines such as “praise | I love it”."
        )
    return LabeledTexts(tuple(row[1].strip() for row in rows), tuple(row[0].strip() for row in rows))


def label_documents(documents: Documents) -> LabeledTexts:
    """Return the labeled texts of a table that was read.

    Raises:
        InvalidInputError: it has no column of labels, or more rows than were read, or as `LabeledTexts`.
    """
    if not documents.labels:
        raise InvalidInputError("The file has no column of labels; call one column label and another text.")
    if LABELED_TEXTS.value() >= documents.total > len(documents.texts):
        raise InvalidInputError(f"{documents.notes[-1]} Choose a part of the file, or shorten its texts.")
    _check_count(documents.total)
    return LabeledTexts(documents.texts, documents.labels)


def _check_count(texts: int) -> None:
    most = LABELED_TEXTS.value()
    if texts > most:
        raise InvalidInputError(
            f"There are {texts:,} texts; at most {most:,} are used here, so leave some out, or call "
            "embedlab.applications from Python in parts."
        )


def duplicate_groups(texts: Sequence[str], vectors: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return the group of each text, (n,): equal and nearly equal ones share one.

    In a test of a classifier such texts must stay on one side, or it is asked what it has read before. Texts
    are compared without case, spaces and punctuation; those whose (n, dim) vectors have a cosine of 0.95 or
    more belong together, too, also through a third.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    units = unit_rows(vectors)
    plain = ["".join(re.findall(r"\w", text.casefold())) or text.strip() for text in texts]
    first = {text: row for row, text in reversed([*enumerate(plain)])}
    same = np.array([first[text] for text in plain])
    rows, columns = np.nonzero(np.triu(units @ units.T >= NEAR, 1))
    rows, columns = np.concatenate([rows, np.arange(len(texts))]), np.concatenate([columns, same])
    pairs = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(texts), len(texts)))
    groups: NDArray[np.int64] = connected_components(pairs, directed=False)[1].astype(np.int64)
    return groups


def conflicting_texts(data: LabeledTexts) -> list[tuple[str, tuple[str, ...]]]:
    """Return the texts that stand there with several labels, and these labels."""
    labels_of: dict[str, dict[str, None]] = {}
    for text, label in zip(data.texts, data.labels, strict=True):
        labels_of.setdefault(text.strip(), {})[label] = None
    return [(text, tuple(labels)) for text, labels in labels_of.items() if len(labels) > 1]
