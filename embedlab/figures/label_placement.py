"""Where to write the words of a map: beside their points, without overlap, as many as fit.

Knows pixels, points and texts, and nothing of how they are drawn. The widths of the texts are estimates on
the wide side, so that a font that is a little wider than most still fits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Area", "PlacedLabel", "place_heading", "place_labels", "text_width"]

Boxes = NDArray[np.float64]  # (n, 4): left, top, right, bottom, in pixels from the top left corner
LINE = 1.15  # height of a line, in font sizes
GAP = 1.5  # pixels between two labels
AT_ONCE = 64  # places of a heading that are looked at together
FEW = 150  # labels, up to which one that finds no room may push others to another side
PUSHES = 3  # labels in a chain that push each other
MOST_PUSHED = 2  # labels that one label may push at once
# where a label stands beside its point, best first, as (name, to the right, down)
SIDES = (
    ("middle right", 1, 0),
    ("middle left", -1, 0),
    ("top center", 0, -1),
    ("bottom center", 0, 1),
    ("top right", 1, -1),
    ("bottom right", 1, 1),
    ("top left", -1, -1),
    ("bottom left", -1, 1),
)
# widths in font sizes, those of wide fonts such as Open Sans and Verdana
NARROW, MIDDLING, WIDE = set("ijlI.,:;'!|·"), set('frt()[]{}/\\- "“”‘’`'), set("mwMW@%—…")


@dataclass(frozen=True)
class Area:
    """Where labels may stand, in pixels."""

    width: float
    height: float


@dataclass(frozen=True)
class PlacedLabel:
    """A label that fits: which one, on which side of its point, and the box it fills."""

    index: int
    side: str  # "middle right", "top center", …
    box: tuple[float, float, float, float]  # left, top, right, bottom


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is, in pixels; rather too wide than too narrow.

    >>> text_width("ill", 10) < text_width("mum", 10)
    True
    """
    return size * sum(map(_character_width, text))


def place_labels(
    points: NDArray[np.floating],
    texts: Sequence[str],
    *,
    area: Area,
    size: float | NDArray[np.floating],
    offset: float | NDArray[np.floating],
    marker: float,
    order: Sequence[int],
    markers: NDArray[np.floating] | None = None,
    obstacles: Boxes | None = None,
    most_covered: int | NDArray[np.integer] = 0,
) -> list[PlacedLabel]:
    """Return which labels can be written where without covering each other, a marker or an obstacle.

    Each label takes the best free one of eight sides of its point. Among few labels, one that finds none may
    push others to another side.

    Args:
        points: (n, 2) in pixels, from the top left corner of the area.
        texts: (n,) labels.
        area: no label leaves it.
        size: of the font, in pixels; one for all, or (n,).
        offset: from the middle of a point to its label, in pixels; one for all, or (n,).
        marker: half the size of a marker, in pixels.
        order: indices of the labels that may be written, the most important first.
        markers: (m, 2) middles of all markers; `points` where it is None.
        obstacles: (k, 4) boxes that stay free.
        most_covered: markers that a label may cover where no side is free of them; one for all, or (n,).

    Source: the greedy method in Christensen, Marks and Shieber 1995, with eight positions for each label.
    """
    positions = np.asarray(points, dtype=np.float64)
    centers = positions if markers is None else np.asarray(markers, dtype=np.float64)
    blocked = np.empty((0, 4)) if obstacles is None else np.asarray(obstacles, dtype=np.float64)
    sizes, offsets = np.broadcast_to(size, len(positions)), np.broadcast_to(offset, len(positions))
    limits = np.broadcast_to(most_covered, len(positions))
    candidates = np.empty((len(order), len(SIDES), 4))
    usable = []  # the sides of each label, best first
    for row, index in enumerate(order):
        boxes = candidates[row] = _candidates(
            positions[index], texts[index], size=float(sizes[index]), offset=float(offsets[index])
        )
        covered = _count_covered(boxes, centers, marker)
        inside = (boxes[:, :2] >= 0).all(axis=1) & (boxes[:, 2:] <= (area.width, area.height)).all(axis=1)
        free = inside & (covered <= limits[index]) & ~_overlaps(boxes, blocked).any(axis=1)
        best_first = np.argsort(covered, kind="stable")
        usable.append(best_first[free[best_first]].tolist())
    board = _Board(candidates, usable)
    for row in range(len(order)):
        board.insert(row, pushes=PUSHES if len(order) <= FEW else 0)
    return [
        PlacedLabel(order[row], SIDES[side][0], tuple(candidates[row, side].tolist()))
        for row, side in sorted(board.sides.items())
    ]


