"""Four seeds: the same data begun at random four times, laid onto each other, and how stable each point is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

import embedlab
from embedlab.figures.space_coloring import Coloring
from embedlab.figures.space_series import multiples_figure
from embedlab.figures.style import LOW_TO_HIGH
from embedlab.space import MapSeries, PointSet, Stability
from ui import layout, sources
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.part import Part, no_options
from ui.space import summaries
from ui.space.exports import project_code
from ui.space.picture import View
from ui.space.series import few, offer_series, sample_code, vary

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["PART"]

SEEDS = (0, 1, 2, 3)


def show(view: View, options: None) -> None:
    """Draw four seeds and say how stable each point is."""
    if view.map.options.method == "pca":
        st.info("PCA and named axes are formulas: every seed gives the same map. Choose t-SNE or UMAP above.")
        return
    st.markdown(
        "The same vectors and parameters, but each map begins at random with another seed. Where a point has other neighbors in each of them, its place is chance."
    )
    points = few(view.points.data)
    series = [vary(view.map.options, seed, init="random") for seed in SEEDS]
    result = offer_series(points, series, "Draw four seeds", place="seeds")
    if result is None:
        return
    stability = _stability(result)
    sentence = summaries.seeds(stability)
    layout.picture(_figure(points, result, stability), key="seeds", alt=sentence)
    layout.finding(sentence)
    order = np.argsort(stability.shared, kind="stable")
    layout.numbers(
        {
            "point": [points.labels[row] for row in order],
            "neighbors shared": stability.shared[order],
            "drift (1 = radius of the map)": stability.drift[order],
        },
        key="stability",
        label="The least stable points first",
        height=300,
    )
    st.caption(
        "Each map was turned, mirrored and resized onto the first (orthogonal Procrustes). *Neighbors shared* does not mind where a group went, only whether it stayed together."
    )


def code(view: View, options: None) -> list[str]:
    """Return lines that draw the maps and compare them."""
    if view.map.options.method == "pca":
        return []
    call = project_code(vary(view.map.options, 0, init="random"), "sample", random_state="seed")
    return [
        *sample_code(view.points.data),
        f"maps = [{call}.coordinates for seed in {SEEDS}]",
        "stability = embedlab.space.map_stability(maps)",
        "print(stability.shared.mean(), stability.expected)",
    ]


def origins(view: View, options: None) -> list[str]:
    """Say how the maps were compared."""
    if view.map.options.method == "pca":
        return []
    return [sources.computed("maps of four seeds laid onto each other by orthogonal Procrustes (SciPy).")]


@cached(entries=16)
def _stability(series: MapSeries) -> Stability:
    return embedlab.space.map_stability(list(series.coordinates))


@cached(entries=16)
def _figure(points: PointSet, series: MapSeries, stability: Stability) -> Figure:
    colors = Coloring("neighbors shared", values=stability.shared, scale=LOW_TO_HIGH, low=0.0, high=1.0)
    shares = zip(SEEDS, series.knn_preservation, strict=True)
    titles = [f"seed {seed}: {share:.0%} kept" for seed, share in shares]
    return DrawnFigure(
        multiples_figure(stability.aligned, titles, points.labels, colors, columns=2, common=True)
    )


PART = Part[View, None]("Four seeds", no_options, show, code, origins)
