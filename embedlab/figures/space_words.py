"""The words on a map: which of them are written, where, and the names of the kinds among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.figures.label_placement import PlacedLabel, place_heading, place_labels
from embedlab.figures.space_frame import Frame

__all__ = ["HEADING", "RING", "WORD", "MapWords", "place_words"]

WORD, HEADING = 16.0, 21.0  # font sizes in pixels
BOLD = 1.1  # how much wider bold letters are
RING = 11.0  # pixels that a ring is wider than its marker
CROWDED = 150  # points, from which a word may cover some of them
COVERED = 4  # points that a word may cover there
MARKERS = 2_000  # points that words avoid; more of them leave no room
MAX_KINDS = 12  # names of kinds on a map


@dataclass(frozen=True)
class MapWords:
    """What is written on a map."""

    labels: tuple[PlacedLabel, ...]  # beside their points
    headings: Mapping[str, NDArray[np.float64]]  # kind -> the point of the map (2,) where its name stands


def place_words(
    frame: Frame,
    coordinates: NDArray[np.floating],
    labels: Sequence[str],
    *,
    order: Sequence[int],
    bold: Sequence[int] = (),
    marker_size: float,
    kinds: Mapping[str, NDArray[np.int64]],
    threads: Sequence[int] = (),
) -> MapWords:
    """Return the words that fit and the names of the kinds, none of them on another.

    Args:
        frame: of the map.
        coordinates: (n, 2) of the points.
        labels: (n,) words.
        order: rows of the words that may be written, the most important first.
        bold: rows whose words are bold, with a ring around their points.
        marker_size: in pixels.
        kinds: name -> rows of its points.
        threads: rows of a point and of those that lines join to it; no name stands on a line.
    """
    pixels = frame.pixels(coordinates)
    count = len(labels)
    sizes, around = np.full(count, WORD), np.full(count, float(marker_size))
    sizes[list(bold)] *= BOLD
    around[list(bold)] += RING
    most_covered = np.full(count, 0 if count <= CROWDED else COVERED)
    most_covered[list(bold)] = count  # always written
    placed = place_labels(
        pixels,
        labels,
        area=frame.area,
        size=sizes,
        offset=around / 1.6 + 1,  # where Plotly writes beside a marker of that size
        marker=marker_size / 2,
        order=order,
        markers=pixels[:: max(1, count // MARKERS)],
        most_covered=most_covered,
    )
    boxes = np.array([label.box for label in placed]).reshape(-1, 4)
    markers = np.hstack((pixels - marker_size / 2, pixels + marker_size / 2))
    obstacles = np.concatenate((boxes, markers, _along(pixels[list(threads)])))
    return MapWords(tuple(placed), _place_headings(frame, pixels, obstacles, kinds))


def _along(ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return small boxes (n, 4) along the lines from the first point to each of the others."""
    if len(ends) < 2:
        return np.empty((0, 4))
    shares = np.linspace(0, 1, 40)[:, None]
    points = np.concatenate([ends[0] + shares * (end - ends[0]) for end in ends[1:]])
    return np.hstack((points - 2, points + 2))


def _place_headings(
    frame: Frame,
    pixels: NDArray[np.float64],
    obstacles: NDArray[np.float64],
    kinds: Mapping[str, NDArray[np.int64]],
) -> dict[str, NDArray[np.float64]]:
    names = [name for name in kinds if name]
    if not 2 <= len(names) <= MAX_KINDS:
        return {}
    headings = {}
    for name in names:
        rows = kinds[name]
        others = np.delete(pixels, rows, axis=0)
        box = place_heading(
            pixels[rows].mean(axis=0),
            name,
            area=frame.area,
            size=HEADING * BOLD,
            obstacles=obstacles,
            own=pixels[rows],
            others=others,
        )
        if box is not None:
            obstacles = np.vstack((obstacles, box))
            left, top, right, bottom = box
            headings[name] = frame.position(((left + right) / 2, (top + bottom) / 2))
    return headings
