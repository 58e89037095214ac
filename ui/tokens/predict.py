"""Predict, then reveal: how many tokens, and where the text splits, checked against the real tokenizer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.display import visible_text
from embedlab.numerals import count_text
from embedlab.tokens import token_labels
from ui import controls, layout, sources
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.part import Part
from ui.tokens import exports
from ui.tokens.query import Query
from ui.tokens.results import encode, find_tokenizer

__all__ = ["PART", "QUESTIONS", "check_count", "check_splits"]

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
COUNT, SPLIT = "how many tokens?", "where does it split?"


@dataclass(frozen=True)
class Options:
    """The question: a tokenizer, what is asked about it, a text."""

    name: str
    kind: str  # COUNT or SPLIT
    text: str


@dataclass(frozen=True)
class Verdict:
    """What was revealed."""

    question: Options
    right: bool
    message: str
    chips: tuple[Chip, ...]


def ask(view: Query) -> Options:
    """Ask for a tokenizer and the kind of question."""
    left, right = st.columns([1, 1], vertical_alignment="bottom")
    with left:
        name = controls.pick("Tokenizer", view.names, key="quizzed")
    with right:
        kind = controls.choice("Question", [COUNT, SPLIT], key="quiz_kind")
    return Options(name, kind, QUESTIONS[_progress().number % len(QUESTIONS)])


def show(view: Query, question: Options) -> None:
    """Ask for a guess, and reveal on demand."""
    progress = _progress()
    draw_chip_rows(
        [ChipRow("How is this cut?", [Chip(visible_text(question.text), "plain")])], key="quiz text"
    )
    verdict = progress.verdict
    if verdict is not None and verdict.question != question:
        verdict = None
    guess: int | str
    if question.kind == COUNT:
        guess = int(st.number_input("Your guess", 1, 50, 1, key="quiz_count", disabled=verdict is not None))
    else:
        guess = st.text_input(
            "Put a bar | at each border",
            question.text,
            key=f"quiz_split_{progress.number}",
            disabled=verdict is not None,
            max_chars=100,
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        if verdict is None:
            st.button("Reveal", key="quiz reveal", type="primary", on_click=_reveal, args=(question, guess))
        else:
            st.button("Next", key="quiz next", type="primary", on_click=_next)
        st.markdown(f"**Streak: {progress.streak}** · best: {progress.best}")
    if verdict is not None:
        if verdict.chips:
            count = count_text(len(verdict.chips), "token")
            draw_chip_rows([ChipRow(f"{question.name}: {count}", verdict.chips)], key="quiz answer")
        (st.success if verdict.right else st.info)(layout.escape(verdict.message))


def code(view: Query, question: Options) -> list[str]:
    """Return lines that compute the answer."""
    return [
        "",
        exports.tokenizer_line(question.name),
        f"encoding = tokenizer.encode({question.text!r})",
        "print(len(encoding), [encoding.text[start:end] for start, end in encoding.offsets])",
    ]


def origins(view: Query, question: Options) -> list[str]:
    """Say who gives the answers."""
    return [sources.tokenizer(find_tokenizer(question.name))]


def check_count(guess: int, real: int) -> tuple[bool, str]:
    """Return whether a guessed number of tokens is right, and what to say."""
    if guess == real:
        return True, f"Right: {count_text(real, 'token')}."
    return False, f"You said {guess}, it is {real}."


def check_splits(guess: str, text: str, edges: Sequence[int]) -> tuple[bool, str]:
    """Return whether the bars in `guess` stand where `text` splits, and what to say.

    Args:
        guess: the text with a bar | at each border.
        text: without bars.
        edges: the positions in characters where a token begins, without the first.
    """
    parts = guess.split("|")
    if "".join(parts) != text:
        return (
            False,
            f"Only bars may be added: without them your line must read {visible_text(text, mark_spaces=False)}.",
        )
    bars = {sum(map(len, parts[:number])) for number in range(1, len(parts))}
    if bars == set(edges):
        return True, "Right: every border is where you put it."
    hits = len(bars & set(edges))
    return False, f"{hits} of {len(edges)} borders found, {len(bars) - hits} put where there is none."


@dataclass
class Progress:
    """How far the visitor has come; kept for the visit."""

    number: int = 0  # of the question
    streak: int = 0
    best: int = 0
    verdict: Verdict | None = None


def _progress() -> Progress:
    progress: Progress = st.session_state.setdefault("quiz", Progress())
    return progress


def _reveal(question: Options, guess: int | str) -> None:
    progress = _progress()
    try:
        encoding = encode(find_tokenizer(question.name), question.text, False)
    except embedlab.EmbedLabError as error:  # a tokenizer of the visitor's own
        progress.verdict = Verdict(question, False, str(error), ())
        return
    if isinstance(guess, int):
        right, message = check_count(guess, len(encoding))
    else:
        right, message = check_splits(guess, question.text, [start for start, _ in encoding.offsets[1:]])
    progress.streak = progress.streak + 1 if right else 0
    progress.best = max(progress.best, progress.streak)
    chips = tuple(Chip(label.label, label.kind, str(label.token_id)) for label in token_labels(encoding))
    progress.verdict = Verdict(question, right, message, chips)


def _next() -> None:
    progress = _progress()
    progress.number += 1
    progress.verdict = None


PART = Part("Predict", ask, show, code, origins)
