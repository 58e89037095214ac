"""The map with its panel: the word to look at, the colors, and what a click or a box does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab.figures.space import map_figure
from embedlab.figures.space_coloring import label_order
from embedlab.figures.space_layers import Neighborhood
from ui import controls, layout
from ui.cache import cached
from ui.furniture import chart_config
from ui.labels import hide_overlapping
from ui.shared_figure import SharedFigure
from ui.space import summaries
from ui.space.coloring import check_color, coloring
from ui.space.maps import MapView, find_map
from ui.space.neighborhood import TrueNeighbors, draw_panel, find_neighbors
from ui.space.placing import Word, find_word, place_word
from ui.space.points import Points
from ui.space.query import MAX_LABEL, Query, narrow_to

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["BOX", "View", "draw", "draw_numbers", "selected_rows"]

BOX = "map_box"  # the key of the container of the map


@dataclass(frozen=True)
class View:
    """What is on the screen."""

    points: Points
    map: MapView
    word: Word | None  # that is looked at
    neighbors: TrueNeighbors | None  # its true neighbors
    figure: Figure


def draw(query: Query) -> View | None:
    """Draw the map, and beside it the true neighbors of a word."""
    points, view = query.points, find_map(query)
    if view is None:
        return None
    word = find_word(points, query.word, view.options.metric)
    row = None if word is None else word.row
    coordinates = place_word(points, view, word)
    neighbors = find_neighbors(points, view, word, coordinates)
    color = check_color(points.data, view, query.color, row)
    added = () if word is None or coordinates is None else ((word.text, coordinates[0]),)
    figure = _figure(points, view, color, row, None if row is None else neighbors, added=added)
    left, right = st.columns([5, 3])
    with left:
        _draw_map(points, view, figure)
    with right:
        draw_panel(points, view, neighbors)
    return View(points, view, word, neighbors, figure)


def draw_numbers(view: View) -> None:
    """Hand over the figures of the map in one row."""
    layout.numbers(summaries.figures(view.map), key="quality", label="The map")


def selected_rows(event: Mapping[str, Any] | None, count: int) -> list[int]:
    """Return the rows of the points that a chart of `count` points reports as selected."""
    rows = set()
    for point in (event or {}).get("selection", {}).get("points", []):
        # without a row of its own only a point of the one trace of a large map: the first
        row = point.get("customdata", -1 if point.get("curve_number") else point.get("point_index"))
        row = row[0] if isinstance(row, list | tuple) else row
        if isinstance(row, int | float) and 0 <= int(row) < count:
            rows.add(int(row))
    return sorted(rows)


def _draw_map(points: Points, view: MapView, figure: Figure) -> None:
    """Show the map; a click chooses a point, a box or a lasso selects some to isolate."""
    dimensions = view.projection.coordinates.shape[1]
    key = f"map {points.key[:8]} {dimensions}"
    alt = f"{summaries.name(view)}, {len(points.data):,} points. {summaries.quality(view.quality)}"
    config = chart_config(f"{view.projection.method}-map", select=True)
    with st.container(key=BOX):
        if dimensions != 2:
            layout.picture(figure, key=key, alt=alt)
            st.caption(
                "Enlarge it to turn it by dragging. To choose a point in three dimensions, type its word above."
            )
            return
        event: Any = st.plotly_chart(
            figure, key=key, alt=alt, on_select=lambda: _choose(points, key), config=config
        )
        hide_overlapping(BOX)
        _offer_isolation(points, selected_rows(event, len(points.data)))


@cached(entries=32)
def _figure(
    points: Points,
    view: MapView,
    color: str,
    row: int | None,
    neighbors: TrueNeighbors | None,
    *,
    added: tuple[tuple[str, NDArray[np.float32]], ...],
) -> Figure:
    data = points.data
    neighborhood = None
    if row is not None:
        none = np.empty(0, np.int64)
        neighborhood = (
            Neighborhood(row, none, none.astype(bool))
            if neighbors is None
            else Neighborhood(row, neighbors.rows, neighbors.preserved)
        )
    return SharedFigure(
        map_figure(
            view.projection,
            data.labels,
            coloring(data, view, color, row),
            written=() if points.lesson else label_order(data),  # the names of a toy's points say nothing
            neighborhood=neighborhood,
            added=added,
        )
    )


def _choose(points: Points, key: str) -> None:
    """Take up a click: the point becomes the word to look at."""
    rows = selected_rows(st.session_state.get(key), len(points.data))
    if len(rows) == 1:
        controls.set_controls({"near": points.data.labels[rows[0]][:MAX_LABEL]})


def _offer_isolation(points: Points, rows: list[int]) -> None:
    if len(rows) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{len(rows):,} of {len(points.data):,} points selected.", width="content")
        st.button(
            "Map only these",
            key="isolate",
            icon=":material/filter_alt:",
            disabled=len(rows) < 5,
            help="At least 5 points.",
            on_click=narrow_to,
            args=(points.key, rows),
        )
