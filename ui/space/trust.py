"""How far to trust the map: what the figures mean, where it lies most, and all distances at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.figures.space_trust import recall_figure, shepard_figure, spectrum_figure
from ui import layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.space.maps import Drawn
from ui.space.points import Shown

__all__ = ["figures", "show"]


def figures(drawn: Drawn, name: str) -> dict[str, list[Any]]:
    """Return the figures of the map in one row."""
    quality, shares = drawn.fit.quality, drawn.fit.projection.explained_variance_ratio
    row: dict[str, list[Any]] = {
        "map": [name],
        "points": [len(drawn.fit.projection.coordinates)],
        "neighbors kept": [quality.knn_preservation],
        "by chance": [quality.expected_recall],
        "trustworthiness": [quality.trustworthiness],
    }
    return row if shares is None else {**row, "variance shown": [float(shares.sum())]}


def show(shown: Shown, drawn: Drawn) -> None:
    """Show the quality of the map from three sides."""
    quality = drawn.fit.quality
    diagram, shepard = _shepard(shown, drawn)
    left, right = st.columns(2)
    with left:
        st.subheader("Are distances kept?", anchor=False)
        order = diagram.rank_correlation
        said = (
            f"The order of the distances agrees at {order:.2f} (Spearman; 1 is perfect, 0 is none)."
            if order >= 0
            else f"The order of the distances is even turned round: {order:.2f} (Spearman)."
        )
        layout.picture(shepard, key="shepard", alt=f"Shepard's diagram. {said}")
        st.caption(
            f"Shepard's diagram: {len(diagram.pairs):,} of {diagram.total:,} pairs of points, the true distance against the distance on the map. "
            f"On a perfect map they lie on a rising line. {said}"
        )
    with right:
        if np.isnan(quality.recall).any():
            st.info(
                "The neighbors of each single point were not compared for this map, only those of a sample."
            )
        else:
            st.subheader("Are neighbors kept?", anchor=False)
            figure = _recall(drawn)
            lost = int((quality.recall == 0).sum())
            layout.picture(figure, key="recall", alt="How many true neighbors each point keeps.")
            st.caption(
                f"Each point has {quality.k} true neighbors; the bars count how many of them are still among its {quality.k} nearest on the map. "
                f"{layout.counted(lost, 'point')} keep{'s' if lost == 1 else ''} none. Choose the colors *neighbors kept* to see where."
            )
    projection = drawn.fit.projection
    if projection.spectrum is not None:
        st.subheader("What do the components hold?", anchor=False)
        share = projection.explained_variance_ratio
        assert share is not None
        layout.picture(_spectrum(drawn), key="spectrum", alt="The share of the variance of each component.")
        st.caption(
            f"The map shows {share.sum():.0%} of the variance; what the other components hold is not to be seen on it."
        )
    st.markdown(
        "**Trustworthiness** (Venna and Kaski 2001) asks whether the neighbors on the map are true ones; a stranger counts the more, the farther away it truly is. "
        "**Neighbors kept** asks the other way: whether the true neighbors are still there. Both compare the map with the original vectors, "
        f"by {drawn.options.metric}, and equal scikit-learn's."
    )


@cached()
def _shepard(shown: Shown, drawn: Drawn) -> tuple[embedlab.space.ShepardDiagram, Any]:
    diagram = embedlab.space.shepard_diagram(
        shown.points.matrix, drawn.fit.projection.coordinates, metric=drawn.options.metric
    )
    return diagram, DrawnFigure(shepard_figure(diagram, metric=drawn.options.metric))


@cached()
def _recall(drawn: Drawn) -> Any:
    return DrawnFigure(recall_figure(drawn.fit.quality))


@cached()
def _spectrum(drawn: Drawn) -> Any:
    projection = drawn.fit.projection
    assert projection.spectrum is not None
    return DrawnFigure(spectrum_figure(projection.spectrum, projection.coordinates.shape[1]))
