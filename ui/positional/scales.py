"""What belongs to each pair or head by itself: how long a turn takes, how steep a slope is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from embedlab.positional import alibi_slopes, bucket_ranges, wavelengths
from ui import layout
from ui.cache import cached
from ui.positional import scheme_summaries
from ui.positional.schemes import T5, Alibi, Query, Rotary, Sinusoidal
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["pair_of", "show"]


def show(query: Query, column: int) -> None:
    """Draw the wavelengths of the pairs, the slopes of the heads, or list the buckets; a learned table has none."""
    if isinstance(query, Sinusoidal | Rotary):
        st.subheader("Positions for a full turn", anchor=False)
        figure = _wavelengths(query.dim, query.base, query.length, pair_of(query, column))
        summary = scheme_summaries.wavelengths(query)
        layout.picture(figure, key="wavelengths", alt=summary)
        st.caption(summary)
    elif isinstance(query, Alibi):
        st.subheader("The slope of every head", anchor=False)
        slopes = alibi_slopes(query.heads)
        summary = f"From {slopes.max():.6g} (steepest: near keys only) to {slopes.min():.6g} (nearly flat)."
        layout.picture(_slopes(query.heads, query.head), key="slopes", alt=summary)
        st.caption(summary)
    elif isinstance(query, T5):
        _show_buckets(query)


def pair_of(query: Sinusoidal | Rotary, column: int) -> int:
    """Return the pair of a column."""
    return query.wave(column)[0] if isinstance(query, Sinusoidal) else column


def _show_buckets(query: T5) -> None:
    ranges = bucket_ranges(
        buckets=query.buckets, max_distance=query.max_distance, bidirectional=not query.causal
    )
    layout.numbers(
        {
            "bucket": list(range(len(ranges))),
            "holds key − query": [scheme_summaries.offsets(offsets) for offsets in ranges],
        },
        key="buckets numbers",
        label="What each bucket holds",
        height=300,
    )


@cached(entries=16)
def _wavelengths(dim: int, base: float, length: int, pair: int) -> go.Figure:
    from embedlab.figures.positional_scales import wavelength_figure

    return SharedFigure(wavelength_figure(wavelengths(dim, base), length, chosen=pair))


@cached(entries=16)
def _slopes(heads: int, head: int) -> go.Figure:
    from embedlab.figures.positional_scales import slopes_figure

    return SharedFigure(slopes_figure(alibi_slopes(heads).tolist(), head))
