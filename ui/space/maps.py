"""The map on the screen: computed at once where that is quick, offered as a job where it is slow.

What was there stays until the new map is ready, and says that it is not yet the new one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

import embedlab
from embedlab.errors import InvalidInputError
from embedlab.space.duration import expected_seconds
from embedlab.space.fitting import MapFit, MapOptions, fit_map
from ui import fits, layout
from ui.cache import cached
from ui.space import settings
from ui.space.points import Shown, look_up
from ui.words import read_pairs

__all__ = ["Drawn", "ask", "expected", "offer_map", "start_of"]

AT_ONCE = 3_000  # points whose quality is judged while the page waits
FEWEST = 5  # points that a quality can be computed for
LAST = "space_last"  # (points, key, options): the map that was on the screen


@dataclass(frozen=True)
class Drawn:
    """A map on the screen, told apart by its key."""

    fit: MapFit
    options: MapOptions
    key: str
    axes: embedlab.space.AxisMap | None = None
    is_former: bool = False  # not yet the one that was asked for


def ask(shown: Shown, chosen: settings.Settings, options: MapOptions) -> Drawn:
    """Return the map that was asked for; until it is ready, the former one or the PCA."""
    if len(shown.points) < FEWEST:
        layout.warn(
            f"A map with its quality needs at least {FEWEST} points and this is {len(shown.points)}; add more."
        )
        st.stop()
    if chosen.method == "axes":
        return layout.attempt(_named, shown, chosen.axes, options)
    key = fits.map_key(shown.key, options)
    if options.method == "pca":
        fit: MapFit | None = _pca(shown, options)
    else:
        fit = offer_map(shown, options, automatic=settings.was_run(key))
    if fit is None:
        return _former(shown, options)
    sampled = " of a sample" if np.isnan(fit.quality.recall).any() else ""
    settings.remember(shown, options, key)
    st.session_state[LAST] = (shown.key, key, options)
    return Drawn(fit, options, key + sampled)


def expected(shown: Shown, options: MapOptions) -> float:
    """Return about how many seconds a map takes on one core."""
    values = dict(options.parameters)
    near = values.get("n_neighbors", 3 * values.get("perplexity", 30))
    count, dim = len(shown.points), shown.points.dim
    seconds = expected_seconds(
        options.method, count, dim, n_neighbors=min(near, count), warm=options.start is not None
    )
    return seconds


def offer_map(
    shown: Shown, options: MapOptions, *, place: str = "map", automatic: bool = False, label: str = "Run"
) -> MapFit | None:
    """Return a map, from the worker processes where it is slow, or offer to draw it."""
    if options.method == "pca" and len(shown.points) <= AT_ONCE:
        return layout.attempt_part(_quick, shown, options)
    return fits.offer(
        fits.map_key(shown.key, options),
        fit_map,
        shown.points.matrix,
        options,
        expected=expected(shown, options),
        automatic=automatic,
        place=place,
        label=label,
    )


def _pca(shown: Shown, options: MapOptions) -> MapFit:
    """Return a PCA, drawn at once; where there are many points, their neighbors are compared on demand."""
    fit = layout.attempt(_quick, shown, options)
    if len(shown.points) <= AT_ONCE:
        return fit
    return offer_map(shown, options, label="Compare the neighbors of every point") or fit


def start_of(shown: Shown, drawn: Drawn) -> np.ndarray | None:
    """Return the map that a map grew out of, None where it began from nothing.

    Raises:
        InvalidInputError: that map is not kept any more.
    """
    if drawn.options.start is None:
        return None
    origin = replace(drawn.options, parameters=drawn.options.start, start=None)
    former = fits.find(fits.map_key(shown.key, origin))
    if former is None:
        raise InvalidInputError(
            "The map that this one grew out of is not at hand, so nothing can be placed on it; "
            "switch “Grow out of the map on the screen” off and run it."
        )
    coordinates: np.ndarray = former.projection.coordinates
    return coordinates


def _former(shown: Shown, wanted: MapOptions) -> Drawn:
    """Return the map that was on the screen, or the PCA of these points where there was none."""
    last, key, options = st.session_state.get(LAST, (None, None, None))
    if last == shown.key and options.n_components == wanted.n_components:
        fit = layout.attempt(_quick, shown, options) if options.method == "pca" else fits.find(key)
        if fit is not None:
            told = settings.said(options)
            what = settings.NAMES[options.method] + (f" with {told}" if told else "")
            _say_former(what)
            return Drawn(fit, options, key, is_former=True)
    options = MapOptions("pca", wanted.n_components, wanted.metric)
    pca = layout.attempt(_quick, shown, options)
    _say_former("the PCA of the same points")
    sampled = " of a sample" if np.isnan(pca.quality.recall).any() else ""
    return Drawn(pca, options, fits.map_key(shown.key, options) + sampled, is_former=True)


def _say_former(what: str) -> None:
    st.caption(f"Below you still see {what}.")


@cached(entries=32)
def _quick(shown: Shown, options: MapOptions) -> MapFit:
    """Draw a PCA here; where there are many points, the neighbors of a sample are judged."""
    points = shown.points.matrix
    if len(points) <= AT_ONCE:
        return fit_map(points, options)
    from embedlab.space.projection import project
    from embedlab.space.quality import ProjectionQuality, projection_quality

    projection = project(points, method="pca", n_components=options.n_components)
    rows = np.random.default_rng(0).choice(len(points), AT_ONCE, replace=False)
    sample = projection_quality(points[rows], projection.coordinates[rows], metric=options.metric)
    unknown = np.full(len(points), np.nan)
    quality = ProjectionQuality(
        sample.trustworthiness, sample.knn_preservation, unknown, sample.k, AT_ONCE, sample.expected_recall
    )
    return MapFit(projection, quality, 0.0)


@cached(entries=32)
def _named(shown: Shown, typed: tuple[str, ...], options: MapOptions) -> Drawn:
    """Place the points on named axes and judge that as a map."""
    axes = []
    for text in typed:
        pairs = read_pairs(text)
        low = _vectors(shown, [pair[0] for pair in pairs])
        high = _vectors(shown, [pair[1] for pair in pairs])
        axes.append(embedlab.vectors.named_axis(low, high, negative=pairs[0][0], positive=pairs[0][1]))
    drawn = embedlab.space.axis_map(shown.points.matrix, axes)
    quality = embedlab.projection_quality(
        shown.points.matrix, drawn.projection.coordinates, metric=options.metric
    )
    return Drawn(
        MapFit(drawn.projection, quality, 0.0), options, f"axes {typed} {options.metric} {shown.key}", drawn
    )


def _vectors(shown: Shown, words: list[str]) -> np.ndarray:
    if shown.kind:
        return look_up(words, shown.kind)
    rows = [shown.points.row(word) for word in words]
    for word, row in zip(words, rows, strict=True):
        if row is None:
            raise InvalidInputError(
                f"“{word}” is no label of these points, so it cannot name an axis; "
                + ("a toy has no words: choose another map." if shown.lesson else "use labels of your table.")
            )
    return shown.points.matrix[rows]
