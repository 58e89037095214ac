"""Figures of the search lesson: tracks of scores, chunks, best scores and a map of documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from embedlab.figures.label_placement import Area
from embedlab.figures.lettering import cut_text
from embedlab.figures.placed_words import add_placed_words
from embedlab.figures.style import (
    NEUTRAL,
    escape,
    finish,
    kind_color,
    kind_symbol,
    selected_color,
    text_color,
    tint,
)

__all__ = [
    "best_scores_figure",
    "chunk_figure",
    "document_map_figure",
    "track_places",
]

WIDTH, HEIGHT = 320, 360  # pixels of a map of documents on a phone, without its axes
LONGEST = 20  # characters of a title on it


def track_places(
    scores: Sequence[float], low: float, high: float, *, top: float
) -> tuple[list[float], tuple[float, float]]:
    """Return where scores stand on a track from the lowest number to `top`, in percent of its width.

    Args:
        scores: of the hits.
        low: where the band of random pairs begins; nan where there is none.
        high: where it ends.
        top: the right end of the track, at least; the highest score extends it.

    Returns:
        The place of each score, and the left edge and the width of the band.
    """
    numbers = np.array([*scores, low, high, 0.0, top])
    numbers = numbers[np.isfinite(numbers)]
    start, reach = float(numbers.min()), float(np.ptp(numbers)) or 1.0
    places = [round(100 * (score - start) / reach, 2) for score in scores]
    if not np.isfinite([low, high]).all():
        return places, (0.0, 0.0)
    return places, (round(100 * (low - start) / reach, 2), round(100 * (high - low) / reach, 2))


def chunk_figure(tokens: ArrayLike, window: int) -> go.Figure:
    """Draw the tokens of each chunk: those that the model reads, and those beyond its window."""
    counts = np.asarray(tokens, dtype=np.float64)
    numbers = np.arange(1, len(counts) + 1)
    figure = go.Figure()
    for name, heights, color in (
        ("read", np.minimum(counts, window), kind_color(0)),
        ("cut off: never read", np.maximum(counts - window, 0), tint(NEUTRAL, 0.6)),
    ):
        figure.add_bar(
            x=numbers,
            y=heights,
            name=name,
            marker_color=color,
            hovertemplate="chunk %{x}: %{y:,} tokens<extra>%{fullData.name}</extra>",
        )
    figure.add_shape(
        type="line", x0=0.4, x1=len(counts) + 0.6, y0=window, y1=window,
        line={"color": selected_color(), "width": 2, "dash": "dash"},
    )  # fmt: skip
    figure.add_annotation(
        x=0.4, y=window, text=f"the model's window: {window} tokens", showarrow=False, xanchor="left",
        yanchor="bottom",
    )  # fmt: skip
    return finish(
        figure,
        height=260,
        barmode="stack",
        bargap=0.15,
        xaxis={"title": "chunk", "range": [0.4, len(counts) + 0.6], "nticks": 10, "tickformat": "d"},
        yaxis={"title": "tokens", "range": [0, max(float(counts.max()), window) * 1.2], "nticks": 5},
        margin={"l": 10, "r": 10, "t": 40, "b": 10},
    )


def best_scores_figure(series: Mapping[str, ArrayLike], texts: Sequence[Sequence[str]]) -> go.Figure:
    """Draw the best score of each query, a row of dots for each series, with a dash at its median."""
    figure = go.Figure()
    jitter = np.random.default_rng(0)  # so that equal scores do not cover each other; never an amount
    for row, ((name, values), words) in enumerate(zip(series.items(), texts, strict=True)):
        scores = np.asarray(values, dtype=np.float64)
        figure.add_scatter(
            x=scores,
            y=row + jitter.uniform(-0.22, 0.22, len(scores)),
            mode="markers",
            name=escape(name),
            marker={"size": 9, "color": kind_color(row), "symbol": kind_symbol(row), "opacity": 0.75},
            customdata=[[escape(each)] for each in words],
            hovertemplate="%{customdata[0]}: %{x:.2f}<extra></extra>",
        )
        middle = float(np.median(scores))
        figure.add_shape(
            type="line", x0=middle, x1=middle, y0=row - 0.35, y1=row + 0.35,
            line={"color": selected_color(), "width": 3},
        )  # fmt: skip
    return finish(
        figure,
        height=300,
        xaxis={"title": "cosine of the best document", "nticks": 6},
        yaxis={
            "tickvals": list(range(len(series))),
            "ticktext": [escape(name) for name in series],
            "range": [len(series) - 0.5, -0.5],
            "zeroline": False,
        },
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )


def document_map_figure(
    coordinates: ArrayLike, titles: Sequence[str], hits: ArrayLike, query: str
) -> go.Figure:
    """Draw documents as dots and the query as a star, joined with its best hits.

    Args:
        coordinates: (documents + 1, 2); the last row is the query.
        titles: of the documents.
        hits: rows of the best hits in all dimensions; they have labels.
        query: the words of the query.
    """
    points = np.asarray(coordinates, dtype=np.float32)
    best = np.asarray(hits, dtype=np.int64)
    figure = go.Figure()
    lines = np.full((3 * len(best), 2), np.nan, dtype=np.float32)
    lines[0::3], lines[1::3] = points[-1], points[best]
    figure.add_scatter(
        x=lines[:, 0], y=lines[:, 1], mode="lines", hoverinfo="skip",
        line={"color": selected_color(), "width": 1.5},
    )  # fmt: skip
    for rows, color, size in ((np.arange(len(titles)), NEUTRAL, 8), (best, selected_color(), 12)):
        figure.add_scatter(
            x=points[rows, 0], y=points[rows, 1], mode="markers", marker={"color": color, "size": size},
            customdata=[[escape(titles[row])] for row in rows.tolist()],
            hovertemplate="%{customdata[0]}<extra></extra>",
        )  # fmt: skip
    figure.add_scatter(
        x=points[-1:, 0], y=points[-1:, 1], mode="markers",
        marker={"symbol": "star", "size": 20, "color": text_color()},
        customdata=[[escape(query)]], hovertemplate="query: %{customdata[0]}<extra></extra>",
    )  # fmt: skip
    low, high = points.min(axis=0), points.max(axis=0)
    edge = 0.12 * np.maximum(high - low, 1e-6)
    low, high = low - edge, high + edge
    labeled = [len(points) - 1, *best.tolist()]
    texts = ["your query", *(cut_text(titles[row], LONGEST) for row in labeled[1:])]
    pixels = (points - low) / (high - low) * (WIDTH, -HEIGHT) + (0, HEIGHT)
    add_placed_words(
        figure, points[labeled], texts, colors=[text_color()] * len(texts),
        pixels=pixels[labeled], area=Area(WIDTH, HEIGHT), markers=pixels,
    )  # fmt: skip
    return finish(
        figure,
        height=460,
        showlegend=False,
        xaxis={"title": "first component", "zeroline": False, "nticks": 6, "range": [low[0], high[0]]},
        yaxis={"title": "second component", "zeroline": False, "nticks": 6, "range": [low[1], high[1]]},
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
