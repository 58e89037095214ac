"""The limits that all position schemes share, each with the reason in its message."""

from __future__ import annotations

import math

from embedlab.errors import InvalidInputError

__all__ = ["MAX_CELLS", "check_base", "check_dim", "check_length"]

MAX_LENGTH = 1_000_000  # positions
MAX_CELLS = 50_000_000  # of a table: 400 MB in float64


def check_length(length: int) -> None:
    """Raise `InvalidInputError` unless there is at least one position, and not too many."""
    if not 1 <= length <= MAX_LENGTH:
        raise InvalidInputError(
            f"length = {length} is outside its limits; choose from 1 to {MAX_LENGTH:,} positions."
        )


def check_dim(dim: int, length: int = 1) -> None:
    """Raise `InvalidInputError` unless `dim` can be split into pairs and the table fits into memory."""
    if dim < 2 or dim % 2:
        raise InvalidInputError(
            f"dim = {dim} cannot be split into pairs of dimensions; choose an even number from 2 on."
        )
    if dim * length > MAX_CELLS:
        raise InvalidInputError(
            f"{length:,} positions × {dim:,} dimensions exceed {MAX_CELLS:,} cells; "
            "choose a smaller length or dim."
        )


def check_base(base: float) -> None:
    """Raise `InvalidInputError` unless `base` is a finite number above 1, so that frequencies fall."""
    if not (math.isfinite(base) and base > 1):
        raise InvalidInputError(f"base = {base} must be a finite number above 1; the usual value is 10000.")
