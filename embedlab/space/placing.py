"""Dropping new vectors into a finished map.

PCA is a formula: new rows go through it as the others did. UMAP keeps its graph: a new row is placed between
its neighbors and then moved a little, while the others stay. t-SNE has neither: it moves all points at once
until they agree, so that there is nothing a new one could be sent through.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.errors import InvalidInputError
from embedlab.space.alignment import align
from embedlab.space.layout import Request
from embedlab.space.projection import Projection, check_matrix
from embedlab.space.umap_layout import place_by_umap

__all__ = ["place_points"]

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
        InvalidInputError: the map is of t-SNE, or the rows do not fit.

    Sources: scikit-learn's `PCA.transform`; `UMAP.transform` (umap-learn), on the map made again with the
    same seed.
    """
    points = check_matrix(matrix)
    rows = np.atleast_2d(np.asarray(new, dtype=np.float32))
    if rows.shape[1] != points.shape[1] or not np.isfinite(rows).all():
        raise InvalidInputError(
            f"New vectors need {points.shape[1]} finite numbers each; these have shape {rows.shape}."
        )
    if projection.method == "pca":
        return _by_pca(points, projection, rows)
    if projection.method != "umap":
        raise InvalidInputError(
            "t-SNE cannot place a new word on a finished map: it has no rule from vectors to places, only "
            "places that were moved until they agreed; choose PCA or UMAP."
        )
    used: dict[str, Any] = dict(projection.parameters)
    given = Request(
        points,
        used["n_components"],
        used["random_state"],
        used["metric"],
        None if start is None else np.asarray(start, dtype=np.float32),
    )
    init = "spectral" if start is not None else used["init"]
    again, places = place_by_umap(
        given, rows, n_neighbors=used["n_neighbors"], min_dist=used["min_dist"], init=init
    )
    moved = align(again, projection.coordinates)
    radius = float(np.abs(projection.coordinates).max())
    if np.abs(moved.coordinates - projection.coordinates).max() > TOLERANCE * radius:
        raise InvalidInputError(
            "The map came out differently when it was made again, so nothing can be placed on it; "
            "run the map again."
        )
    return ((places - moved.center) @ moved.rotation).astype(np.float32)


def _by_pca(
    points: NDArray[np.float32], projection: Projection, rows: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Send new rows through the formula, which is read off the map itself: it is linear."""
    center = points.mean(axis=0, dtype=np.float64)
    rotation, *_ = np.linalg.lstsq(points - center, projection.coordinates.astype(np.float64), rcond=None)
    placed: NDArray[np.float32] = ((rows - center) @ rotation).astype(np.float32)
    return placed
