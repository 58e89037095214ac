"""Drawing the map: what the colors stand for, whose words are written, and what a click or a lasso does."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.errors import InvalidInputError
from embedlab.figures.space import Chosen, Coloring, map_figure
from embedlab.figures.style import FAR_TO_NEAR, LOW_TO_HIGH, NEAR_TO_FAR
from embedlab.ranking import Ranking
from ui import controls, layout
from ui.cache import cached
from ui.chart_image import chart_config
from ui.drawn import DrawnFigure
from ui.labels import hide_overlapping
from ui.space.maps import Drawn
from ui.space.points import NARROWED, Shown

__all__ = [
    "COLORS",
    "MAX_LOOKED_AT",
    "ask_color",
    "coloring",
    "draw",
    "find_clusters",
    "group_coloring",
    "label_order",
    "least_kept",
    "neighbors_of",
    "recall_coloring",
    "selected_rows",
]

COLORS = ["automatic", "group", "neighbors kept", "k-means", "HDBSCAN", "frequency"]
NEIGHBORS = 10
MAX_LOOKED_AT = 500  # characters of the label to look at
MAX_LABELS = 400
MAX_CLUSTERED = 5_000  # points that HDBSCAN groups while the page waits


def ask_color(shown: Shown) -> str:
    """Ask what the colors stand for."""
    columns = [f"column {name}" for name in shown.points.columns if name != "group"]
    options = [*COLORS, *columns]
    if st.session_state.get("color", "automatic") not in options:
        st.session_state["color"] = "automatic"
    return controls.pick(
        "Colors",
        options,
        key="color",
        help="Automatic: the group; once a word is chosen, the true distance from it. Clusters are found among the original vectors, not on the map.",
    )


def coloring(shown: Shown, drawn: Drawn, color: str, near: int | None) -> Coloring:
    """Return the colors of the points; where they cannot be had, say why and fall back to the groups."""
    quality, metric = drawn.fit.quality, drawn.options.metric
    made: Coloring | None = None
    if color == "automatic" and near is not None:
        made = layout.attempt_part(_distances, shown, near, metric)
    elif color == "neighbors kept":
        if np.isnan(quality.recall).any():
            st.caption(
                "The neighbors of each single point were not compared for this map, so the colors show the groups."
            )
        else:
            made = recall_coloring(quality.recall, quality.k)
    elif color in {"k-means", "HDBSCAN"}:
        found = layout.attempt_part(find_clusters, shown, color, metric)
        made = None if found is None else Coloring(color, found)
    elif color == "frequency":
        if shown.points.ranks is None:
            st.caption("How frequent these points are is not known, so the colors show the groups.")
        else:
            made = _frequencies(shown.points.ranks)
    elif color.startswith("column "):
        made = Coloring(color[7:], shown.points.columns[color[7:]])
    elif color == "group" and not shown.points.columns:
        st.caption("These points have no groups.")
    return made or group_coloring(shown)


def group_coloring(shown: Shown) -> Coloring:
    """Return a color for each group: the column of that name, else the first one, else one for all."""
    for name in ("group", *shown.points.columns):
        if name in shown.points.columns:
            return Coloring(name, shown.points.columns[name])
    return Coloring("", ("",) * len(shown.points))


def recall_coloring(recall: NDArray[np.float64], k: int) -> Coloring:
    """Return colors for the share of true neighbors that the map keeps."""
    ticks = ((0.0, "none"), (0.5, "half"), (1.0, f"all {k}"))
    return Coloring("true neighbors kept", values=recall, scale=LOW_TO_HIGH, low=0.0, high=1.0, ticks=ticks)


@cached(entries=16)
def find_clusters(shown: Shown, method: str, metric: str) -> tuple[str, ...]:
    """Return the cluster of each point, found among the original vectors."""
    count = len(shown.points)
    if method == "HDBSCAN" and count > MAX_CLUSTERED:
        raise InvalidInputError(
            f"HDBSCAN is offered for at most {MAX_CLUSTERED:,} points and there are {count:,}; choose k-means or fewer."
        )
    if method == "k-means":
        several = len(set(shown.groups)) if shown.groups else 8
        found = embedlab.space.find_clusters(
            shown.points.matrix,
            method="kmeans",
            clusters=int(np.clip(several, 2, min(20, count - 1))),
            metric=metric,
        )
    else:
        found = embedlab.space.find_clusters(
            shown.points.matrix, method="hdbscan", smallest=min(5, count), metric=metric
        )
    names = {-1: "in no cluster"}
    return tuple(names.get(label, f"cluster {label + 1}") for label in found.labels.tolist())


@cached()
def neighbors_of(shown: Shown, row: int, measure: str, k: int = NEIGHBORS) -> Ranking:
    """Return the true neighbors of a point among the points of the map."""
    matrix = shown.points.matrix
    return embedlab.space.rank_rows(matrix, matrix[row], measure=measure, k=k, leave_out=row)


@cached()
def _distances(shown: Shown, row: int, metric: str) -> Coloring:
    """Return colors for how near each point truly is; a point without a direction has no cosine and is gray."""
    count = len(shown.points)
    ranked = embedlab.space.rank_rows(
        shown.points.matrix, shown.points.matrix[row], measure=metric, k=count, leave_out=row
    )
    values = np.full(count, np.nan)
    values[ranked.rows] = ranked.scores
    values[row] = 1.0 if metric == "cosine" else 0.0
    if metric == "euclidean":
        return Coloring("true distance", values=values, scale=NEAR_TO_FAR, low=0.0)
    far, middle = float(np.nanmin(values)), float(np.nanmedian(values))
    ticks = ((far, f"{far:.2f}"), (middle, f"{middle:.2f}"), (1.0, "1"))
    return Coloring(
        "true cosine",
        values=values,
        scale=FAR_TO_NEAR,
        low=far,
        high=1.0,
        ticks=ticks,
        missing_is_low=True,
    )


def _frequencies(ranks: NDArray[np.int64]) -> Coloring:
    values = np.log10(ranks.astype(np.float64))
    low, high = float(values.min()), float(values.max())
    ticks = tuple(
        (float(power), f"{10**power:,}") for power in range(7) if low - 0.01 <= power <= high + 0.01
    )
    return Coloring("place by frequency", values=values, scale=NEAR_TO_FAR, low=low, high=high, ticks=ticks)


def label_order(shown: Shown) -> list[int]:
    """Return whose words are written first: of each group in turn, the most frequent words first."""
    count = len(shown.points)
    ranks = shown.points.ranks
    order = np.arange(count) if ranks is None else np.argsort(ranks, kind="stable")
    if shown.groups is None:
        return [int(row) for row in order[:MAX_LABELS]]
    turn: dict[str, int] = {}
    keys = []
    for row in order:
        group = shown.groups[row]
        turn[group] = turn.get(group, -1) + 1
        keys.append((turn[group], int(row)))
    return [row for _, row in sorted(keys, key=lambda pair: pair[0])][:MAX_LABELS]


def draw(
    shown: Shown,
    drawn: Drawn,
    colors: Coloring,
    *,
    color: str,
    near: int | None,
    alt: str,
    added: tuple[tuple[str, tuple[float, ...]], ...] = (),
) -> Any:
    """Show the map and return its figure; a click chooses a point, a box or a lasso selects some to isolate."""
    figure = _figure(shown, drawn, _Named(color, colors), near, added)
    key = f"map {shown.key[:8]} {drawn.fit.projection.coordinates.shape[1]}"
    flat = drawn.fit.projection.coordinates.shape[1] == 2
    with st.container(key="map_box"):
        if flat:
            event: Any = st.plotly_chart(
                figure,
                key=key,
                alt=alt,
                on_select=lambda: _choose(shown, key),
                config=chart_config(f"{drawn.fit.projection.method}-map", scrollZoom=True),
            )
            hide_overlapping("map_box")
            _offer_isolation(shown, selected_rows(event, shown))
        else:
            layout.picture(figure, key=key, alt=alt)
            st.caption("Turn it by dragging. To choose a point in three dimensions, type its word above.")
    return figure


def least_kept(shown: Shown, drawn: Drawn) -> str | None:
    """Name the points that lost the most of their neighbors."""
    recall = drawn.fit.quality.recall
    if np.isnan(recall).any():
        return None
    lowest = float(recall.min())
    worst = np.flatnonzero(recall == lowest)
    if lowest == 1:
        return None
    if len(worst) > 3:
        kept_most = "none of their" if lowest == 0 else f"only {lowest:.0%} of their"
        return f"Least to be trusted: {len(worst):,} points that keep {kept_most} true neighbors."
    worst = np.argsort(recall, kind="stable")[:3]
    said = ", ".join(
        f"{shown.points.labels[row][:40]} ({recall[row]:.0%} kept)" for row in worst if recall[row] < 1
    )
    return f"Least to be trusted: {said}."


def selected_rows(event: Any, shown: Shown) -> list[int]:
    """Return the rows of the points that a chart reports as selected."""
    points = (event or {}).get("selection", {}).get("points", [])
    rows = set()
    for point in points:
        # without a row of its own only a point of the one trace of a large map: the first
        row = point.get("customdata", -1 if point.get("curve_number") else point.get("point_index"))
        row = row[0] if isinstance(row, list | tuple) else row
        if isinstance(row, int | float) and 0 <= int(row) < len(shown.points):
            rows.add(int(row))
    return sorted(rows)


class _Named:
    """Colors, told apart by the choice that led to them: their content follows from it and from the points."""

    def __init__(self, name: str, colors: Coloring) -> None:
        self.name, self.colors = name, colors

    @property
    def key(self) -> str:
        """The key of the choice."""
        return f"<colors {self.name} {self.colors.title}>"


@cached(entries=32)
def _figure(
    shown: Shown,
    drawn: Drawn,
    named: _Named,
    near: int | None,
    added: tuple[tuple[str, tuple[float, ...]], ...],
) -> Any:
    chosen = None
    if near is not None:
        has_any = drawn.options.metric == "euclidean" or shown.points.matrix[near].any()
        rows = neighbors_of(shown, near, drawn.options.metric).rows if has_any else np.empty(0, np.int64)
        chosen = Chosen(near, rows)
    new = [(label, np.array(place, dtype=np.float32)) for label, place in added]
    return DrawnFigure(
        map_figure(
            drawn.fit.projection,
            shown.points.labels,
            named.colors,
            shown=() if shown.lesson else label_order(shown),  # the names of a toy's points say nothing
            chosen=chosen,
            added=new,
        )
    )


def _choose(shown: Shown, key: str) -> None:
    """Take up a click: the point becomes the chosen one."""
    rows = selected_rows(st.session_state.get(key), shown)
    if len(rows) == 1:
        controls.set_controls({"near": shown.points.labels[rows[0]][:MAX_LOOKED_AT]})


def _offer_isolation(shown: Shown, rows: list[int]) -> None:
    if len(rows) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{len(rows):,} of {len(shown.points):,} points selected.", width="content")
        st.button(
            "Map only these",
            key="isolate",
            icon=":material/filter_alt:",
            disabled=len(rows) < 5,
            help="At least 5 points.",
            on_click=_isolate,
            args=(shown.key, rows),
        )


def _isolate(key: str, rows: list[int]) -> None:
    former, before = st.session_state.get(NARROWED, ("", ()))
    if former and key != former:  # a selection within a selection: rows of the whole
        rows = [before[row] for row in rows]
        key = former
    st.session_state[NARROWED] = (key, tuple(rows))
