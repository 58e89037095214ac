"""What tests read from figures."""

from __future__ import annotations

import plotly.graph_objects as go

__all__ = ["cell_texts"]


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
