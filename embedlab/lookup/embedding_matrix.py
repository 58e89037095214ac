"""The embedding matrix of a model: one row of numbers for each id, and what share of the model it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from embedlab.content_key import content_key
from embedlab.context import Encoder
from embedlab.context.decoder import load_model
from embedlab.cosine import vector_lengths
from embedlab.errors import InvalidInputError
from embedlab.models.checkpoints import count_parameters
from embedlab.ranking import Ranking, top_k
from embedlab.tokens.labels import id_labels

__all__ = ["EmbeddingMatrix", "embedding_matrix", "load_embedding_matrix"]


@dataclass(frozen=True)
class EmbeddingMatrix:
    """The table that a model looks its ids up in. Shared: read only."""

    name: str
    matrix: NDArray[np.float32]  # (V, D)
    tokens: tuple[str, ...]  # (V,) as the vocabulary spells them
    is_tied: bool  # whether the same matrix writes the model's output
    parameters: int  # numbers in all tensors of the checkpoint, position numbers stored with them included
    labels: tuple[str, ...]  # (V,) as a person reads them, "␣cat" for a token that begins with a space

    @classmethod
    def of_words(cls, name: str, words: Sequence[str], matrix: NDArray[np.float32]) -> EmbeddingMatrix:
        """Return word vectors as a table without a model around it; each word is a token."""
        return cls(name, matrix, tuple(words), False, matrix.size, tuple(words))

    @cached_property
    def key(self) -> str:
        """One key for the content: results about this table are kept by it."""
        return content_key("embedding matrix", self.name, self.matrix, "\n".join(self.tokens))

    @property
    def share(self) -> float:
        """The share of the model's numbers that stand in this matrix."""
        return self.matrix.size / self.parameters

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """The length of every row, (V,)."""
        return vector_lengths(self.matrix)

    def shorter_share(self, row: int) -> float:
        """Return the share of all rows that are shorter than one."""
        return float((self.norms < self.norms[row]).mean())

    @cached_property
    def inverse_norms(self) -> NDArray[np.float32]:
        """1 / the length of every row, (V,); 0 for a zero row."""
        inverse = np.divide(1, self.norms, out=np.zeros_like(self.norms), where=self.norms > 0)
        return inverse.astype(np.float32)

    @cached_property
    def ids(self) -> dict[str, int]:
        """The id of each token, by its spelling and by its label."""
        return {name: row for names in (self.labels, self.tokens) for row, name in enumerate(names)}

    def rank(self, scores: NDArray[np.floating], k: int, *, leave_out: int = -1) -> Ranking:
        """Return the k rows with the largest of (V,) scores and their labels, without `leave_out`."""
        rows = top_k(scores, min(k + (leave_out >= 0), len(scores)))
        rows = rows[rows != leave_out][:k]
        return Ranking(rows, scores[rows], tuple(self.labels[row] for row in rows.tolist()))

    def lookup(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the row of each id, (n, D), equal to one_hot(ids) @ matrix.

        Raises:
            InvalidInputError: an id is negative or beyond the last row, or there is none.
        """
        return self.matrix[self.check(ids)]

    def check(self, ids: Sequence[int]) -> NDArray[np.int64]:
        """Return ids as an array if each is the number of a row.

        NumPy would count a negative id from the end and return a wrong row without a word.

        Raises:
            InvalidInputError: an id is negative or beyond the last row, or there is none.
        """
        rows = len(self.matrix)
        if not len(ids):
            raise InvalidInputError("There are 0 ids to look up; type at least one word.")
        for token_id in ids:
            if not 0 <= token_id < rows:
                raise InvalidInputError(
                    f"The id {token_id} has no row in {self.name}, whose ids run from 0 to {rows - 1:,}; "
                    "choose an id in this range."
                )
        return np.asarray(ids, dtype=np.int64)


def embedding_matrix(encoder: Encoder) -> EmbeddingMatrix:
    """Return the input matrix of a model of the catalog that is loaded already; nothing is copied."""
    tokenizer = encoder.tokenizer
    ids = range(len(encoder.token_embeddings))
    return EmbeddingMatrix(
        name=encoder.name,
        matrix=encoder.token_embeddings,
        tokens=tuple(map(tokenizer.spelled, ids)),
        is_tied=encoder.causal and bool(encoder.model.config.tie_word_embeddings),
        parameters=count_parameters(encoder.name),
        labels=id_labels(tokenizer, ids),
    )


def load_embedding_matrix(name: str) -> EmbeddingMatrix:
    """Load the embedding matrix of an encoder or a decoder of the catalog.

    Raises:
        UnknownNameError: no such model; word vectors and tokenizers have no model around their table.
        MissingModelError: the package that carries it is not installed.

    >>> table = load_embedding_matrix("all-MiniLM-L6-v2")
    >>> table.matrix.shape, table.tokens[2924], table.is_tied
    ((30522, 384), 'bank', False)
    """
    return embedding_matrix(load_model(name))
