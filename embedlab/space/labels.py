"""Which words can be written on a map without covering each other. Draws nothing.

A word stands centered above its point. The first of the order is always written; each further one only
where no word written before it stands in its way. This is the plainest of the methods compared by
Christensen, Marks and Shieber (1995), "greedy", with a single position for each label: a word is found where
its point is, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError
from embedlab.space.points import check_points, scale_points

__all__ = ["MARGIN", "choose_boxes", "choose_labels"]

MARGIN = 0.05  # of the area, empty on each side of the outermost points, as in a plotly figure


def choose_labels(
    coordinates: ArrayLike,
    widths: ArrayLike,
    *,
    width: float,
    height: float,
    line: float = 18.0,
    priority: Sequence[int] | NDArray[np.integer] | None = None,
    most: int = 400,
) -> NDArray[np.int64]:
    """Return which labels of a map in two dimensions can be written, best first.

    The points are scaled to fill the area but for a margin of 5 % on each side. A word at the edge may
    reach beyond the area; a figure that clips it has to leave room.

    Args:
        coordinates: (n, 2), finite.
        widths: (n,) of the labels, in pixels.
        width: of the area, in pixels.
        height: of the area, in pixels.
        line: height of a label, in pixels.
        priority: indices, best first; those it leaves out are not written. None keeps the given order.
        most: never more than this many.

    Raises:
        InvalidInputError: coordinates that cannot be drawn, widths that do not match them, an area or a
            line without a size, or an order that is none.

    >>> choose_labels([[0, 0], [1, 0], [1, 0]], [40, 40, 40], width=300, height=100).tolist()
    [0, 1]
    """
    points = check_points(coordinates, np.size(widths))
    if points.shape[1] != 2:
        raise InvalidInputError(
            f"Labels are chosen in 2 dimensions and these points have {points.shape[1]}; "
            "give them as they are seen."
        )
    for name, size in (("width", width), ("height", height)):
        if not 0 < size < np.inf:
            raise InvalidInputError(f"{name} = {size} is no size; give a number of pixels above 0.")
    places = (MARGIN + (1 - 2 * MARGIN) * scale_points(points)) * (width, height)
    return choose_boxes(places, widths, line=line, priority=priority, most=most)


def choose_boxes(
    places: ArrayLike,
    widths: ArrayLike,
    *,
    line: float = 18.0,
    priority: Sequence[int] | NDArray[np.integer] | None = None,
    most: int = 400,
) -> NDArray[np.int64]:
    """Return which of many boxes of one height can be drawn without overlapping, best first.

    Args:
        places: (n, 2) in pixels, of the middle of each box.
        widths: (n,) of the boxes, in pixels.
        line: height of a box.
        priority: as `choose_labels`.
        most: as `choose_labels`.

    Raises:
        InvalidInputError: as `choose_labels`.
    """
    spots = np.asarray(places, dtype=np.float64)
    halves = _check_widths(widths, len(spots)) / 2
    if not 0 < line < np.inf:
        raise InvalidInputError(f"line = {line} is no size; give a number of pixels above 0.")
    if most < 0:
        raise InvalidInputError(f"most = {most} labels cannot be chosen; give 0 or more.")
    rest = _check_order(priority, len(spots))
    x, y, half = spots[rest, 0], spots[rest, 1], halves[rest]
    chosen: list[int] = []
    while len(rest) and len(chosen) < most:
        chosen.append(int(rest[0]))
        # all boxes in its way are struck out in one step: a pass for each chosen box, not for each candidate
        free = (np.abs(y - y[0]) >= line) | (np.abs(x - x[0]) >= half + half[0])
        free[0] = False
        rest, x, y, half = rest[free], x[free], y[free], half[free]
    return np.array(chosen, dtype=np.int64)


def _check_widths(widths: ArrayLike, count: int) -> NDArray[np.float64]:
    sizes = np.asarray(widths, dtype=np.float64)
    if sizes.shape != (count,):
        raise InvalidInputError(
            f"There are {count:,} points and widths of shape {sizes.shape}; give one width for each point."
        )
    if not (np.isfinite(sizes) & (sizes >= 0)).all():
        raise InvalidInputError("A label's width is negative or not finite; give pixels, 0 or more.")
    return sizes


def _check_order(priority: Sequence[int] | NDArray[np.integer] | None, count: int) -> NDArray[np.int64]:
    if priority is None:
        return np.arange(count)
    order = np.asarray(priority)
    if order.size == 0:
        return np.zeros(0, dtype=np.int64)
    if order.ndim != 1 or not np.issubdtype(order.dtype, np.integer):
        raise InvalidInputError("An order of labels is a list of whole numbers; give their indices.")
    if order.min() < 0 or order.max() >= count or len(np.unique(order)) != len(order):
        raise InvalidInputError(
            f"The order of labels names a point twice or one that does not exist; "
            f"give each index from 0 to {count - 1:,} at most once."
        )
    return order.astype(np.int64)
