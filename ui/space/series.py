"""Maps that the parts make for themselves: several of the same points, or one where the page has another kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from embedlab.figures.space_coloring import group_coloring, label_order
from embedlab.figures.space_series import multiples_figure
from embedlab.space import MapOptions, MapSeries, PointSet, fit_series
from ui import fits
from ui.cache import cached
from ui.shared_figure import SharedFigure
from ui.space.maps import MapView, expected
from ui.space.parameters import PARAMETERS

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["MOST", "anchors", "flat_options", "grid", "offer_series", "sample_code", "sample_points", "vary"]

MOST = 1_000  # points of each of many maps
AT_ONCE = 8.0  # expected seconds of maps that a part begins by itself
NAMED = 3  # words that are named in every panel
TSNE = MapOptions("tsne", parameters=(("perplexity", 15), ("init", "pca")))


def flat_options(view: MapView) -> MapOptions:
    """Return the options of the flat map of a part: those of the page's t-SNE or UMAP, else of a t-SNE."""
    if view.options.method in PARAMETERS:
        return replace(view.options, n_components=2, start=None)
    return replace(TSNE, metric=view.options.metric)


def sample_points(points: PointSet) -> PointSet:
    """Return the points to draw many times: a sample where there are many, and say so."""
    if len(points) > MOST:
        st.caption(f"Drawn for {MOST:,} of the {len(points):,} points, chosen at random with a fixed seed.")
    return points.sample(MOST)


def sample_code(points: PointSet) -> list[str]:
    """Return the lines that make `sample`, the vectors that are drawn."""
    if len(points) <= MOST:
        return ["sample = matrix"]
    return [
        f"rows = np.random.default_rng(0).choice(len(matrix), {MOST}, replace=False)",
        "sample = matrix[np.sort(rows)]",
    ]


def vary(options: MapOptions, seed: int, **parameters: Any) -> MapOptions:
    """Return the options of a flat map begun from nothing, with another seed and other parameters."""
    values = {**dict(options.parameters), **parameters}
    return replace(options, random_state=seed, n_components=2, start=None, parameters=tuple(values.items()))


def offer_series(
    points: PointSet, series: Sequence[MapOptions], label: str, *, place: str, automatic: bool = False
) -> MapSeries | None:
    """Return several maps of the same points; where they take long, offer to draw them."""
    seconds = sum(expected(points, each) for each in series)
    return fits.offer(
        fits.series_key(points.matrix, list(series)),
        fit_series,
        points.matrix,
        list(series),
        expected=seconds,
        label=label,
        place=place,
        automatic=automatic or fits.stopwatch().correct(seconds) < AT_ONCE,
    )


def anchors(points: PointSet) -> list[int]:
    """Return the rows of a few words of several kinds, which are named in every panel."""
    return label_order(points)[:NAMED]


@cached(entries=16)
def grid(
    points: PointSet,
    series: MapSeries,
    titles: tuple[str, ...],
    columns: int,
    *,
    common: bool = False,
    named: bool = True,
) -> Figure:
    """Return the maps in a grid, colored by group, a few words of them `named`.

    With `common`, positions mean the same in all of them.
    """
    return SharedFigure(
        multiples_figure(
            series.coordinates,
            titles,
            points.labels,
            group_coloring(points),
            columns=columns,
            anchors=anchors(points) if named else (),
            common=common,
        )
    )
