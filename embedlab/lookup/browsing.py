"""The rows of a table browsed: found by text or id, measured by length, with the rows near them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.lookup.embedding_matrix import EmbeddingMatrix
from embedlab.ranking import Ranking, top_k

__all__ = ["RowNeighbors", "find_token", "nearest_rows", "spellings"]


@dataclass(frozen=True)
class RowNeighbors:
    """A row of the table and those nearest to it; the row itself is left out of both lists."""

    token_id: int
    norm: float
    norm_share: float  # of all rows that are shorter
    by_cosine: Ranking
    by_dot: Ranking


def find_token(table: EmbeddingMatrix, text: str) -> int:
    """Return the id of a token: a number is an id, everything else a token as it is spelled or shown.

    Raises:
        InvalidInputError: an id without a row, an empty text, or a text that is not one token.
    """
    name = text.strip()
    if not name:
        raise InvalidInputError(
            f"No token is typed; type one of {table.name}, or an id from 0 to {len(table.tokens) - 1:,}."
        )
    if name.lstrip("-").isascii() and name.lstrip("-").isdigit() and len(name) < 20:
        return int(table.check([int(name)])[0])
    found = next(iter(spellings(table, text)), None)
    if found is None:
        raise InvalidInputError(
            f"{quote(text)} is not one token of {table.name}, which has {len(table.tokens):,}; "
            "type a shorter word, or an id."
        )
    return found


def spellings(table: EmbeddingMatrix, text: str) -> tuple[int, ...]:
    """Return the ids of a text as a token: as it is, after a space, as the continuation of a word."""
    ids = table.ids
    name = text.strip()
    names = (text, text.replace(" ", "␣"), name, f"␣{name}", f"##{name}", name.lower(), f"##{name.lower()}")
    return tuple(dict.fromkeys(ids[each] for each in names if each in ids))


def nearest_rows(table: EmbeddingMatrix, token_id: int, *, k: int = 10) -> RowNeighbors:
    """Return the rows nearest to that of a token, by cosine and by dot product, from one product.

    The dot product favors long rows; the cosine asks for the direction only. A zero row has cosine 0.

    Args:
        table: where to look.
        token_id: of the row.
        k: neighbors in each list.

    Raises:
        InvalidInputError: an id without a row.
    """
    (row,) = table.check([token_id])
    dots = table.matrix @ table.matrix[row]  # (V,)
    norms, inverse = table.norms, table.inverse_norms  # of a zero row 0, and so is its cosine
    return RowNeighbors(
        token_id=int(row),
        norm=float(norms[row]),
        norm_share=float(np.searchsorted(table.sorted_norms, norms[row]) / len(norms)),
        by_cosine=_ranking(table, dots * inverse, int(row), k, scale=float(inverse[row])),
        by_dot=_ranking(table, dots, int(row), k),
    )


def _ranking(
    table: EmbeddingMatrix, scores: NDArray[np.floating], row: int, k: int, *, scale: float = 1.0
) -> Ranking:
    rows = np.array([each for each in top_k(scores, min(k + 1, len(scores))).tolist() if each != row][:k])
    return Ranking(rows, scale * scores[rows], tuple((table.labels or table.tokens)[each] for each in rows))
