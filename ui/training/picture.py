"""The picture: letters in two dimensions, and the loss beside what guessing costs, through a training run."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui import layout
from ui.cache import cached
from ui.chips import component
from ui.training import summaries
from ui.training.query import DEFAULT, OWN, Query
from ui.training.view import View, view

__all__ = ["columns", "draw", "draw_numbers", "warm"]

FULL = 4_000  # the farthest coordinate as a whole number: a fifth of a pixel
LARGEST = 127  # difference of two steps that a byte holds

_picture = component("letters_picture", '<div class="root"></div>', shared=True)


def draw(query: Query) -> View | None:
    """Draw the picture; the whole run goes to the browser, which plays it without asking again."""
    if query.name == OWN and not query.own.strip():
        st.info("Nothing to show yet: paste a text above.")
        return None
    result = layout.attempt(view, query)
    _picture(key="letters picture", data=_data(query))
    return result


def warm() -> None:
    """Train what a visitor sees first."""
    _data(DEFAULT)


@cached(entries=16)
def _data(query: Query) -> str:
    """Return what the component draws: every step as whole numbers, the losses, and its words.

    As JSON: Streamlit would search each list for tables on every rerun, a twelfth of its time.
    """
    state = view(query)
    run = state.run
    start, moves, full = _whole_numbers(run.tables)
    data = {
        "letters": [
            {"label": label, "vowel": row in run.text.vowels} for row, label in enumerate(run.text.labels)
        ],
        "start": start.tolist(),
        "moves": base64.b64encode(zlib.compress(moves.T.tobytes(), 9)).decode(),  # number by number
        "full": full,
        "near": state.near.tolist(),
        "scored": run.steps.tolist(),
        "losses": run.losses.round(3).tolist(),
        "words": summaries.picture_words(state),
    }
    return json.dumps(data, ensure_ascii=False)


def _whole_numbers(tables: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int8], int]:
    """Return the first table and the moves of each step as whole numbers, and what stands for the farthest."""
    full, reach = FULL, float(np.abs(tables).max())
    while True:
        whole = np.rint(tables.reshape(len(tables), -1) / reach * full).astype(np.int64)
        moves = np.diff(whole, axis=0)
        if np.abs(moves).max() <= LARGEST:
            return whole[0], moves.astype(np.int8), full
        full //= 2


def columns(state: View) -> dict[str, Any]:
    """Return the table of the letters before and after training, by the names of its columns."""
    letters = ["space" if character == " " else character for character in state.run.text.characters]
    ends = {"start": state.run.tables[0], "end": state.run.tables[-1]}
    return {"letter": letters} | {
        f"{moment}_{column + 1}": table[:, column] for moment, table in ends.items() for column in (0, 1)
    }


def draw_numbers(state: View) -> None:
    """Hand over the table at the start and at the end, and the losses."""
    layout.numbers(columns(state), key="letters table", label="The table before and after, both columns")
    losses = {"step": state.run.steps, "held-out loss (nats per letter)": state.run.losses}
    layout.numbers(losses, key="letters losses", label="The loss on text that training never saw")
