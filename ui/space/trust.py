"""Trust: what the figures of the map mean, where it lies most, and all distances at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.figures.space_trust import recall_figure, shepard_figure, spectrum_figure
from embedlab.space import PointSet, ProjectionQuality, ShepardDiagram
from ui import layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure
from ui.space import part_summaries
from ui.space.maps import MapView
from ui.space.picture import View

if TYPE_CHECKING:
    import numpy as np
    from plotly.graph_objects import Figure

__all__ = ["PART"]


def show(view: View, options: None) -> None:
    """Show the quality of the map from three sides."""
    left, right = st.columns(2)
    with left:
        _show_distances(view)
    with right:
        _show_neighbors(view.map)
    _show_components(view.map)
    layout.note(
        "Trustworthiness (Venna and Kaski 2001) asks whether the neighbors on the map are true ones; an intruder "
        "counts more the farther away it really is. Neighbors kept asks the reverse: whether the true neighbors "
        f"are still there. Both compare the map with the original vectors, by {view.map.options.metric}, and "
        "equal scikit-learn's."
    )


def code(view: View, options: None) -> list[str]:
    """Return lines that compute the three figures."""
    metric = f'metric="{view.map.options.metric}"'
    lines = [
        f"diagram = embedlab.space.shepard_diagram(matrix, projection.coordinates, {metric})",
        "print(diagram.rank_correlation)",
        "print(np.bincount(np.round(quality.recall * quality.k).astype(int)))  # points by neighbors kept",
    ]
    return lines if view.map.projection.spectrum is None else [*lines, "print(projection.spectrum)"]


def origins(view: View, options: None) -> list[str]:
    """Say how the distances were compared."""
    return [
        sources.computed("Shepard's diagram on pairs chosen at random with a fixed seed; Spearman by SciPy.")
    ]


def _show_distances(view: View) -> None:
    metric = view.map.options.metric
    diagram = _diagram(view.points.data, view.map.projection.coordinates, metric)
    sentence = part_summaries.shepard(diagram)
    layout.finding(sentence)
    layout.picture(_shepard_figure(diagram, metric), key="shepard", alt=f"Shepard's diagram. {sentence}")


def _show_neighbors(view: MapView) -> None:
    if view.is_judged_by_sample:
        st.info("The neighbors of each single point were not compared for this map, only those of a sample.")
        return
    sentence = part_summaries.recall(view.quality)
    layout.finding(sentence)
    layout.picture(_recall_figure(view.quality), key="recall", alt=sentence)


def _show_components(view: MapView) -> None:
    spectrum, shares = view.projection.spectrum, view.projection.explained_variance_ratio
    if spectrum is None or shares is None:
        return
    sentence = part_summaries.components(shares)
    layout.finding(sentence)
    layout.picture(_spectrum_figure(spectrum, len(shares)), key="spectrum", alt=sentence)


@cached()
def _diagram(points: PointSet, coordinates: NDArray[np.float32], metric: str) -> ShepardDiagram:
    return embedlab.space.shepard_diagram(points.matrix, coordinates, metric=metric)


@cached()
def _shepard_figure(diagram: ShepardDiagram, metric: str) -> Figure:
    return SharedFigure(shepard_figure(diagram, metric=metric))


@cached()
def _recall_figure(quality: ProjectionQuality) -> Figure:
    return SharedFigure(recall_figure(quality))


@cached()
def _spectrum_figure(spectrum: NDArray[np.float64], components: int) -> Figure:
    return SharedFigure(spectrum_figure(spectrum, components))


PART = Part[View, None](
    "How far to trust it",
    no_options,
    show,
    code,
    origins,
    line="All distances at once, the neighbors that each point keeps, and what the map leaves out.",
    deeper=True,
    former=("Trust",),
)
