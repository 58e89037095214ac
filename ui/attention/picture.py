"""The picture: one token and one head, from the state that enters a layer to what is added to it."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui import layout
from ui.attention import summaries
from ui.attention.query import TOKEN, Query
from ui.attention.view import View, view
from ui.cache import cached
from ui.chips import component

__all__ = ["draw", "draw_numbers"]

MAX_ROWS = 24  # tokens in the picture
QUANTILE = 0.98  # of the absolute values: a few are many times larger and would pale all others
KEY = "attention picture"

_picture = component("attention_picture", '<div class="root"></div>', shared=True)


def draw(query: Query) -> View:
    """Draw every step of the head for one token; a click on another token asks with its query."""
    result = layout.attempt(view, query)

    def choose() -> None:
        place = st.session_state[KEY].get("chosen")
        if isinstance(place, int):
            st.query_params[TOKEN] = str(place + 1)

    _picture(key=KEY, data=_data(query, result.token), on_chosen_change=choose)
    return result


@cached(entries=32)
def _data(query: Query, token: int) -> dict[str, Any]:
    """Return what the component draws, for at most 24 tokens: the first one, and those around the query."""
    result = view(query)
    head, names, special = result.head, result.labels, result.trace.encoding.special
    rows = _rows(len(names), token)
    tokens = {
        "x": head.inputs,
        "plainqueries": head.plain_queries,
        "plainkeys": head.plain_keys,
        "queries": head.queries,
        "keys": head.keys,
        "values": head.values,
        "outputs": head.output,
        "added": head.written,
    }
    arrays = {name: array[rows] for name, array in tokens.items()}
    arrays |= {"scores": head.scores[np.ix_(rows, rows)], "weights": head.weights[np.ix_(rows, rows)]}
    return {
        "tokens": [{"label": names[row], "kind": "special" if special[row] else "text"} for row in rows],
        "rows": rows,
        "token": rows.index(token),
        "size": head.keys.shape[1],
        "width": head.inputs.shape[1],
        "causal": result.trace.causal,
        "arrays": {name: _encode(array) for name, array in arrays.items()},
        "reach": {
            "x": _reach(head.inputs),
            "key": _reach(head.keys),
            "value": _reach(head.values),
            "added": _reach(result.trace.states[query.layer - 1, 1:].astype(np.float64)),
        },
        **summaries.picture_texts(result),
    }


def _rows(count: int, token: int) -> list[int]:
    if count <= MAX_ROWS:
        return list(range(count))
    start = min(max(1, token - MAX_ROWS + 5), count - MAX_ROWS + 1)
    return [0, *range(start, start + MAX_ROWS - 1)]


def _reach(numbers: NDArray[np.float64]) -> float:
    return float(np.quantile(np.abs(numbers), QUANTILE)) or 1.0


def _encode(numbers: NDArray[np.float64]) -> str:
    return base64.b64encode(numbers.astype(np.float32).tobytes()).decode()


def draw_numbers(view: View) -> None:
    """Hand over scores and weights of the token."""
    head, token = view.head, view.token
    layout.numbers(
        {"token": view.labels, "score": head.scores[token], "weight": head.weights[token]},
        key="attention weights",
        label=f"What “{view.labels[token]}” takes from each token",
    )
