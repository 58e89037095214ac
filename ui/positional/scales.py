"""What belongs to each pair or head by itself: how long a turn takes, how steep a slope is."""

from __future__ import annotations

from typing import Any

import streamlit as st

from embedlab.positional import alibi_slopes, bucket_ranges, wavelengths
from ui import layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.positional.view import Asked

__all__ = ["show", "turned_pairs"]


def show(asked: Asked, column: int = 0) -> None:
    """Draw the wavelengths of the pairs, the slopes of the heads, or list the buckets; a learned table has none."""
    if asked.scheme in {"sinusoidal", "rotary"}:
        st.subheader("Positions for a full turn", anchor=False)
        pair = column
        if asked.scheme == "sinusoidal":
            pair = column // 2 if asked.order == "interleaved" else column % (asked.dim // 2)
        layout.picture(
            _wavelengths(asked.dim, asked.base, asked.length, pair), key="wavelengths", alt=_said(asked)
        )
        st.caption(_said(asked))
    elif asked.scheme == "ALiBi":
        st.subheader("The slope of every head", anchor=False)
        slopes = alibi_slopes(asked.heads)
        said = f"From {slopes.max():.6g} (steepest: near keys only) to {slopes.min():.6g} (nearly flat)."
        layout.picture(_slopes(asked.heads, asked.head), key="slopes", alt=said)
        st.caption(said)
    elif asked.scheme == "T5":
        _buckets(asked)


def turned_pairs(asked: Asked) -> tuple[int, int]:
    """Return how many pairs turn fully within the length, and how many there are."""
    turns = wavelengths(asked.dim, asked.base)
    return int((turns <= asked.length).sum()), len(turns)


def _said(asked: Asked) -> str:
    within, pairs = turned_pairs(asked)
    return (
        f"Pairs above the line do not come round within {layout.counted(asked.length, 'position')}: "
        f"{pairs - within} of {pairs}. A model trained on this length has never seen the rest of their turn."
    )


def _buckets(asked: Asked) -> None:
    spans = bucket_ranges(
        buckets=asked.buckets, max_distance=asked.max_distance, bidirectional=not asked.causal
    )
    layout.numbers(
        {
            "bucket": list(range(len(spans))),
            "holds key − query": [_span(span) for span in spans],
        },
        key="buckets numbers",
        label="What each bucket holds",
        height=300,
    )


def _span(span: tuple[int, int | None] | None) -> str:
    """Return the offsets of a bucket in words.

    >>> _span((-8, -11)), _span((6, None)), _span((0, 0)), _span(None)
    ('−8 to −11', '6 and beyond', '0', 'nothing')
    """
    if span is None:
        return "nothing"
    nearest, farthest = span
    text = f"{nearest}"
    if farthest is None:
        text += " and beyond"
    elif farthest != nearest:
        text += f" to {farthest}"
    return text.replace("-", "−")


@cached(entries=16)
def _wavelengths(dim: int, base: float, length: int, pair: int) -> Any:
    from embedlab.figures.positional_scales import wavelength_figure

    return DrawnFigure(wavelength_figure(wavelengths(dim, base), length, chosen=pair))


@cached(entries=16)
def _slopes(heads: int, head: int) -> Any:
    from embedlab.figures.positional_scales import slopes_figure

    return DrawnFigure(slopes_figure(alibi_slopes(heads).tolist(), head))
