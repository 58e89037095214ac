"""The foot of the page: where the numbers come from, the code that makes the view again, and what the link holds."""

from __future__ import annotations

from typing import Any

from embedlab.space import MapOptions
from ui import layout, sources
from ui.models import ENCODER, WORD_VECTORS
from ui.space import summaries
from ui.space.picture import View
from ui.space.points import SPACES, Points, describe, is_table
from ui.space.query import is_narrowed
from ui.words import read_pairs

__all__ = ["code", "link", "look_up_code", "origins", "project_code", "start_code"]


def origins(view: View) -> list[str]:
    """Say where the vectors come from, and how the map was made and judged."""
    return [_origin(view.points), sources.computed(summaries.how(view.map))]


def code(view: View) -> list[str]:
    """Return lines that make the same map, judge it, and look at the same word."""
    metric = f'metric="{view.map.options.metric}"'
    lines = ["import numpy as np", "import embedlab", "", *view.points.code]
    lines += _axes_code(view) if view.map.axes is not None else _map_code(view.map.options)
    lines += [
        f"quality = embedlab.projection_quality(matrix, projection.coordinates, {metric})",
        "print(quality.knn_preservation, quality.trustworthiness)",
    ]
    if view.word is not None and view.word.row is not None:
        row = view.word.row
        lines += [
            f"ranked = embedlab.space.rank_rows(matrix, matrix[{row}], "
            f'measure="{view.map.options.metric}", leave_out={row})',
            "print([labels[row] for row in ranked.rows])",
        ]
    return lines


def link(view: View) -> str:
    """Say what the link holds: not what was uploaded, nor which points were isolated."""
    if not view.points.space and not view.points.lesson:
        return (
            "The address of this page holds the settings, not your table: whoever opens it is asked for one."
        )
    if is_narrowed():
        return "The address of this page holds the settings and all points, not which of them you isolated."
    return layout.WHOLE


def project_code(options: MapOptions, matrix: str = "matrix", **others: str) -> str:
    """Return the call that draws a map from nothing; `others` are further arguments, or other values, as code."""
    values: dict[str, Any] = {"method": options.method, "n_components": options.n_components}
    if options.method != "pca":
        values |= {"metric": options.metric, "random_state": options.random_state}
    values |= dict(options.parameters)
    arguments = {name: repr(value) for name, value in values.items()} | others
    return f"embedlab.project({matrix}, {', '.join(f'{name}={value}' for name, value in arguments.items())})"


def start_code(options: MapOptions) -> list[str]:
    """Return the line that makes the map that a map grew out of."""
    if options.start is None:
        return []
    start = {name: repr(value) for name, value in options.start}
    return [f"former = {project_code(options, **start)}"]


def look_up_code(points: Points, words: str) -> str:
    """Return the code of the vectors of some words, whose list is given as code."""
    return {
        SPACES[1]: f"embedlab.context.input_vectors(encoder, {words}).vectors",
        SPACES[2]: f"encoder.embed({words})",
        "": f"matrix[[list(labels).index(word) for word in {words}]]",
    }.get(points.space, f"np.stack([vectors[word] for word in {words}])")


def _origin(points: Points) -> str:
    size = f"{len(points.data):,} points of {points.data.dim} numbers."
    if points.lesson:
        return f"**A toy:** {points.description}; after Wattenberg, Viégas and Johnson, “How to Use t-SNE Effectively”, Distill 2016. {size}"
    if not points.space:
        return f"**Your own table:** {layout.escape(points.description)}. {size}"
    if points.space == SPACES[0]:
        return f"{sources.model(WORD_VECTORS, 'word-vectors', f'Here: {describe(SPACES[0])}.')} {size}"
    if is_table(points.space):
        return f"**Real weights:** {layout.escape(points.description)}. {size}"
    return sources.model(ENCODER, "encoder", f"Here: {points.description}. {size}")


def _map_code(options: MapOptions) -> list[str]:
    start = {} if options.start is None else {"start": "former.coordinates"}
    return [*start_code(options), f"projection = {project_code(options, **start)}"]


def _axes_code(view: View) -> list[str]:
    lines = [f"look_up = lambda words: {look_up_code(view.points, 'words')}", "axes = ["]
    for text in view.map.pairs:
        low, high = zip(*read_pairs(text), strict=True)
        lines.append(
            f"    embedlab.vectors.named_axis(look_up({list(low)!r}), look_up({list(high)!r}), negative={low[0]!r}, positive={high[0]!r}),"
        )
    return [*lines, "]", "projection = embedlab.space.axis_map(matrix, axes).projection"]
