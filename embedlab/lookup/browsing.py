"""The rows of a table browsed: found by text or id, measured by length, with the rows near them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from embedlab.errors import InvalidInputError, quote
from embedlab.lookup.embedding_matrix import EmbeddingMatrix
from embedlab.ranking import Ranking

__all__ = ["RowNeighbors", "find_token", "nearest_rows", "spellings"]


@dataclass(frozen=True)
class RowNeighbors:
    """A row of the table and those nearest to it; the row itself is left out of both lists."""

    token_id: int
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
    ids = spellings(table, text)
    if not ids:
        raise InvalidInputError(
            f"{quote(text)} is not one token of {table.name}, which has {len(table.tokens):,}; "
            "type a shorter word, or an id."
        )
    return ids[0]


def spellings(table: EmbeddingMatrix, text: str) -> tuple[int, ...]:
    """Return the ids of a text as a token: as it is, after a space, as the continuation of a word."""
    name = text.strip()
    names = (text, text.replace(" ", "␣"), name, f"␣{name}", f"##{name}", name.lower(), f"##{name.lower()}")
    return tuple(dict.fromkeys(table.ids[each] for each in names if each in table.ids))


def nearest_rows(table: EmbeddingMatrix, token_id: int, *, k: int = 10) -> RowNeighbors:
    """Return the k rows nearest to that of a token, by cosine and by dot product, from one product.

    The dot product favors long rows; the cosine asks for the direction only. A zero row has cosine 0.

    Raises:
        InvalidInputError: an id without a row.
    """
    row = int(table.check([token_id])[0])
    dots = table.matrix @ table.matrix[row]  # (V,)
    ranked = table.rank(dots * table.inverse_norms, k, leave_out=row)
    by_cosine = replace(ranked, scores=ranked.scores * table.inverse_norms[row])
    return RowNeighbors(row, by_cosine, table.rank(dots, k, leave_out=row))
