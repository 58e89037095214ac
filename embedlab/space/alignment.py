"""Turning one map until it lies like another, and how far several maps of the same rows agree.

t-SNE and UMAP do not know left from right or up from down: two maps can only be compared after one of them
was turned or mirrored onto the other (orthogonal Procrustes).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError
from embedlab.space.exact_neighbors import nearest_rows
from embedlab.space.neighbor_preservation import preserved_neighbors
from embedlab.space.projection import Projection

__all__ = ["Alignment", "Stability", "align", "map_stability", "turn"]


@dataclass(frozen=True)
class Alignment:
    """One map laid onto another: `(coordinates - center) @ rotation * scale + shift`."""

    coordinates: NDArray[np.float32]  # (n, n_components)
    center: NDArray[np.float64]  # (n_components,)
    rotation: NDArray[np.float64]  # (n_components, n_components), a mirroring included
    scale: float
    shift: NDArray[np.float64]  # (n_components,)
    disparity: float  # 0: the same up to turning, mirroring and size; 1: nothing in common


def align(moving: ArrayLike, fixed: ArrayLike, *, resize: bool = False) -> Alignment:
    """Turn and mirror a map so that its points come as near as possible to those of another.

    Args:
        moving: (n, n_components), the map to turn; it is centered on 0.
        fixed: (n, n_components), the map to turn it to.
        resize: change its size and place, too, so that the two can be drawn on the same axes.

    Source: Schönemann 1966 (`scipy.linalg.orthogonal_procrustes`); the disparity is that of
    `scipy.spatial.procrustes`.
    """
    from scipy.linalg import orthogonal_procrustes

    first, second = np.asarray(moving, dtype=np.float64), np.asarray(fixed, dtype=np.float64)
    if first.shape != second.shape or first.ndim != 2:
        raise InvalidInputError(
            f"Two maps of the same points are needed; these have shapes {first.shape} and {second.shape}."
        )
    center, shift = first.mean(axis=0), second.mean(axis=0)
    first, second = first - center, second - shift
    size, other = np.linalg.norm(first), np.linalg.norm(second)
    if size == 0 or other == 0:  # all points on one spot: nothing to turn
        unit = np.eye(first.shape[1])
        return Alignment(first.astype(np.float32), center, unit, 1.0, np.zeros_like(shift), 1.0)
    rotation, overlap = orthogonal_procrustes(first / size, second / other)
    scale = float(overlap * other / size) if resize else 1.0
    shift = shift if resize else np.zeros_like(shift)
    placed = (first @ rotation * scale + shift).astype(np.float32)
    return Alignment(placed, center, rotation, scale, shift, float(max(0.0, 1 - overlap**2)))


def turn(projection: Projection, moved: Alignment) -> Projection:
    """Return a map with its coordinates and all its frames turned in the same way."""
    frames = projection.frames
    if len(frames):  # each state around its own center, as the map itself
        centered = frames - frames.mean(axis=1, keepdims=True)
        frames = (centered @ moved.rotation * moved.scale + moved.shift).astype(np.float32)
        frames[-1] = moved.coordinates
    return replace(projection, coordinates=moved.coordinates, frames=frames)


@dataclass(frozen=True)
class Stability:
    """How far several maps of the same rows agree."""

    aligned: NDArray[np.float32]  # (maps, n, n_components) laid onto the first
    shared: NDArray[np.float64]  # (n,) mean share of a point's k map neighbors that two maps have in common
    drift: NDArray[np.float64]  # (n,) root mean square distance from its mean place, 1 = radius of the map
    k: int
    expected: float  # `shared` of maps that place the points at random: k / (n - 1)


def map_stability(maps: Sequence[ArrayLike], *, k: int = 10) -> Stability:
    """Compare maps of the same rows, such as those of several seeds.

    Args:
        maps: at least two of shape (n, n_components).
        k: neighbors on the map to compare; lowered where there are few points.

    `shared` does not ask where a point went but whether the same points are still around it: a cluster that
    moved as a whole is stable.

    Raises:
        InvalidInputError: fewer than two maps, or maps of other points.
    """
    if len(maps) < 2:
        raise InvalidInputError(f"Stability needs at least 2 maps and there is {len(maps)}; make another.")
    aligned = np.stack([align(each, maps[0], resize=True).coordinates for each in maps])
    count = aligned.shape[1]
    if count < 3:
        raise InvalidInputError(f"Stability needs at least 3 points and there are {count}; add more.")
    k = max(1, min(k, (count - 1) // 2))
    near = [nearest_rows(each, k, metric="euclidean").rows for each in aligned]
    shares = [
        preserved_neighbors(aligned[first], near[first], near[second], metric="euclidean").mean(axis=1)
        for first, second in permutations(range(len(near)), 2)
    ]
    center = aligned.mean(axis=0)
    away = np.sqrt(((aligned - center) ** 2).sum(axis=-1).mean(axis=0))
    radius = np.sqrt(((center - center.mean(axis=0)) ** 2).sum(axis=-1).mean())
    return Stability(aligned, np.mean(shares, axis=0), away / radius, k, k / (count - 1))


def shared_neighbors(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of the entries of each row of (n, k) that the same row of the other has, too."""
    k = first.shape[1]
    both = np.sort(np.concatenate((first, second), axis=1), axis=1)
    twice: NDArray[np.float64] = (both[:, 1:] == both[:, :-1]).sum(axis=1) / k
    return twice
