"""Predict, then reveal: large questions with up to four choices, made for one visitor or for a class.

The answer stays hidden until Reveal. Before it, a visitor bets on a choice, or a teacher counts the hands
for each with the keys 1 to 4. What is asked and what is true is left to the lessons.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from embedlab.errors import EmbedLabError
from embedlab.numerals import count_text
from ui.layout import escape, warn
from ui.part import Part, no_lines, no_options

__all__ = ["Answer", "Question", "number_choices", "part", "show"]

LETTERS = "ABCD"
NARROW = 120  # pixels: four choices stay in one row, and their hands below them


@dataclass(frozen=True)
class Question:
    """A prediction to make."""

    prompt: str
    subject: str  # the word or sentence it is about, set large; "" where the prompt says all
    choices: tuple[str, ...]  # two to four
    expected: str = ""  # what most people say, where that is known


@dataclass(frozen=True)
class Answer:
    """What is true."""

    choice: str  # one of the question's
    reason: str  # one sentence
    picture: Callable[[], object] | None = None  # draws what shows it


@dataclass
class _Progress:
    """How far a visitor has come; kept for the visit."""

    index: int = 0  # of the question
    answered: int = 0
    foreseen: int = 0
    expected: int = 0  # answers that are what most people say
    question: Question | None = None
    bet: str | None = None
    hands: list[int] = field(default_factory=list)  # one count per choice
    answer: Answer | None = None
    problem: str = ""


def number_choices(answer: int, others: list[int], *, low: int = 1) -> tuple[str, ...]:
    """Return four numbers in ascending order, the answer among them.

    Args:
        answer: the right number.
        others: numbers that someone could believe, the most plausible first; each counts once.
        low: the smallest number that is possible.
    """
    near = [answer + step for step in (1, -1, 2, -2, 3, 4)]
    candidates = dict.fromkeys([answer, *others, *near])
    return tuple(map(str, sorted([each for each in candidates if each >= low][: len(LETTERS)])))


def part(
    key: str,
    ask: Callable[[int], Question],
    reveal: Callable[[int], Answer],
    *,
    code: Callable[[Any, None], list[str]] = no_lines,
    sources: Callable[[Any, None], list[str]] = no_lines,
) -> Part[Any, None]:
    """Return the part of a lesson that asks three questions; the arguments are those of `show`."""
    return Part(
        "Predict",
        no_options,
        lambda query, options: show(key, 3, ask=ask, reveal=reveal),
        code,
        sources,
    )


@st.fragment
def show(key: str, count: int, *, ask: Callable[[int], Question], reveal: Callable[[int], Answer]) -> None:
    """Ask `count` questions in a row.

    Args:
        key: of this row of questions, "bet" or "sentence bet"; the widgets' keys begin with it.
        count: questions.
        ask: returns a question by its index from 0.
        reveal: returns what is true, without drawing. A question or an answer that cannot be computed
            (`EmbedLabError`) becomes a sentence, and the next question can be asked.
    """
    progress: _Progress = st.session_state.setdefault(f"{key}s", _Progress())
    if progress.index >= count:
        st.success(_end(progress))
        st.button("Begin again", key=f"{key}s again", on_click=_restart, args=(key,))
        return
    try:
        question = ask(progress.index)
    except EmbedLabError as error:
        warn(str(error))
        st.button("Next", key=f"{key}s next", on_click=_next, args=(progress,))
        return
    if question != progress.question:  # the lesson's controls ask about something else now
        _clear(progress)
        progress.question, progress.hands = question, [0] * len(question.choices)
    if question.subject:
        st.markdown(f":small[{_tally(progress, count)}]  \n{escape(question.prompt)}")
    else:
        st.caption(_tally(progress, count))
    st.subheader(escape(question.subject or question.prompt), anchor=False)
    _draw_choices(key, progress, question)
    if progress.answer is None:
        _draw_reveal(key, progress, reveal)
    else:
        _draw_answer(progress, progress.answer)
        st.button("Next", key=f"{key}s next", type="primary", on_click=_next, args=(progress,))


def _draw_choices(key: str, progress: _Progress, question: Question) -> None:
    """Draw a row of large buttons, a choice each, and below it the hands counted for each.

    The key of the row names the choices that bets.css outlines.
    """
    answer = progress.answer
    marks = {"bet": progress.bet, "right": answer and answer.choice}
    outlined = [
        f"{mark}{LETTERS[question.choices.index(choice)]}" for mark, choice in marks.items() if choice
    ]
    with st.grid(len(question.choices), min_column_width=NARROW, key=" ".join(["choices", *outlined, key])):
        for letter, choice in zip(LETTERS, question.choices, strict=False):
            right, bet = answer is not None and choice == answer.choice, choice == progress.bet
            st.button(
                f"**{letter}** {escape(choice)}",
                key=f"{key} {letter}",
                icon=":material/check:" if right else ":material/close:" if bet and answer else None,
                disabled=answer is not None,
                width="stretch",
                wrap=True,
                on_click=_bet,
                args=(progress, choice),
            )
        for index, count in enumerate(progress.hands):
            st.button(
                count_text(count, "hand"),
                key=f"{key} hand {LETTERS[index]}",
                type="tertiary",
                icon=":material/back_hand:",
                shortcut=str(index + 1),
                disabled=answer is not None,
                on_click=_count_hand,
                args=(progress, index),
            )


def _draw_reveal(key: str, progress: _Progress, reveal: Callable[[int], Answer]) -> None:
    if progress.problem:
        warn(progress.problem)
        progress.problem = ""
    st.button(
        "Reveal",
        key=f"{key}s reveal",
        type="primary",
        disabled=progress.bet is None and not any(progress.hands),
        on_click=_reveal,
        args=(progress, reveal),
    )


def _draw_answer(progress: _Progress, answer: Answer) -> None:
    sentence = f"{answer.reason}{_about_hands(progress, answer)}"
    foreseen = progress.bet == answer.choice
    st.markdown(f"{'**You foresaw it.** ' if foreseen else ''}{escape(sentence)}")
    if answer.picture is not None:
        answer.picture()


def _about_hands(progress: _Progress, answer: Answer) -> str:
    """Return how many hands were right; "" where none was counted."""
    if progress.question is None or not any(progress.hands):
        return ""
    right = progress.hands[progress.question.choices.index(answer.choice)]
    return f" {right:,} of {count_text(sum(progress.hands), 'hand')} had it right."


def _tally(progress: _Progress, count: int) -> str:
    foreseen = f"foreseen {progress.foreseen} of {progress.answered}"
    rest = foreseen if progress.answered else "the answer is computed when you reveal it"
    return f"Question {progress.index + 1} of {count} · {rest}"


def _end(progress: _Progress) -> str:
    sentence = f"You foresaw {progress.foreseen} of {count_text(progress.answered, 'answer')}."
    if progress.expected:
        sentence += f" What most people expect was right {count_text(progress.expected, 'time')}."
    return sentence


def _bet(progress: _Progress, choice: str) -> None:
    progress.bet = choice


def _count_hand(progress: _Progress, index: int) -> None:
    progress.hands[index] += 1


def _reveal(progress: _Progress, reveal: Callable[[int], Answer]) -> None:
    """Find the answer; what makes that impossible is kept for the next run, as a callback draws nothing."""
    try:
        answer = reveal(progress.index)
    except EmbedLabError as error:
        progress.problem = str(error)
        return
    most = max(progress.hands, default=0)
    if progress.bet is None and progress.hands.count(most) == 1 and progress.question is not None:
        progress.bet = progress.question.choices[progress.hands.index(most)]  # the class has spoken
    progress.answer = answer
    progress.answered += 1
    progress.foreseen += answer.choice == progress.bet
    progress.expected += progress.question is not None and answer.choice == progress.question.expected


def _clear(progress: _Progress) -> None:
    progress.question = progress.bet = progress.answer = None
    progress.hands, progress.problem = [], ""


def _next(progress: _Progress) -> None:
    progress.index += 1
    _clear(progress)


def _restart(key: str) -> None:
    st.session_state.pop(f"{key}s", None)
