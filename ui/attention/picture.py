"""The picture: one token and one head, from the state that enters a layer to what is added to it."""

from __future__ import annotations

from ui import layout
from ui.attention.query import Query
from ui.attention.view import View, view
from ui.shared_figure import bars

__all__ = ["draw", "draw_numbers"]


def draw(query: Query) -> View:
    """Draw every step of the head for one token."""
    result = layout.attempt(view, query)
    layout.picture(
        bars(result.labels, result.weights, axis="weight", percent=True), key="attention picture", alt=""
    )
    return result


def draw_numbers(view: View) -> None:
    """Hand over scores and weights of the token."""
    head = view.query.head - 1
    layout.numbers(
        {
            "token": view.labels,
            "score": view.layer.scores[head, view.token],
            "weight": view.weights,
        },
        key="attention weights",
        label=f"What “{view.labels[view.token]}” takes from each token",
    )
