"""What the map is drawn of: words of a table, sentences, toys, or the visitor's own vectors.

Each source gives points with labels and groups, says what its vectors are, and has the code that makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

import embedlab
from embedlab.space import PointSet
from ui.cache import cached
from ui.models import ENCODER, WORD_VECTORS, encoder, word_vectors
from ui.own_table import OwnTable

__all__ = [
    "MAX_UPLOADED",
    "SPACES",
    "Points",
    "describe",
    "frequent_words",
    "is_table",
    "keep_rows",
    "load_code",
    "look_up",
    "neighborhood",
    "sentence_points",
    "spaces",
    "table_of",
    "table_points",
    "toy_points",
    "without_zeros",
    "word_points",
]

SPACES = ["GloVe", "MiniLM input table", "MiniLM, word by word"]
DESCRIPTIONS = {
    SPACES[0]: f"static word vectors of {WORD_VECTORS}, one a word whatever the sentence",
    SPACES[1]: f"static rows of the input table of {ENCODER}, before it reads any context",
    SPACES[2]: f"vectors of {ENCODER} for each word as a text of its own (mean of its last layer)",
}
LOAD_ENCODER = f'encoder = embedlab.load_encoder("{ENCODER}")'
MAX_UPLOADED = 20_000  # rows of an uploaded table
MAX_EMBEDDED = 500  # texts sent through the encoder for a map


@dataclass(frozen=True)
class Points:
    """Points to draw, and where they come from."""

    data: PointSet
    description: str  # what the vectors are: "static word vectors of …"
    code: tuple[str, ...]  # lines that make `labels` and `matrix`
    space: str  # one of `spaces()`, or "" where words cannot be looked up
    lesson: str = ""  # what a toy teaches

    @property
    def key(self) -> str:
        """The content key of the points; their vectors tell the spaces apart."""
        return self.data.key


def spaces() -> list[str]:
    """Return the spaces that words have vectors in; the tables that the operator added come last."""
    return [*SPACES, *embedlab.vectors.added_tables()]


def is_table(space: str) -> bool:
    """Whether a space is a table of static word vectors."""
    return space not in {"", *SPACES[1:]}


def table_of(space: str) -> embedlab.vectors.WordVectors:
    """Return the table that names the words of a space: GloVe, or one that the operator added."""
    return word_vectors(WORD_VECTORS if space in SPACES else space)


def load_code(space: str) -> str:
    """Return the line that loads that table."""
    return f"vectors = embedlab.load_word_vectors({WORD_VECTORS if space in SPACES else space!r})"


def describe(space: str) -> str:
    """Say what the vectors of a space are."""
    return DESCRIPTIONS.get(space, f"static word vectors of {space}, a table added on this server")


def look_up(words: Sequence[str], space: str) -> NDArray[np.float32]:
    """Return one vector per word, shape (n, dim), in one of the `spaces`.

    Raises:
        UnknownWordError: the table has no such word.
    """
    if space == SPACES[1]:
        return embedlab.context.input_vectors(encoder(ENCODER), words).vectors
    if space == SPACES[2]:
        return encoder(ENCODER).embed(words)
    vectors = table_of(space)
    return np.array(vectors.matrix[[vectors.row(word) for word in words]])


@cached(entries=16)
def word_points(words: tuple[str, ...], groups: tuple[str, ...], space: str) -> Points:
    """Return some words with their groups."""
    _check_count(len(words), space)
    return _word_points(words, space, f"labels = {list(words)!r}", {"group": groups})


@cached(entries=8)
def frequent_words(count: int, space: str) -> Points:
    """Return the most frequent words."""
    _check_count(count, space)
    words = tuple(table_of(space).words[:count])
    return _word_points(words, space, f"labels = vectors.words[:{len(words)}]")


@cached(entries=16)
def neighborhood(word: str, count: int, space: str) -> Points:
    """Return a word and its nearest neighbors in the table of the space."""
    vectors = table_of(space)
    center = vectors.words[vectors.row(word)]
    words = (center, *vectors.neighbors(center, k=count - 1).words)
    code = f"labels = [{center!r}, *vectors.neighbors({center!r}, k={count - 1}).words]"
    return _word_points(words, space, code)


@cached(entries=16)
def sentence_points(sentences: tuple[str, ...], groups: tuple[str, ...]) -> Points:
    """Return sentences, each with its group, "" where it has none."""
    columns = {"group": tuple(group or "no group" for group in groups)} if any(groups) else {}
    return Points(
        PointSet(sentences, encoder(ENCODER).embed(sentences), columns),
        f"contextual vectors of {ENCODER}, one a sentence (mean of its last layer)",
        (LOAD_ENCODER, f"labels = {list(sentences)!r}", "matrix = encoder.embed(labels)"),
        SPACES[2],
    )


@cached(entries=8)
def toy_points(name: str) -> Points:
    """Return a toy."""
    toy = embedlab.space.toy_points(name)
    return Points(
        PointSet(toy.labels, toy.matrix, {"group": toy.groups}),
        f"a toy: random points of {toy.matrix.shape[1]} numbers, drawn from a known formula",
        (f"toy = embedlab.space.toy_points({name!r})", "labels, matrix = toy.labels, toy.matrix"),
        "",
        toy.lesson,
    )


def table_points(own: OwnTable) -> Points:
    """Return the first rows of an uploaded table."""
    table, rows = own.table, slice(0, MAX_UPLOADED)
    columns = {name: tuple(values[rows]) for name, values in table.columns.items()}
    selection = f"labels, matrix = table.labels[:{MAX_UPLOADED}], table.matrix[:{MAX_UPLOADED}]"
    data = PointSet(tuple(table.labels[rows]), np.array(table.matrix[rows]), columns)
    return Points(data, own.title, (own.code, selection), "")


def keep_rows(points: Points, rows: Sequence[int]) -> Points:
    """Return some of the points."""
    code = (f"rows = {list(rows)!r}", "labels, matrix = [labels[row] for row in rows], matrix[rows]")
    return replace(points, data=points.data.take(rows), code=(*points.code, *code))


def without_zeros(points: Points) -> Points:
    """Return the points that have a direction."""
    rows = np.flatnonzero(points.data.matrix.any(axis=1))
    code = (
        "directed = matrix.any(axis=1)",
        "labels, matrix = np.array(labels)[directed], matrix[directed]",
    )
    return replace(points, data=points.data.take(rows), code=(*points.code, *code))


def _word_points(
    words: tuple[str, ...], space: str, labels: str, columns: dict[str, tuple[str, ...]] | None = None
) -> Points:
    vectors = table_of(space)
    ranks = np.array([vectors.row(word) + 1 for word in words])
    from_table = ("matrix = np.stack([vectors[word] for word in labels])",)
    matrix = {
        SPACES[1]: (LOAD_ENCODER, "matrix = embedlab.context.input_vectors(encoder, labels).vectors"),
        SPACES[2]: (LOAD_ENCODER, "matrix = encoder.embed(labels)"),
    }
    return Points(
        PointSet(words, look_up(words, space), columns or {}, ranks),
        describe(space),
        (load_code(space), labels, *matrix.get(space, from_table)),
        space,
    )


def _check_count(count: int, space: str) -> None:
    if space == SPACES[2] and count > MAX_EMBEDDED:
        raise embedlab.InvalidInputError(
            f"{count:,} words are too many to send through the encoder; choose at most {MAX_EMBEDDED}."
        )
