"""Predict, then reveal: questions one at a time, and how often the visitor foresaw the answers.

What is asked and how it is answered is left to the lessons.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from embedlab.errors import EmbedLabError
from ui.layout import escape, warn

__all__ = ["Verdict", "show"]


@dataclass(frozen=True)
class Verdict:
    """What came of a bet."""

    said: str
    foreseen: bool  # the visitor's bet is what came
    expected: bool = False  # what came is what people expect


def show(
    key: str,
    count: int,
    *,
    ask: Callable[[int, str, bool], str | None],
    reveal: Callable[[int, str], Verdict],
    end: Callable[[int, int], str],
) -> None:
    """Ask `count` questions in a row.

    Args:
        key: of this row of questions, "bet" or "sentence bet"; the widgets' keys begin with it.
        count: questions.
        ask: draws a question; gets its number from 0, the key of its widget, and whether it is answered
            already; returns the bet.
        reveal: finds out what is true and judges a bet, without drawing.
        end: says how it went, from how many were foreseen and how many came as people expect.
    """
    start = {"place": 0, "foreseen": 0, "expected": 0, "verdict": None}
    state: dict[str, Any] = st.session_state.setdefault(f"{key}s", start)
    place, verdict = state["place"], state["verdict"]
    if place >= count:
        st.success(end(state["foreseen"], state["expected"]))
        st.button("Begin again", key=f"{key}s again", on_click=_again, args=(key, count))
        return
    bet = ask(place, f"{key} {place}", verdict is not None)
    if verdict is None:
        if problem := state.pop("problem", None):
            warn(problem)
        st.button(
            "Reveal",
            key=f"{key}s reveal",
            type="primary",
            disabled=bet is None,
            on_click=_reveal,
            args=(state, reveal, bet),
        )
    else:
        (st.success if verdict.foreseen else st.info)(escape(verdict.said))
        st.button("Next", key=f"{key}s next", type="primary", on_click=_next, args=(state,))
    if seen := place + (verdict is not None):
        st.caption(f"Foreseen: {state['foreseen']} of {seen}")


def _reveal(state: dict[str, Any], reveal: Callable[[int, str], Verdict], bet: str) -> None:
    """Judge a bet; what makes that impossible is kept for the next run, as a callback draws nothing."""
    try:
        verdict = reveal(state["place"], bet)
    except EmbedLabError as error:
        state["problem"] = str(error)
        return
    state["foreseen"] += verdict.foreseen
    state["expected"] += verdict.expected
    state["verdict"] = verdict


def _next(state: dict[str, Any]) -> None:
    state["place"] += 1
    state["verdict"] = None


def _again(key: str, count: int) -> None:
    st.session_state.pop(f"{key}s", None)
    for number in range(count):
        st.session_state.pop(f"{key} {number}", None)
