"""The picture: letters in two dimensions, and the loss beside what guessing costs, through a training run."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab.training import is_vowel
from ui import layout
from ui.cache import cached
from ui.chips import component
from ui.training import summaries
from ui.training.query import DEFAULT, Query
from ui.training.runs import View, view

__all__ = ["draw", "draw_numbers", "warm"]

FULL = 4_000  # the farthest coordinate as a whole number: a fifth of a pixel
LARGEST = 127  # difference of two steps that a byte holds

_picture = component("letters_picture", '<div class="root"></div>', shared=True)


def draw(query: Query) -> View | None:
    """Draw the picture; the whole run goes to the browser, which plays it without asking again."""
    if query.name not in summaries.BUNDLED and not query.own.strip():
        st.info("Nothing to show yet: paste a text above.")
        return None
    result = layout.attempt(view, query)
    _picture(key="letters picture", data=_data(query))
    return result


def warm() -> None:
    """Train what a visitor sees first."""
    _data(DEFAULT)


@cached(entries=16)
def _data(query: Query) -> dict[str, Any]:
    """Return what the component draws: every step as whole numbers, the losses, and its words."""
    state = view(query)
    run = state.run
    start, moves, full = _whole_numbers(run.tables)
    return {
        "letters": [
            {"label": "␣" if character == " " else character, "vowel": is_vowel(character)}
            for character in run.text.characters
        ],
        "start": start.tolist(),
        "moves": base64.b64encode(moves.tobytes()).decode(),
        "full": full,
        "near": state.near.tolist(),
        "scored": run.scored.tolist(),
        "losses": run.losses.round(3).tolist(),
        "baselines": summaries.baselines(run),
        "words": summaries.picture_words(state),
    }


def _whole_numbers(tables: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int8], int]:
    """Return the first table and the moves of each step as whole numbers, and what stands for the farthest."""
    full, reach = FULL, float(np.abs(tables).max())
    while True:
        whole = np.rint(tables.reshape(len(tables), -1) / reach * full).astype(np.int64)
        moves = np.diff(whole, axis=0)
        if np.abs(moves).max() <= LARGEST:
            return whole[0], moves.astype(np.int8), full
        full //= 2


def draw_numbers(state: View) -> None:
    """Hand over the table at the start and at the end, and the losses."""
    run = state.run
    start, end = run.tables[0], run.tables[-1]
    layout.numbers(
        {
            "letter": ["space" if character == " " else character for character in run.text.characters],
            "start, column 1": start[:, 0], "start, column 2": start[:, 1],
            "end, column 1": end[:, 0], "end, column 2": end[:, 1],
        },
        key="letters table",
        label="The table before and after",
    )  # fmt: skip
    layout.numbers(
        {"step": run.scored, "held-out loss (nats per letter)": run.losses},
        key="letters losses",
        label="The loss on text that training never saw",
    )
