"""Watch it form: the states of a map on the way, played back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from embedlab.figures.space_coloring import group_coloring
from embedlab.figures.space_series import film_figure
from embedlab.space import MapOptions, PointSet, Projection
from embedlab.space.alignment import shared_neighbors
from embedlab.space.exact_neighbors import nearest_rows
from embedlab.space.fitting import FRAMES, MAX_FILMED
from embedlab.space.tsne import EXAGGERATED
from ui import layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure
from ui.space import part_summaries, summaries
from ui.space.exports import project_code
from ui.space.maps import offer_map
from ui.space.picture import View
from ui.space.series import anchors, flat_options

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["PART"]

UNITS = {"tsne": "iteration", "umap": "epoch"}
SETTLED = 0.9  # share of the last map's neighbors, from which a map has settled


def show(view: View, options: None) -> None:
    """Play the iterations of t-SNE or the epochs of UMAP."""
    points, projection = view.points.data, view.map.projection
    if not _has_film(projection):
        if len(points) > MAX_FILMED:
            st.info(f"Maps of more than {MAX_FILMED:,} points are not filmed; choose fewer.")
            return
        fit = offer_map(points, _options(view), place="film", label="Draw the film")
        if fit is None:
            return
        projection = fit.projection
    unit, method = UNITS[projection.method], summaries.method_name(projection)
    sentence = part_summaries.film(method, unit, projection.steps, _settled(projection))
    layout.finding(sentence)
    layout.picture(_figure(points, projection, unit), key="film", alt=sentence)
    if projection.method == "tsne" and view.map.options.start is None:
        layout.note(
            f"In the first {EXAGGERATED} iterations the attraction is exaggerated twelvefold, so that groups "
            "gather; after that the map opens up."
        )


def code(view: View, options: None) -> list[str]:
    """Return lines that draw the map with its states."""
    others = {} if _options(view).start is None else {"start": "former.coordinates"}
    return [
        f"film = {project_code(_options(view), frames=str(FRAMES), **others)}",
        "print(film.steps, film.frames.shape)",
    ]


def origins(view: View, options: None) -> list[str]:
    """Say what the states are."""
    return [sources.computed("the states are those of the map's own fit, denser at its beginning.")]


def _options(view: View) -> MapOptions:
    """Return the options of the map that is filmed: the page's, where it can be."""
    return view.map.options if _has_film(view.map.projection) else flat_options(view.map)


def _has_film(projection: Projection) -> bool:
    return projection.method in UNITS and len(projection.frames) > 0 and projection.frames.shape[2] == 2


@cached()
def _settled(projection: Projection) -> int:
    """Return the first step from which on the points keep the neighbors that they end with."""
    k = min(10, (len(projection.coordinates) - 1) // 2)
    last = nearest_rows(projection.coordinates, k, metric="euclidean").rows
    shares = [
        shared_neighbors(last, nearest_rows(frame, k, metric="euclidean").rows).mean()
        for frame in projection.frames
    ]
    restless = np.flatnonzero(np.array(shares) < SETTLED)
    first = 0 if not len(restless) else min(int(restless[-1]) + 1, len(shares) - 1)
    return int(projection.steps[first])


@cached(entries=12)
def _figure(points: PointSet, projection: Projection, unit: str) -> Figure:
    return SharedFigure(
        film_figure(
            projection.frames,
            projection.steps,
            points.labels,
            group_coloring(points),
            unit=unit,
            anchors=anchors(points),
        )
    )


PART = Part[View, None](
    "Watch it form",
    no_options,
    show,
    code,
    origins,
    line="The states of the map from its first to its last step.",
    deeper=True,
)
