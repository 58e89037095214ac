"""The map on the screen: computed at once where that is quick, offered as a job where it is slow.

What was there stays until the new map is ready, and says that it is not yet the new one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.errors import InvalidInputError
from embedlab.space import (
    AxisMap,
    MapFit,
    MapOptions,
    PointSet,
    Projection,
    ProjectionQuality,
    expected_seconds,
    fit_map,
)
from ui import fits, layout
from ui.cache import cached
from ui.space import growth, summaries
from ui.space.points import Points, look_up
from ui.space.query import Query
from ui.words import read_pairs

__all__ = ["MapView", "expected", "find_map", "offer_map", "start_of"]

AT_ONCE = 3_000  # points whose quality is judged while the page waits
FEWEST = 5  # points that a quality can be computed for
QUICK = 2.0  # expected seconds of a fit that begins without a button
LAST = "space_last"  # (points, key, options): the map that was on the screen


@dataclass(frozen=True)
class MapView:
    """A map on the screen, told apart by its key."""

    projection: Projection
    quality: ProjectionQuality
    options: MapOptions
    key: str
    axes: AxisMap | None = None
    pairs: tuple[str, ...] = ()  # of each named axis, as typed

    @property
    def is_judged_by_sample(self) -> bool:
        """Whether the neighbors of each single point were not compared."""
        return bool(np.isnan(self.quality.recall).any())


def find_map(query: Query) -> MapView | None:
    """Return the map that is asked for; until it is ready, the former one or the PCA; None where none can be."""
    points, options = query.points, query.options
    if len(points.data) < FEWEST:
        layout.warn(
            f"A map with its quality needs at least {FEWEST} points and this is {len(points.data)}; add more."
        )
        return None
    if query.axes:
        return layout.attempt(_axis_map, points, query.axes, options)
    key = fits.map_key(points.key, options)
    with st.container(
        key="fit"
    ):  # there also when it is empty: the map below stays the same element, and can move
        fit = (
            _pca(points.data, options)
            if options.method == "pca"
            else offer_map(points.data, options, automatic=growth.was_run(key))
        )
        if fit is None:
            return _former(points, options)
    growth.remember(points, options, key)
    st.session_state[LAST] = (points.key, key, options)
    return _view(fit, options, key)


def expected(points: PointSet, options: MapOptions) -> float:
    """Return about how many seconds a map takes on one core."""
    values = dict(options.parameters)
    near = values.get("n_neighbors", 3 * values.get("perplexity", 30))
    return expected_seconds(
        options.method,
        len(points),
        points.dim,
        n_neighbors=min(near, len(points)),
        warm=options.start is not None,
    )


def offer_map(
    points: PointSet, options: MapOptions, *, place: str = "map", automatic: bool = False, label: str = "Run"
) -> MapFit | None:
    """Return a map; one that takes longer than a moment is begun by a button."""
    if options.method == "pca" and len(points) <= AT_ONCE:
        return layout.attempt_part(_quick, points, options)
    seconds = expected(points, options)
    return fits.offer(
        fits.map_key(points.key, options),
        fit_map,
        points.matrix,
        options,
        expected=seconds,
        automatic=automatic or fits.stopwatch().correct(seconds) < QUICK,
        place=place,
        label=label,
    )


def start_of(points: Points, options: MapOptions) -> NDArray[np.float32] | None:
    """Return the map that a map grew out of, None where it began from nothing.

    Raises:
        InvalidInputError: that map is not cached any more.
    """
    if options.start is None:
        return None
    origin = replace(options, parameters=options.start, start=None)
    former: MapFit | None = fits.find(fits.map_key(points.key, origin))
    if former is None:
        raise InvalidInputError(
            "The map that this one grew out of is not at hand, so nothing can be placed on it; "
            "switch “Grow out of the map on the screen” off and run it."
        )
    return former.projection.coordinates


def _view(fit: MapFit, options: MapOptions, key: str) -> MapView:
    """Return a fit as it is shown; one that was judged by a sample is not the same as one judged in full."""
    view = MapView(fit.projection, fit.quality, options, key)
    return replace(view, key=f"{key} of a sample") if view.is_judged_by_sample else view


def _pca(points: PointSet, options: MapOptions) -> MapFit:
    """Return a PCA, drawn at once; where there are many points, their neighbors are compared on demand."""
    fit = layout.attempt(_quick, points, options)
    if len(points) <= AT_ONCE:
        return fit
    return offer_map(points, options, label="Compare the neighbors of every point") or fit


def _former(points: Points, wanted: MapOptions) -> MapView:
    """Return the map that was on the screen, or the PCA of these points where there was none."""
    last, key, options = st.session_state.get(LAST, (None, None, None))
    if last == points.key and options.n_components == wanted.n_components:
        fit = layout.attempt(_quick, points.data, options) if options.method == "pca" else fits.find(key)
        if fit is not None:
            st.caption(f"Below you still see {summaries.map_with_parameters(options)}.")
            return _view(fit, options, fits.map_key(points.key, options))
    options = MapOptions("pca", wanted.n_components, wanted.metric)
    fit = layout.attempt(_quick, points.data, options)
    st.caption("Below you still see the PCA of the same points.")
    return _view(fit, options, fits.map_key(points.key, options))


@cached(entries=32)
def _quick(points: PointSet, options: MapOptions) -> MapFit:
    """Draw a PCA here; where there are many points, the neighbors of a sample are judged."""
    return fit_map(points.matrix, options, judged=AT_ONCE)


@cached(entries=32)
def _axis_map(points: Points, typed: tuple[str, ...], options: MapOptions) -> MapView:
    """Place the points on named axes and judge that as a map."""
    axes = []
    for text in typed:
        pairs = read_pairs(text)
        low = _vectors(points, [pair[0] for pair in pairs])
        high = _vectors(points, [pair[1] for pair in pairs])
        axes.append(embedlab.vectors.named_axis(low, high, negative=pairs[0][0], positive=pairs[0][1]))
    axis_map = embedlab.space.axis_map(points.data.matrix, axes)
    quality = embedlab.projection_quality(
        points.data.matrix, axis_map.projection.coordinates, metric=options.metric
    )
    key = f"axes {typed} {options.metric} {points.key}"
    return MapView(axis_map.projection, quality, options, key, axis_map, typed)


def _vectors(points: Points, words: list[str]) -> NDArray[np.float32]:
    if points.space:
        return look_up(words, points.space)
    return np.stack([points.data.matrix[_row(points, word)] for word in words])


def _row(points: Points, word: str) -> int:
    row = points.data.row(word)
    if row is None:
        raise InvalidInputError(
            f"“{word}” is no label of these points, so it cannot name an axis; "
            + ("a toy has no words: choose another map." if points.lesson else "use labels of your table.")
        )
    return row
