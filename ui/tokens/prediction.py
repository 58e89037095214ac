"""Predict, then reveal: how many tokens, and where the text splits, checked against the real tokenizer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.display import token_labels, visible_text
from ui import controls, layout
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.tokens.questions import ask_encoding

__all__ = ["check_count", "check_splits", "show"]

# short texts, each with something to be surprised at
QUESTIONS = (
    "unhappiness",
    "The cat sat.",
    "1234567",
    "tokenization",
    "Hello world",
    "strawberry",
    "don't",
    "naïve café",
    "HELLO",
    "www.example.com",
    "x = x + 1",
    "internationally",
    "3.14159",
    "ice-cream",
    "Thursday",
)


@dataclass(frozen=True)
class Verdict:
    """What was revealed."""

    asked: tuple[str, str, str]  # tokenizer, kind of question, text
    right: bool
    said: str
    chips: tuple[Chip, ...]


def check_count(guess: int, real: int) -> tuple[bool, str]:
    """Return whether a guessed number of tokens is right, and what to say."""
    if guess == real:
        return True, f"Right: {layout.counted(real, 'token')}."
    return False, f"You said {guess}, it is {real}."


def check_splits(guess: str, text: str, edges: Sequence[int]) -> tuple[bool, str]:
    """Return whether the bars in `guess` stand where `text` splits, and what to say.

    Args:
        guess: the text with a bar | at each border.
        text: without bars.
        edges: the places in characters where a token begins, without the first. A bar before or behind a
            space is the same: some tokenizers keep it, some drop it.
    """
    parts = guess.split("|")
    if "".join(parts) != text:
        return (
            False,
            f"Only bars may be added: without them your line must read {visible_text(text, mark_spaces=False)}.",
        )
    places = [sum(map(len, parts[:number])) for number in range(1, len(parts))]
    if set(places) == set(edges):
        return True, "Right: every border is where you put it."
    hit = len(set(places) & set(edges))
    return (
        False,
        f"{hit} of {len(edges)} borders found, {len(set(places) - set(edges))} put where there is none.",
    )


def show(names: Sequence[str]) -> None:
    """Ask, and reveal on demand."""
    state = st.session_state.setdefault("quiz", {"place": 0, "streak": 0, "best": 0, "verdict": None})
    left, right = st.columns([1, 1], vertical_alignment="bottom")
    with left:
        name = controls.pick("Tokenizer", names, key="quizzed")
    with right:
        kind = controls.choice("Question", ["how many tokens?", "where does it split?"], key="quiz_kind")
    text = QUESTIONS[state["place"] % len(QUESTIONS)]
    draw_chip_rows([ChipRow("How is this cut?", [Chip(visible_text(text), "plain")])], key="quiz text")
    verdict: Verdict | None = state["verdict"]
    answered = verdict is not None and verdict.asked == (name, kind, text)
    guess: int | str
    if kind == "how many tokens?":
        guess = int(st.number_input("Your guess", 1, 50, 1, key="quiz_count", disabled=answered))
    else:
        key = f"quiz_split_{state['place']}"
        guess = st.text_input("Put a bar | at each border", text, key=key, disabled=answered, max_chars=100)
    with st.container(horizontal=True, vertical_alignment="center"):
        if answered:
            st.button("Next", key="quiz next", type="primary", on_click=_next)
        else:
            st.button(
                "Reveal", key="quiz reveal", type="primary", on_click=_reveal, args=(name, kind, text, guess)
            )
        st.markdown(f"**Streak: {state['streak']}** · best: {state['best']}")
    if answered and verdict is not None:
        if verdict.chips:
            count = layout.counted(len(verdict.chips), "token")
            draw_chip_rows([ChipRow(f"{name}: {count}", verdict.chips)], key="quiz answer")
        (st.success if verdict.right else st.info)(layout.escape(verdict.said))


def _reveal(name: str, kind: str, text: str, guess: int | str) -> None:
    state = st.session_state["quiz"]
    try:
        encoding = ask_encoding(name, text)
    except embedlab.EmbedLabError as error:  # a tokenizer of the visitor's own
        state["verdict"] = Verdict((name, kind, text), False, str(error), ())
        return
    if isinstance(guess, int):
        right, said = check_count(guess, len(encoding))
    else:
        right, said = check_splits(guess, text, [start for start, _ in encoding.offsets[1:]])
    state["streak"] = state["streak"] + 1 if right else 0
    state["best"] = max(state["best"], state["streak"])
    chips = tuple(Chip(label.label, label.kind, str(label.token_id)) for label in token_labels(encoding))
    state["verdict"] = Verdict((name, kind, text), right, said, chips)


def _next() -> None:
    state = st.session_state["quiz"]
    state["place"] += 1
    state["verdict"] = None
