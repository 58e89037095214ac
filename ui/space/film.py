"""Watch it form: the states of a map on the way, played back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from embedlab.figures.space_series import film_figure
from embedlab.space.fitting import MAX_FILMED
from embedlab.space.tsne import EXAGGERATED
from ui import layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.space.drawing import group_coloring
from ui.space.maps import Drawn
from ui.space.points import Shown

__all__ = ["show"]


def show(shown: Shown, drawn: Drawn) -> None:
    """Play the iterations of t-SNE or the epochs of UMAP."""
    projection = drawn.fit.projection
    if projection.method not in {"tsne", "umap"}:
        st.info(
            "PCA and named axes are computed in one step: there is nothing to watch. Choose t-SNE or UMAP above and run it."
        )
        return
    if not len(projection.frames):
        st.info(f"Maps of more than {MAX_FILMED:,} points are not filmed; choose fewer.")
        return
    if projection.frames.shape[2] != 2:
        st.info("Three dimensions cannot be played back here; choose 2 dimensions above and run it.")
        return
    unit = "iteration" if projection.method == "tsne" else "epoch"
    begun = (
        "from the former map" if drawn.options.start is not None else f"from {projection.parameters['init']}"
    )
    st.markdown(
        f"{len(projection.steps)} states of this very map, begun {begun}. Each fills the picture; a point keeps its color all the way."
    )
    layout.picture(
        _film(shown, drawn, unit),
        key="film",
        alt=f"The map at {len(projection.steps)} of {projection.steps[-1]} {unit}s.",
    )
    if projection.method == "tsne" and drawn.options.start is None:
        st.caption(
            f"In the first {EXAGGERATED} iterations the attraction is exaggerated twelvefold, so that groups gather; then it is let go and the map opens up."
        )


@cached(entries=12)
def _film(shown: Shown, drawn: Drawn, unit: str) -> Any:
    projection = drawn.fit.projection
    return DrawnFigure(
        film_figure(
            projection.frames, projection.steps, shown.points.labels, group_coloring(shown), unit=unit
        )
    )
