"""Dropping new vectors into a finished map.

PCA is a formula: new rows go through it as the others did. UMAP keeps its graph: a new row is placed between
its neighbors and then moved a little, while the others stay. t-SNE has no rule either: a new row begins
between its neighbors and is moved until it agrees with them, while the others stay. A row of the map itself
lies where it lies.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError
from embedlab.space.alignment import align
from embedlab.space.projection import LARGEST, SMALLEST, Projection, check_matrix, check_places, check_start
from embedlab.space.request import WARM, Request
from embedlab.space.tsne import place_by_tsne
from embedlab.space.umap_layout import place_by_umap

__all__ = ["place_points"]

NOISE = 1e-12  # of the variance of the first component; what is below comes from rounding
TOLERANCE = 1e-3  # of the map's radius, between the map and the same map made again


def place_points(
    matrix: ArrayLike, projection: Projection, new: ArrayLike, *, start: ArrayLike | None = None
) -> NDArray[np.float32]:
    """Return where new rows (m, dim) lie on a finished map, shape (m, n_components).

    Args:
        matrix: (n, dim), what was projected.
        projection: the map.
        new: rows of the same space, finite.
        start: the map that the projection itself was started from, where it was.

    Raises:
        InvalidInputError: the map is of named axes, the rows do not fit, or a UMAP map was started from
            another one that is not given.

    Sources: scikit-learn's `PCA.transform`; `UMAP.transform` (umap-learn), on the map made again with the
    same seed; `TSNEEmbedding.transform` (openTSNE; Poličar, Stražar and Zupan 2021).
    """
    points = check_matrix(matrix)
    check_places(projection.coordinates, len(points))
    rows = _check_rows(new, points.shape[1])
    if projection.method == "axes":
        raise InvalidInputError(
            "A map on named axes needs no placing: give axis_map the new vectors and the same axes."
        )
    if projection.method == "pca":
        return _by_pca(points, projection, rows)
    if projection.parameters["metric"] == "cosine" and (np.abs(rows).max(axis=1) < SMALLEST).any():
        raise InvalidInputError(
            "A new vector is all zeros, so it has no direction and no place on a map of cosines; "
            "leave it out."
        )
    if projection.method == "tsne":
        placed = place_by_tsne(points, projection, rows)
    else:
        placed = _by_umap(points, projection, rows, start)
    own = {row.tobytes(): number for number, row in enumerate(points)}
    for number, row in enumerate(rows):
        if (same := own.get(row.tobytes())) is not None:
            placed[number] = projection.coordinates[same]
    return placed


def _check_rows(new: ArrayLike, dim: int) -> NDArray[np.float32]:
    rows = np.atleast_2d(np.asarray(new, dtype=np.float32))
    if rows.ndim != 2 or rows.shape[1] != dim or not (np.abs(rows) <= LARGEST).all():
        raise InvalidInputError(
            f"New vectors need {dim} finite numbers each, none beyond {LARGEST:.0e}; "
            f"these have shape {rows.shape}."
        )
    return rows


def _by_pca(
    points: NDArray[np.float32], projection: Projection, rows: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Send new rows through the formula, which is read off the map itself.

    With C = X·A, where X is centered and A are the principal axes, Xᵀ·C = A·(Cᵀ·C), and Cᵀ·C is diagonal.
    """
    center = points.mean(axis=0, dtype=np.float64)
    places = projection.coordinates.astype(np.float64)
    squares = (places**2).sum(axis=0)
    has_extent = squares > NOISE * squares.max()
    axes = (points - center).T @ np.where(has_extent, places, 0) / np.where(has_extent, squares, 1)
    placed: NDArray[np.float32] = ((rows - center) @ axes).astype(np.float32)
    return placed


def _by_umap(
    points: NDArray[np.float32], projection: Projection, rows: NDArray[np.float32], start: ArrayLike | None
) -> NDArray[np.float32]:
    """Make the map again, send new rows through it, and turn both as the map was turned."""
    used: dict[str, Any] = dict(projection.parameters)
    places = check_start(start, points, used["n_components"])
    if (used["init"] == WARM) != (places is not None):
        raise InvalidInputError(
            "A map that grew out of another one can be made again only from that one; give it as start, "
            "and give none for any other map."
        )
    given = Request(points, used["n_components"], used["random_state"], used["metric"], places)
    again, placed = place_by_umap(
        given, rows, n_neighbors=used["n_neighbors"], min_dist=used["min_dist"], init=used["init"]
    )
    moved = align(again, projection.coordinates)
    radius = float(np.abs(projection.coordinates).max())
    if np.abs(moved.coordinates - projection.coordinates).max() > TOLERANCE * radius:
        raise InvalidInputError(
            "The map came out differently when it was made again, so nothing can be placed on it; "
            "run the map again."
        )
    turned: NDArray[np.float32] = ((placed - moved.center) @ moved.rotation).astype(np.float32)
    return turned
