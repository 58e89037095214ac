"""A map and its quality in one go: the work that a process of its own does while a page goes on.

Everything that defines a fit is in `MapOptions`, so that a fit can be kept under the content of its input.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.space.methods import project
from embedlab.space.projection import Projection
from embedlab.space.quality import ProjectionQuality, projection_quality

__all__ = ["MapFit", "MapOptions", "MapSeries", "fit_map", "fit_series", "pack", "unpack"]

FRAMES = 40
SAMPLE_SEED = 0
MAX_FILMED = 3_000  # points; more would make a film of megabytes

Watch = Callable[[float], object]


@dataclass(frozen=True)
class MapOptions:
    """All that defines a map beside the vectors themselves."""

    method: str = "pca"
    n_components: int = 2
    metric: str = "cosine"
    random_state: int = 0
    parameters: tuple[tuple[str, Any], ...] = ()  # of the method, such as ("perplexity", 30)
    start: tuple[tuple[str, Any], ...] | None = (
        None  # parameters of the map it grew out of, None = from nothing
    )

    def content(self) -> dict[str, Any]:
        """Return plain values that tell two questions apart."""
        return {**asdict(self), "versions": library_versions(), "frames": FRAMES}


@dataclass(frozen=True)
class MapFit:
    """A map and how far to trust it."""

    projection: Projection
    quality: ProjectionQuality
    seconds: float  # that the fit took


@dataclass(frozen=True)
class MapSeries:
    """Several maps of the same rows."""

    coordinates: NDArray[np.float32]  # (maps, n, n_components)
    trustworthiness: NDArray[np.float64]  # (maps,)
    knn_preservation: NDArray[np.float64]  # (maps,)


@cache
def library_versions() -> tuple[str, ...]:
    """Return the versions of all that decides what a map looks like."""
    names = ("numpy", "scipy", "scikit-learn", "umap-learn", "openTSNE", "numba", "embedlab")
    return tuple(f"{name} {version(name)}" for name in names)


def fit_map(
    matrix: NDArray[np.float32],
    options: MapOptions,
    *,
    judged: int | None = None,
    watch: Watch | None = None,
) -> MapFit:
    """Draw a map and judge it.

    A map that grew out of another one needs that one first: it is made again, so that the same options give
    the same map to everyone.

    Args:
        matrix: (n, dim).
        options: all else that defines the map.
        judged: rows whose neighbors are compared, a random sample where there are more; the recall of each
            single row is then unknown (nan). None compares those of every row.
        watch: called with the share that is done, from 0 to 1; what it raises ends the work.
    """
    begun = time.perf_counter()
    tell = watch or _nobody
    film = FRAMES if len(matrix) <= MAX_FILMED and options.method != "pca" else 0
    start = None
    if options.start is not None:
        origin = replace(options, parameters=options.start, start=None)
        start = _draw(matrix, origin, lambda share: tell(0.6 * share)).coordinates
        begun = time.perf_counter()  # the former map is on the screen already
    low = 0.6 if start is not None else 0.0
    high = 0.9 if options.method != "pca" else 0.1
    projection = _draw(matrix, options, lambda share: tell(low + (high - low) * share), start, film)
    if judged is not None and judged < len(matrix):
        quality = _sample_quality(matrix, projection.coordinates, options.metric, judged)
    else:
        quality = projection_quality(
            matrix,
            projection.coordinates,
            metric=options.metric,
            watch=lambda share: tell(high + (1 - high) * share),
        )
    tell(1.0)
    return MapFit(projection, quality, time.perf_counter() - begun)


def _sample_quality(
    matrix: NDArray[np.float32], coordinates: NDArray[np.float32], metric: str, count: int
) -> ProjectionQuality:
    """Judge a map by the neighbors of some rows among themselves."""
    rows = np.random.default_rng(SAMPLE_SEED).choice(len(matrix), count, replace=False)
    quality = projection_quality(matrix[rows], coordinates[rows], metric=metric)
    return replace(quality, recall=np.full(len(matrix), np.nan), sampled=count)


def fit_series(
    matrix: NDArray[np.float32], series: Sequence[MapOptions], *, watch: Watch | None = None
) -> MapSeries:
    """Draw several maps of the same rows, one after another, and judge each."""
    tell = watch or _nobody
    coordinates, trust, preservation = [], [], []
    for number, options in enumerate(series):
        places = _draw(matrix, options, _part(tell, number, len(series))).coordinates
        quality = projection_quality(matrix, places, metric=options.metric)
        coordinates.append(places)
        trust.append(quality.trustworthiness)
        preservation.append(quality.knn_preservation)
        tell((number + 1) / len(series))
    return MapSeries(np.stack(coordinates), np.array(trust), np.array(preservation))


def _part(tell: Watch, number: int, parts: int) -> Watch:
    """Return a watcher of one part of several."""
    return lambda share: tell((number + share) / parts)


def _nobody(share: float) -> None:
    """Watch nothing."""


def _draw(
    matrix: NDArray[np.float32],
    options: MapOptions,
    watch: Watch,
    start: NDArray[np.float32] | None = None,
    frames: int = 0,
) -> Projection:
    return project(
        matrix,
        method=options.method,
        n_components=options.n_components,
        metric=options.metric,
        random_state=options.random_state,
        start=start,
        frames=frames,
        watch=watch,
        **dict(options.parameters),
    )


def pack(result: MapFit | MapSeries) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Return a result as named arrays and plain values, to be kept on disk."""
    if isinstance(result, MapSeries):
        return asdict(result), {"kind": "series"}
    projection, quality = result.projection, result.quality
    arrays: dict[str, NDArray[Any]] = {
        "coordinates": projection.coordinates,
        "frames": projection.frames,
        "recall": quality.recall,
    }
    for name in ("explained_variance_ratio", "spectrum"):
        value = getattr(projection, name)
        if value is not None:
            arrays[name] = value
    facts = {
        "kind": "map",
        "method": projection.method,
        "parameters": dict(projection.parameters),
        "steps": list(projection.steps),
        "seconds": result.seconds,
        "quality": {
            name: getattr(quality, name)
            for name in ("trustworthiness", "knn_preservation", "k", "sampled", "expected_recall")
        },
    }
    return arrays, facts


def unpack(arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> MapFit | MapSeries:
    """Return what was packed."""
    if facts["kind"] == "series":
        return MapSeries(**arrays)
    projection = Projection(
        arrays["coordinates"],
        facts["method"],
        facts["parameters"],
        arrays.get("explained_variance_ratio"),
        arrays.get("spectrum"),
        arrays["frames"],
        tuple(facts["steps"]),
    )
    return MapFit(
        projection, ProjectionQuality(recall=arrays["recall"], **facts["quality"]), facts["seconds"]
    )
