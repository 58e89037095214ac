"""The limits that all position schemes share, each with the condition it breaks in its message."""

from __future__ import annotations

import math

from embedlab.errors import InvalidInputError

__all__ = [
    "MAX_CELLS",
    "MAX_LENGTH",
    "check_base",
    "check_dim",
    "check_heads",
    "check_length",
    "check_scores",
    "check_start",
]

MAX_LENGTH = 1_000_000  # positions
MAX_START = 1_000_000  # the first position, in either direction
MAX_CELLS = 50_000_000  # of a table: 400 MB in float64
MAX_HEADS = 256
PAIRS = "a sine and a cosine share a frequency"


def check_length(length: int) -> None:
    """Raise `InvalidInputError` unless there is at least one position, and not too many."""
    if not 1 <= length <= MAX_LENGTH:
        raise InvalidInputError(
            f"length = {length:,} is outside its limits; choose from 1 to {MAX_LENGTH:,} positions."
        )


def check_heads(heads: int) -> None:
    """Raise `InvalidInputError` unless there is at least one head, and not too many."""
    if not 1 <= heads <= MAX_HEADS:
        raise InvalidInputError(f"heads = {heads} is outside its limits; choose from 1 to {MAX_HEADS}.")


def check_scores(heads: int, length: int) -> None:
    """Raise `InvalidInputError` unless a number for each head, query and key fits into memory."""
    check_length(length)
    if heads * length * length > MAX_CELLS:
        raise InvalidInputError(
            f"{heads} heads × {length:,} × {length:,} positions exceed {MAX_CELLS:,} cells; "
            "choose a shorter length."
        )


def check_start(start: int) -> None:
    """Raise `InvalidInputError` unless angles from position `start` on are exact to 1e-9."""
    if not -MAX_START <= start <= MAX_START:
        raise InvalidInputError(
            f"start = {start:,} is outside its limits; choose from {-MAX_START:,} to {MAX_START:,}, where "
            "angles are exact to a billionth of a radian."
        )


def check_dim(dim: int, length: int = 1, *, pairs: str = PAIRS) -> None:
    """Raise `InvalidInputError` unless `dim` can be split into pairs and the table fits into memory.

    `pairs` says in the message why there must be pairs.
    """
    if dim < 2:
        raise InvalidInputError(
            f"dim = {dim:,} holds no pair of dimensions; choose an even number from 2 on."
        )
    if dim % 2:
        raise InvalidInputError(f"dim = {dim:,} is odd: {pairs}; choose {max(dim - 1, 2):,} or {dim + 1:,}.")
    if dim * length > MAX_CELLS:
        raise InvalidInputError(
            f"{length:,} positions × {dim:,} dimensions exceed {MAX_CELLS:,} cells; "
            "choose a smaller length or dim."
        )


def check_base(base: float) -> None:
    """Raise `InvalidInputError` unless `base` is a finite number above 1, so that frequencies fall."""
    if not (math.isfinite(base) and base > 1):
        raise InvalidInputError(
            f"base = {base:.12g} must be a finite number above 1, so that base^(-2i/dim) falls from pair to "
            "pair; the usual value is 10000."
        )
