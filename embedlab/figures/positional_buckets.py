"""T5's buckets as bands: which distances share one trained number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from embedlab.figures.style import LABEL_SIZE, NEUTRAL, finish, ground_color, text_color, tint

__all__ = ["buckets_figure"]

Span = tuple[int, int | None] | None  # the nearest and the farthest offset of a bucket
HEIGHT = 440
BEYOND = 1.6  # times the start of the last bucket is where it is cut
NAMED = 0.165  # a band narrower than this has no room for its number
APART = 0.3  # between two ticks


def buckets_figure(ranges: Sequence[Span], *, causal: bool) -> go.Figure:
    """Draw the buckets of T5 over the distances, which are drawn the closer the larger they are.

    Each band is a bucket with its number in it: a name, not an amount, so that all have one color.

    Args:
        ranges: of each bucket, as `bucket_ranges` returns them.
        causal: whether there are words before the query only.
    """
    half = len(ranges) if causal else len(ranges) // 2
    sides = {"before": list(enumerate(ranges))[:half]}
    if not causal:
        sides["after"] = list(enumerate(ranges))[half:]
    starts = [abs(span[0]) for span in ranges if span is not None]
    end = int(BEYOND * max(starts)) + 2
    figure = go.Figure()
    for side, buckets in sides.items():
        held = [(number, abs(span[0]), span[1]) for number, span in buckets if span is not None]
        firsts = np.array([first for _, first, _ in held])
        lasts = np.array([end if last is None else abs(last) for _, _, last in held])
        left, right = np.log2(1 + firsts), np.log2(2 + lasts)
        names = [
            f"{first} and beyond"
            if last is None
            else f"{first} to {abs(last)}"
            if abs(last) != first
            else f"{first}"
            for _, first, last in held
        ]
        figure.add_bar(
            y=[f"words {side}"] * len(held),
            x=right - left,
            base=left,
            orientation="h",
            width=0.8,
            marker={
                "color": tint(NEUTRAL, 0.35),
                "line": {"color": ground_color(), "width": 3},
            },
            text=[
                str(number) if wide else ""
                for (number, _, _), wide in zip(held, (right - left) > NAMED, strict=True)
            ],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": LABEL_SIZE, "color": text_color()},
            customdata=np.array(
                list(zip([number for number, _, _ in held], names, strict=True)), dtype=object
            ),
            hovertemplate=f"bucket %{{customdata[0]}}: %{{customdata[1]}} words {side}<extra></extra>",
            showlegend=False,
        )
    ticks: list[int] = []
    for start in sorted(set(starts)):
        if not ticks or np.log2((1 + start) / (1 + ticks[-1])) >= APART:
            ticks.append(start)
    return finish(
        figure,
        height=HEIGHT,
        barmode="overlay",
        margin={"l": 10, "r": 10, "t": 12, "b": 10},
        xaxis={
            "title": "distance between the two words (where a bucket begins)",
            "tickvals": np.log2(1 + np.array(ticks)),
            "ticktext": [str(tick) for tick in ticks],
            "range": [0, float(np.log2(2 + end))],
            "showgrid": False,
            "zeroline": False,
        },
        yaxis={
            "autorange": "reversed",
            "tickfont": {"size": LABEL_SIZE, "color": text_color()},
            "showgrid": False,
        },
    )
