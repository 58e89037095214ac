"""Several maps of the same points: what the parts share that compare seeds, parameters, and random vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from embedlab.figures.space_coloring import Coloring, group_coloring
from embedlab.figures.space_series import multiples_figure
from embedlab.space import MapOptions, MapSeries, PointSet, fit_series
from ui import fits
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.space.maps import expected

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["MOST", "few", "grid", "offer_series", "sample_code", "vary"]

MOST = 1_000  # points of each of many maps


def few(points: PointSet) -> PointSet:
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
    """Return several maps of the same points, or offer to draw them."""
    return fits.offer(
        fits.series_key(points.matrix, list(series)),
        fit_series,
        points.matrix,
        list(series),
        expected=sum(expected(points, each) for each in series),
        label=label,
        place=place,
        automatic=automatic,
    )


@cached(entries=16)
def grid(points: PointSet, series: MapSeries, titles: tuple[str, ...], columns: int) -> Figure:
    """Return the maps in a grid, colored by group."""
    colors = Coloring("group", group_coloring(points).groups)
    return DrawnFigure(multiples_figure(series.coordinates, titles, points.labels, colors, columns=columns))
