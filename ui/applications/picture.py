"""The picture: the probability of every class, and the examples that decided."""

from __future__ import annotations

import numpy as np
import streamlit as st

from embedlab.ranking import Ranking, top_k
from ui import layout
from ui.applications import summaries
from ui.applications.query import Query
from ui.cache import cached
from ui.shared_figure import SharedFigure, bars

__all__ = ["draw", "draw_numbers"]

SHOWN = 4  # examples beside the picture


def draw(query: Query) -> Query:
    """Draw the probabilities, and the examples that decided beside them."""
    left, right = st.columns([1, 1], vertical_alignment="center", gap="medium")
    with left:
        layout.picture(_figure(query.prediction), key="classes", alt=summaries.summary(query))
    with right:
        rows = top_k(query.contributions, min(SHOWN, len(query.contributions)))
        st.markdown(summaries.deciding(query, rows.tolist()))
    return query


@cached(entries=64)
def _figure(top: Ranking) -> SharedFigure:
    return bars(top.labels, top.scores, axis="probability", percent=True, outlined=top.labels[:1], height=420)


def draw_numbers(query: Query) -> None:
    """Hand over every example with what it added to the score of the class."""
    order = np.argsort(-query.contributions)
    layout.numbers(
        {
            "label": [query.data.labels[row] for row in order],
            "text": [query.data.texts[row] for row in order],
            f"adds to “{query.prediction.labels[0]}”": query.contributions[order],
        },
        key="contributions",
        label="What each example adds to the score",
    )
    classes = {"class": query.prediction.words, "probability": query.prediction.scores.tolist()}
    layout.numbers(classes, key="probabilities", label="The classes")
