"""Fewer bits a number: how many each type has, and vectors written with them and read again."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import check_choice

__all__ = ["BITS", "PRECISIONS", "quantize", "restore"]

BITS = {"float32": 32, "bfloat16": 16, "float16": 16, "int8": 8, "binary": 1}  # of a number
PRECISIONS = {name: bits for name, bits in BITS.items() if name != "bfloat16"}  # those that NumPy can write
INT8_LEVELS = 127


def quantize(matrix: NDArray[np.floating[Any]], precision: str) -> NDArray[Any]:
    """Return vectors with fewer bits a number: (n, dim) of float16 or int8, or (n, ceil(dim / 8)) of bits.

    int8 divides each dimension by its largest absolute value, in 127 steps; a bit says whether a number is
    above 0.

    Raises:
        UnknownNameError: no such precision.
    """
    check_choice(precision, tuple(PRECISIONS), "precision")
    if precision == "binary":
        return np.packbits(matrix > 0, axis=1)
    if precision == "int8":
        largest = np.abs(matrix).max(axis=0)
        return np.asarray(np.rint(matrix / np.where(largest > 0, largest, 1) * INT8_LEVELS), dtype=np.int8)
    return np.asarray(matrix, dtype=precision)


def restore(
    quantized: NDArray[Any], matrix: NDArray[np.floating[Any]], precision: str
) -> NDArray[np.float32]:
    """Return the numbers that quantized vectors stand for, (n, dim): of bits, +1 and −1.

    Between vectors of +1 and −1 the cosine is 1 − 2 × the share of bits that differ (Hamming).
    """
    if precision == "binary":
        bits = np.unpackbits(quantized, axis=1, count=matrix.shape[1])
        return bits.astype(np.float32) * 2 - 1
    if precision == "int8":
        return np.asarray(quantized * (np.abs(matrix).max(axis=0) / INT8_LEVELS), dtype=np.float32)
    return np.asarray(quantized, dtype=np.float32)
