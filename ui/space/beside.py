"""Two maps of the same points side by side: what is selected in one is marked in the other."""

from __future__ import annotations

from typing import Any

import streamlit as st

import embedlab
from embedlab.figures.space import map_figure
from embedlab.space.alignment import align
from embedlab.space.fitting import MapFit, MapOptions
from ui import controls, layout
from ui.chart_image import chart_config
from ui.labels import hide_overlapping
from ui.space import settings
from ui.space.drawing import group_coloring, label_order, selected_rows
from ui.space.maps import Drawn, offer_map
from ui.space.points import Shown

__all__ = ["show"]

OTHERS = {
    "PCA": ("pca", ()),
    "t-SNE, perplexity 30": ("tsne", (("perplexity", 30), ("init", "pca"))),
    "t-SNE, perplexity 5": ("tsne", (("perplexity", 5), ("init", "pca"))),
    "UMAP, 15 neighbors": ("umap", (("n_neighbors", 15), ("min_dist", 0.1), ("init", "spectral"))),
}
KEYS = ("map left", "map right")
SELECTED = "space_selected"  # (points, rows, place): what is selected, and in which of the two maps


def show(shown: Shown, drawn: Drawn) -> None:
    """Show the map of the page and another one, with a common selection."""
    if drawn.fit.projection.coordinates.shape[1] != 2:
        st.info("Choose 2 dimensions above to select points on two maps.")
        return
    name = controls.pick("The other map", list(OTHERS), key="other", default="t-SNE, perplexity 30")
    method, parameters = OTHERS[name]
    options = MapOptions(method, 2, drawn.options.metric, 0, parameters)
    fit = offer_map(shown, options, place="beside")
    if fit is None:
        return
    held, rows, _ = st.session_state.get(SELECTED, (None, [], ""))
    rows = rows if held == shown.key else []
    columns = st.columns(2)
    here = "Named axes" if drawn.axes else settings.NAMES[drawn.fit.projection.method]
    for column, key, title, each in zip(columns, KEYS, (here, name), (drawn.fit, fit), strict=True):
        with column:
            st.subheader(title, anchor=False)
            _draw(shown, each, f"{key} {shown.key[:8]}", rows)
    if rows:
        words = [shown.points.labels[row] for row in rows]
        more = f" and {len(words) - 12:,} more" if len(words) > 12 else ""
        layout.reading(f"Selected: {', '.join(words[:12])}{more}.")
        st.button("Clear the selection", key="clear selected", on_click=_clear)
    else:
        st.caption(
            "Click a point, or draw a box or a lasso (in the toolbar), in either map: the same points light up in the other one."
        )
    moved = align(fit.projection.coordinates, drawn.fit.projection.coordinates, resize=True)
    shared = embedlab.space.map_stability([drawn.fit.projection.coordinates, fit.projection.coordinates])
    st.caption(
        f"Of a point's {shared.k} neighbors on one map {shared.shared.mean():.0%} are its neighbors on the other; laid onto each other the two differ by {moved.disparity:.2f} (Procrustes disparity; 0 is the same, 1 nothing in common)."
    )


def _draw(shown: Shown, fit: MapFit, key: str, rows: list[int]) -> None:
    figure = map_figure(
        fit.projection,
        shown.points.labels,
        group_coloring(shown),
        shown=rows or label_order(shown),
        selected=rows or None,
        height=400,
    )
    box = key.replace(" ", "_")
    with st.container(key=box):
        st.plotly_chart(
            figure,
            key=key,
            alt="A map; the selected points are bright.",
            on_select=lambda: _take(shown, key),
            config=chart_config(box),
        )
        hide_overlapping(box)


def _take(shown: Shown, key: str) -> None:
    rows: Any = selected_rows(st.session_state.get(key), shown)
    if rows:
        st.session_state[SELECTED] = (shown.key, rows, key)
    elif st.session_state.get(SELECTED, ("", [], ""))[2] == key:
        _clear()


def _clear() -> None:
    st.session_state.pop(SELECTED, None)
