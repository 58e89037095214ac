"""Watch it form: the states of a map on the way, played back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from embedlab.figures.space_coloring import group_coloring
from embedlab.figures.space_series import film_figure
from embedlab.space import PointSet, Projection
from embedlab.space.fitting import FRAMES, MAX_FILMED
from embedlab.space.tsne import EXAGGERATED
from ui import layout, sources
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.part import Part, no_options
from ui.space.exports import project_code
from ui.space.picture import View

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["PART"]

UNITS = {"tsne": "iteration", "umap": "epoch"}


def show(view: View, options: None) -> None:
    """Play the iterations of t-SNE or the epochs of UMAP."""
    projection, start = view.map.projection, view.map.options.start
    if reason := _no_film(projection):
        st.info(reason)
        return
    unit = UNITS[projection.method]
    begun = "from the former map" if start is not None else f"from {projection.parameters['init']}"
    st.markdown(
        f"{len(projection.steps)} states of this very map, begun {begun}. Each fills the picture; a point keeps its color all the way."
    )
    layout.picture(
        _figure(view.points.data, projection, unit),
        key="film",
        alt=f"The map at {len(projection.steps)} of {projection.steps[-1]} {unit}s.",
    )
    if projection.method == "tsne" and start is None:
        st.caption(
            f"In the first {EXAGGERATED} iterations the attraction is exaggerated twelvefold, so that groups gather; then it is let go and the map opens up."
        )


def code(view: View, options: None) -> list[str]:
    """Return lines that draw the map with its states."""
    if _no_film(view.map.projection):
        return []
    others = {} if view.map.options.start is None else {"start": "former.coordinates"}
    return [
        f"film = {project_code(view.map.options, frames=str(FRAMES), **others)}",
        "print(film.steps, film.frames.shape)",
    ]


def origins(view: View, options: None) -> list[str]:
    """Say what the states are."""
    if _no_film(view.map.projection):
        return []
    return [sources.computed("the states are those of the map's own fit, denser at its beginning.")]


def _no_film(projection: Projection) -> str:
    """Return why there is nothing to play, "" where there is something."""
    if projection.method not in UNITS:
        return "PCA and named axes are computed in one step: there is nothing to watch. Choose t-SNE or UMAP above and run it."
    if not len(projection.frames):
        return f"Maps of more than {MAX_FILMED:,} points are not filmed; choose fewer."
    if projection.frames.shape[2] != 2:
        return "Three dimensions cannot be played back here; choose 2 dimensions above and run it."
    return ""


@cached(entries=12)
def _figure(points: PointSet, projection: Projection, unit: str) -> Figure:
    colors = group_coloring(points)
    return DrawnFigure(film_figure(projection.frames, projection.steps, points.labels, colors, unit=unit))


PART = Part[View, None]("Watch it form", no_options, show, code, origins)
