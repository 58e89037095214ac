"""The picture: the probability of every class, and the examples that decided."""

from __future__ import annotations

import numpy as np
import streamlit as st

from embedlab.ranking import top_k
from ui import layout
from ui.applications import summaries
from ui.applications.query import Query
from ui.applications.results import View, view
from ui.cache import cached
from ui.shared_figure import SharedFigure, bars

__all__ = ["draw", "draw_numbers"]

SHOWN = 4  # examples beside the picture


def draw(query: Query) -> View:
    """Draw the probabilities, and the examples that decided beside them."""
    result = layout.attempt(view, query)
    left, right = st.columns([1, 1], vertical_alignment="center", gap="medium")
    with left:
        layout.picture(_figure(query), key="classes", alt=summaries.summary(result))
    with right:
        rows = top_k(result.contributions, min(SHOWN, len(result.contributions)))
        st.markdown(summaries.deciding(result, rows.tolist()))
    return result


@cached(entries=64)
def _figure(query: Query) -> SharedFigure:
    top = view(query).prediction
    return bars(
        top.labels, top.probabilities, axis="probability", percent=True, outlined=(top.label,), height=420
    )


def draw_numbers(result: View) -> None:
    """Hand over every example with what it added to the score of the class."""
    order = np.argsort(-result.contributions)
    layout.numbers(
        {
            "label": [result.data.labels[row] for row in order],
            "text": [result.data.texts[row] for row in order],
            f"adds to “{result.prediction.label}”": result.contributions[order],
        },
        key="contributions",
        label="What each example adds to the score",
    )
    rows = list(zip(result.prediction.labels, result.prediction.probabilities.tolist(), strict=True))
    layout.numbers(
        layout.columns_of(("class", "probability"), rows), key="probabilities", label="The classes"
    )
