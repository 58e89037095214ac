"""What tests read from figures, and the rules all figures keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go

from embedlab.figures.themes import LIGHT, PLACE_HOLDERS

__all__ = ["assert_rules", "cell_texts"]

SMALLEST = 15  # pixels of a letter, to be read from the back of a room
# a number of these says nothing without its unit or the meaning of its ends
BARE = re.compile(r"^(mean )?(adds|added|angle|found|loss|nats|share|silhouette|surprise|time)$")
BARE_ALONE = re.compile(r"^(mean )?(cosine|score|value)$")  # between panels there may be no room for more


def cell_texts(figure: go.Figure) -> list[list[str]]:
    """Return what is written on the cells of a heatmap, row by row; nothing where no number is written."""
    traces = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "text"]
    if not traces:
        return []
    cells = zip(traces[-1].y, traces[-1].x, traces[-1].text, strict=True)
    rows: dict[int, list[str]] = {}
    for row, _, text in sorted(cells, key=lambda cell: cell[:2]):
        rows.setdefault(int(row), []).append(text)
    return list(rows.values())


def assert_rules(figure: go.Figure) -> None:
    """Fail where letters are small or faint, where an axis lacks its unit, and where ticks have no labels."""
    parts = {
        "data": [trace.to_plotly_json() for trace in figure.data],
        "layout": figure.layout.to_plotly_json(),
    }
    parts["layout"].pop("template", None)
    small = {where: size for where, size in _sizes(parts) if size < SMALLEST}
    assert not small
    assert figure.layout.font.size >= SMALLEST
    for trace in figure.data:
        assert not getattr(trace, "texttemplate", None), "plotly chooses size and color: use write_cells"
    roles = PLACE_HOLDERS if figure.layout.font.color == PLACE_HOLDERS.axis else LIGHT
    axes = (*figure.select_xaxes(), *figure.select_yaxes())
    for axis in axes:
        written = {axis.tickfont.color, axis.title.font.color}
        assert written <= {roles.axis, roles.ink}  # whose contrast a test of the roles computes
        assert axis.ticks == ""
        title, numbers = axis.title.text or "", axis.visible is not False and axis.showticklabels is not False
        if numbers and "%" not in (axis.tickformat or ""):
            assert not BARE.match(title), f"{title}: no unit"
            assert len(axes) > 2 or not BARE_ALONE.match(title), f"{title}: no unit"


def _sizes(part: Any, where: str = "") -> Iterator[tuple[str, float]]:
    """Yield the size of every font in a part of a figure."""
    if isinstance(part, dict):
        for key, value in part.items():
            path = f"{where}.{key}"
            if (
                key.endswith("font")
                and isinstance(value, dict)
                and isinstance(value.get("size"), int | float)
            ):
                yield path, value["size"]
            yield from _sizes(value, path)
    elif isinstance(part, list | tuple):
        for number, value in enumerate(part):
            yield from _sizes(value, f"{where}[{number}]")
