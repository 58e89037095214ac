"""Two maps of the same points side by side: what is selected in one is marked in the other."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

import embedlab
from embedlab.figures.space import map_figure
from embedlab.figures.space_coloring import group_coloring, label_order
from embedlab.space import MapOptions, PointSet, Projection
from ui import controls, layout, sources
from ui.furniture import chart_config
from ui.labels import hide_overlapping
from ui.part import Part
from ui.space import part_summaries, summaries
from ui.space.exports import project_code
from ui.space.maps import offer_map
from ui.space.picture import View, selected_rows

__all__ = ["PART"]

OTHERS = {
    "PCA": MapOptions("pca"),
    "t-SNE, perplexity 30": MapOptions("tsne", parameters=(("perplexity", 30), ("init", "pca"))),
    "t-SNE, perplexity 5": MapOptions("tsne", parameters=(("perplexity", 5), ("init", "pca"))),
    "UMAP, 15 neighbors": MapOptions(
        "umap", parameters=(("n_neighbors", 15), ("min_dist", 0.1), ("init", "spectral"))
    ),
}
KEYS = ("map left", "map right")
SELECTED = "space_selected"  # (points, rows, key): what is selected, and in which of the two maps
MOST_NAMED = 12
PANEL = 440  # pixels


def ask(view: View) -> str:
    """Ask which other map."""
    return controls.pick("The other map", list(OTHERS), key="other", default="t-SNE, perplexity 30")


def show(view: View, other: str) -> None:
    """Show the map of the page and another one, with a common selection."""
    points, projection = view.points.data, view.map.projection
    name = summaries.name(view.map)
    if projection.coordinates.shape[1] != 2:  # beside a flat map stands another flat one
        flat = offer_map(points, MapOptions("pca", metric=view.map.options.metric), place="flat")
        if flat is None:
            return
        projection, name = flat.projection, "PCA"
    fit = offer_map(points, _options(view, other), place="beside")
    if fit is None:
        return
    alignment = embedlab.space.align(fit.projection.coordinates, projection.coordinates, resize=True)
    stability = embedlab.space.map_stability([projection.coordinates, fit.projection.coordinates])
    layout.finding(part_summaries.agreement(stability, alignment))
    key, rows, _ = st.session_state.get(SELECTED, (None, [], ""))
    rows = rows if key == points.key else []
    titles = (name[0].upper() + name[1:], other)
    maps = (projection, fit.projection)
    for column, key, title, each in zip(st.columns(2), KEYS, titles, maps, strict=True):
        with column:
            st.subheader(title, anchor=False)
            _draw(points, each, f"{key} {points.key[:8]}", rows, title)
    if rows:
        words = [points.labels[row] for row in rows]
        more = f" and {len(words) - MOST_NAMED:,} more" if len(words) > MOST_NAMED else ""
        layout.note(f"Selected: {', '.join(words[:MOST_NAMED])}{more}.")
        st.button("Clear the selection", key="clear selected", on_click=_clear)
    else:
        layout.note(
            "Click a point, or press Box or Lasso below a map and drag: the same points stay bright in the other one."
        )


def code(view: View, other: str) -> list[str]:
    """Return lines that draw the other map and compare the two."""
    return [
        f"other = {project_code(_options(view, other))}",
        "stability = embedlab.space.map_stability([projection.coordinates, other.coordinates])",
        "aligned = embedlab.space.align(other.coordinates, projection.coordinates, resize=True)",
        "print(stability.shared.mean(), aligned.disparity)",
    ]


def origins(view: View, other: str) -> list[str]:
    """Say how the two maps are compared."""
    return [sources.computed("two maps laid onto each other by orthogonal Procrustes (SciPy).")]


def _options(view: View, other: str) -> MapOptions:
    return replace(OTHERS[other], metric=view.map.options.metric)


def _draw(points: PointSet, projection: Projection, key: str, rows: list[int], title: str) -> None:
    figure = map_figure(
        projection,
        points.labels,
        group_coloring(points),
        written=rows or label_order(points),
        selected=rows or None,
        width=PANEL,
        height=PANEL,
    )
    box = key.replace(" ", "_")
    with st.container(key=box):
        st.plotly_chart(
            figure,
            key=key,
            alt=f"{title}: a map of {len(points):,} points; those selected in either map are bright.",
            on_select=lambda: _select(points, key),
            config=chart_config(box, select=True),
        )
        hide_overlapping(box)


def _select(points: PointSet, key: str) -> None:
    rows = selected_rows(st.session_state.get(key), len(points))
    if rows:
        st.session_state[SELECTED] = (points.key, rows, key)
    elif st.session_state.get(SELECTED, ("", [], ""))[2] == key:
        _clear()


def _clear() -> None:
    st.session_state.pop(SELECTED, None)


PART = Part(
    "Two maps",
    ask,
    show,
    code,
    origins,
    line="The map beside another one of the same points: what you select in one stays bright in the other.",
    deeper=True,
)