def place_heading(
    center: NDArray[np.floating],
    text: str,
    *,
    area: Area,
    size: float,
    obstacles: Boxes,
    own: NDArray[np.floating],
    others: NDArray[np.floating],
    step: float = 6.0,
) -> tuple[float, float, float, float] | None:
    """Return the free box nearest to `center` for the name of a group, None where there is none.

    It stands nearer to a point of its group, `own` (n, 2), than to any of the `others` (m, 2).
    """
    half = np.array([text_width(text, size), size * LINE]) / 2
    x, y = np.meshgrid(
        np.arange(half[0], area.width - half[0], step), np.arange(half[1], area.height - half[1], step)
    )
    middles = np.column_stack((x.ravel(), y.ravel()))
    nearest_first = np.argsort(np.linalg.norm(middles - center, axis=1), kind="stable")
    boxes = np.hstack((middles - half, middles + half))[nearest_first]
    for first in range(0, len(boxes), AT_ONCE):
        some = boxes[first : first + AT_ONCE]
        for box in some[~_overlaps(some, obstacles).any(axis=1)]:
            if not len(others) or _distance(box, own) < _distance(box, others):
                left, top, right, bottom = box.tolist()
                return left, top, right, bottom
    return None


class _Board:
    """The labels placed so far; one that finds no room may push others to another side."""

    def __init__(self, candidates: NDArray[np.float64], usable: Sequence[Sequence[int]]) -> None:
        self.sides: dict[int, int] = {}
        self._boxes = np.full((len(candidates), 4), np.nan)  # nan, which overlaps nothing: not placed
        self._candidates, self._usable = candidates, usable

    def insert(self, index: int, *, pushes: int, fixed: frozenset[int] = frozenset()) -> bool:
        """Place a label where it is free, or where others can make room; return whether that worked."""
        in_the_way = _overlaps(self._candidates[index], self._boxes)
        for side in self._usable[index]:
            if not in_the_way[side].any():
                self._place(index, side)
                return True
        for side in self._usable[index] if pushes else ():
            others = np.flatnonzero(in_the_way[side]).tolist()
            if len(others) > MOST_PUSHED or not fixed.isdisjoint(others):
                continue
            sides, boxes = dict(self.sides), self._boxes.copy()
            self._boxes[others] = np.nan
            self._place(index, side)
            if all(self.insert(each, pushes=pushes - 1, fixed=fixed | {index}) for each in others):
                return True
            self.sides, self._boxes = sides, boxes
        return False

    def _place(self, index: int, side: int) -> None:
        self.sides[index] = side
        self._boxes[index] = self._candidates[index, side]


def _character_width(character: str) -> float:
    if character in NARROW:
        return 0.3
    if character in MIDDLING:
        return 0.4
    if character in WIDE:
        return 0.9
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.05
    if unicodedata.combining(character):
        return 0.0
    return 0.68 if character.isupper() else 0.57


def _candidates(point: NDArray[np.float64], text: str, *, size: float, offset: float) -> Boxes:
    """Return the box of a label on each side of its point, shape (8, 4)."""
    half = np.array([text_width(text, size), size * LINE]) / 2
    sides = np.array([(right, down) for _, right, down in SIDES])
    middles = point + sides * (offset + half)
    return np.hstack((middles - half, middles + half))


def _count_covered(boxes: Boxes, centers: NDArray[np.float64], marker: float) -> NDArray[np.int64]:
    """Return how many markers each box covers."""
    markers = np.hstack((centers - marker, centers + marker))
    counts: NDArray[np.int64] = _overlaps(boxes, markers, gap=0).sum(axis=1)
    return counts


def _overlaps(boxes: Boxes, others: Boxes, gap: float = GAP) -> NDArray[np.bool_]:
    """Return which of (n, 4) boxes come nearer than the gap to which of (m, 4) others, shape (n, m)."""
    left, top, right, bottom = boxes.T[:, :, None]
    other_left, other_top, other_right, other_bottom = others.T
    beside = (left < other_right + gap) & (right > other_left - gap)
    return np.asarray(beside & (top < other_bottom + gap) & (bottom > other_top - gap))


def _distance(box: NDArray[np.float64], points: NDArray[np.floating]) -> float:
    """Return how far the nearest of some points is from a box."""
    outside = np.maximum(np.maximum(box[:2] - points, points - box[2:]), 0)
    return float(np.linalg.norm(outside, axis=1).min())
