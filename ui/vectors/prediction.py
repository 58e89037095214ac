"""Predict, then reveal: ten questions of which the model gets some wrong."""

from __future__ import annotations

import streamlit as st

import embedlab
from ui import layout
from ui.vectors.source import Source, default

__all__ = ["show"]

STATE = "analogy_bets"


def show() -> None:
    """Ask what the model will answer, and reveal what it does answer."""
    source = default()
    state = st.session_state.setdefault(STATE, {"place": 0, "right": 0, "model": 0, "bet": None})
    challenges = embedlab.CHALLENGES
    st.markdown(
        f"What will **{source.name}** answer with the inputs hidden? Not what is right: what the model says. It gets some of these wrong."
    )
    if state["place"] >= len(challenges):
        st.success(
            f"You foresaw {state['right']} of {len(challenges)} answers. The model itself was right {state['model']} times."
        )
        st.button("Begin again", key="bets again", on_click=_again)
        return
    asked = challenges[state["place"]]
    st.markdown(
        f"**{state['place'] + 1} of {len(challenges)}:** {asked.a} is to {asked.b} as {asked.c} is to …"
    )
    bet = st.segmented_control(
        "Your bet",
        list(asked.choices),
        key=f"bet {state['place']}",
        disabled=state["bet"] is not None,
        wrap=True,
    )
    if state["bet"] is None:
        st.button(
            "Reveal",
            key="bets reveal",
            type="primary",
            disabled=bet is None,
            on_click=_reveal,
            args=(source, asked, bet),
        )
    else:
        said, hit = state["bet"]
        (st.success if hit else st.info)(layout.escape(said))
        st.button("Next", key="bets next", type="primary", on_click=_next)
    if seen := state["place"] + (state["bet"] is not None):
        st.caption(f"Foreseen: {state['right']} of {seen}")


def _reveal(source: Source, asked: embedlab.Challenge, bet: str) -> None:
    state = st.session_state[STATE]
    found = embedlab.analogy(source.vectors, asked.a, asked.b, asked.c, k=3)
    first = found.words[0]
    hit = bet == first
    right = first == asked.expected
    said = f"The model answers {first}, then {found.words[1]} and {found.words[2]}. "
    said += "You foresaw it. " if hit else f"You said {bet}. "
    said += "That is the answer people expect." if right else f"People expect {asked.expected}."
    state["right"] += hit
    state["model"] += right
    state["bet"] = (said, hit)


def _next() -> None:
    state = st.session_state[STATE]
    state["place"] += 1
    state["bet"] = None


def _again() -> None:
    st.session_state.pop(STATE, None)
    for number in range(len(embedlab.CHALLENGES)):
        st.session_state.pop(f"bet {number}", None)
