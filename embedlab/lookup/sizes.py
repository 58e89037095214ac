"""How large a table is."""

from __future__ import annotations

from dataclasses import dataclass

from embedlab.errors import InvalidInputError, check_choice
from embedlab.precision import BITS

__all__ = ["BYTES", "MAX_NUMBERS", "TableSize", "table_size"]

BYTES = {name: BITS[name] // 8 for name in ("float32", "bfloat16", "int8")}  # of one number
MAX_NUMBERS = 10**12


@dataclass(frozen=True)
class TableSize:
    """A table of V × D numbers."""

    numbers: int
    bytes: int  # of one table
    total_bytes: int  # of input and output table together, which are one where they are tied


def table_size(vocabulary: int, dim: int, *, dtype: str = "float32", tied: bool = True) -> TableSize:
    """Return how large a table of `vocabulary` rows of `dim` numbers is.

    Raises:
        InvalidInputError: fewer than one row or column, or more than 10¹² numbers.
        UnknownNameError: no such type of numbers.

    >>> table_size(50_257, 768).bytes
    154389504
    """
    check_choice(dtype, BYTES, "type of numbers")
    if vocabulary < 1 or dim < 1:
        raise InvalidInputError(
            f"A table of {vocabulary:,} rows × {dim:,} numbers is empty; choose at least 1 of each."
        )
    numbers = vocabulary * dim
    if numbers > MAX_NUMBERS:
        raise InvalidInputError(
            f"{vocabulary:,} rows × {dim:,} numbers are {numbers:,}, and at most {MAX_NUMBERS:,} are "
            "counted; choose a smaller vocabulary or dimension."
        )
    size = numbers * BYTES[dtype]
    return TableSize(numbers, size, size if tied else 2 * size)
