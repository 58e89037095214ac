"""Figures of the lookup lesson: the matrix as an image, and ids beside frequency."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from embedlab.figures.points import points_figure
from embedlab.figures.style import text_color

__all__ = ["frequency_figure", "matrix_image", "signed_bytes"]

IMAGE = (200, 80)  # rows and columns of the image: each pixel is one number of the matrix
LEVELS = 9  # of each sign
QUANTILE = 0.98  # of the absolute values: a few are many times larger and would pale all others
SLICES = 60  # of the ids, each with the median of its ranks


def signed_bytes(numbers: NDArray[np.floating], reach: float) -> NDArray[np.int8]:
    """Return numbers as −9 to 9 shares of `reach`, for the strength of a color."""
    shares = np.clip(numbers / reach, -1, 1) if reach else np.zeros_like(numbers)
    levels: NDArray[np.int8] = np.rint(shares * LEVELS).astype(np.int8)
    return levels


def matrix_image(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], float]:
    """Return a (V, D) matrix as signed bytes, at most 200 × 80, and the size of a number in full color.

    Rows and columns are left out evenly, none are averaged: every pixel is a number of the matrix.
    """
    rows, columns = (
        np.linspace(0, size - 1, min(size, most)).astype(int)
        for size, most in zip(matrix.shape, IMAGE, strict=True)
    )
    sample = matrix[np.ix_(rows, columns)]
    reach = float(np.quantile(np.abs(sample), QUANTILE))
    return signed_bytes(sample, reach), reach


def frequency_figure(ids: NDArray[np.int64], ranks: NDArray[np.int64]) -> go.Figure:
    """Draw the median rank of frequency of the words in each slice of the ids, lowest ids first."""
    slices = np.array_split(np.argsort(ids), SLICES)
    return points_figure(
        *([np.median(each[rows]) for rows in slices] for each in (ids, ranks)),
        x_axis="id in GPT-2's vocabulary",
        y_axis="rank by frequency (1 = most frequent)",
        hover="ids about %{x:,.0f}: the median word is number %{y:,.0f} by frequency",
        marker={"size": 9, "color": text_color()},
        height=370,
    )
