"""One vector for a whole sentence: two of them compared, many pairs by what joins them, and ten bets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

import embedlab
from embedlab.numerals import count_text
from embedlab.texts import SENTENCE_GUESSES, SentencePair
from ui import bets, controls, layout, sources
from ui.cache import cached
from ui.context import pair_summaries
from ui.context.picture import View
from ui.models import ENCODER, encoder
from ui.part import Part
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

__all__ = ["PART"]

FIRST, SECOND = "The dog bit the man", "The man bit the dog"
MAX_TEXT = 500  # characters
POOLINGS = ["mean", "cls", "max"]
NAMES = {"mean": "mean, as trained", "cls": "cls, untrained", "max": "max, untrained"}


@dataclass(frozen=True)
class Options:
    """The visitor's two sentences, and the pooling of the bundled pairs."""

    first: str
    second: str
    pooling: str
    pair_area: DeltaGenerator  # between the controls


def ask(view: View) -> Options:
    """Say what is asked, and draw the controls; the word above plays no part."""
    left, right = st.columns(2)
    with left:
        first = controls.text("First sentence", FIRST, key="first_text", max_chars=MAX_TEXT)
    with right:
        second = controls.text("Second sentence", SECOND, key="second_text", max_chars=MAX_TEXT)
    pair_area = st.container()
    pooling = controls.choice("Pooling of the sentence", POOLINGS, key="sentence_pooling")
    return Options(first, second, pooling, pair_area)


def show(view: View, options: Options) -> None:
    """Compare the visitor's two sentences, then the bundled pairs, then bet."""
    bundled = layout.attempt_part(_bundled_pairs)
    if bundled is None:
        return
    pair = None
    with options.pair_area:
        if options.first.strip() and options.second.strip():
            pair = layout.attempt_part(_pair, options.first, options.second)
        else:
            st.info("Type two sentences to compare, for example one and its opposite.")
        if pair is not None:
            _show_pair(options, pair, bundled)
    _show_kinds(options.pooling, pair, bundled)
    bets.show("sentence bet", len(SENTENCE_GUESSES), ask=_ask_bet, reveal=_reveal)


def code(view: View, options: Options) -> list[str]:
    """Return lines that print the bundled pairs, the visitor's own, and the answers to the bets."""
    lines = [
        "bundled = embedlab.context.compare_poolings(encoder)",
        "print(bundled.poolings, bundled.mean, bundled.low, bundled.high)",
        f'for pair, cosine in zip(bundled.pairs, bundled.of("{options.pooling}"), strict=True):',
        "    print(f'{cosine:.3f}', pair.kind, '|', pair.first, '|', pair.second)",
        "for guess in embedlab.texts.SENTENCE_GUESSES:",
        "    print(guess.choices, embedlab.context.compare_poolings(encoder, guess.pairs).of('mean'))",
    ]
    if options.first.strip() and options.second.strip():
        lines += [
            f"pair = embedlab.texts.SentencePair({options.first!r}, {options.second!r})",
            "print(embedlab.context.compare_poolings(encoder, [pair]).cosines[:, 0])",
        ]
    return lines


def _show_pair(
    options: Options, pair: embedlab.context.PairCosines, bundled: embedlab.context.PairCosines
) -> None:
    summary = pair_summaries.own_pair(pair, bundled)
    layout.finding(summary)
    layout.picture(_pair_figure(options.first, options.second), key="sentence pair", alt=summary)
    for name, beyond in zip(("first", "second"), pair.cut[0], strict=True):
        if beyond:
            layout.warn(
                f"The {name} sentence exceeds the model's window by {count_text(beyond, 'token')}, which are left out; shorten it."
            )


def _show_kinds(
    pooling: str, pair: embedlab.context.PairCosines | None, bundled: embedlab.context.PairCosines
) -> None:
    summary = pair_summaries.pair_kinds(pooling, bundled)
    cosine = None if pair is None else round(float(pair.of(pooling)[0]), 4)
    layout.finding(summary)
    layout.picture(_kinds_figure(pooling, cosine), key="sentence kinds", alt=summary)
    layout.numbers(
        {
            "kind": [pair.kind for pair in bundled.pairs],
            "first sentence": [pair.first for pair in bundled.pairs],
            "second sentence": [pair.second for pair in bundled.pairs],
        }
        | {name: bundled.of(name) for name in bundled.poolings},
        key="sentence numbers",
        label="",
    )


@cached(entries=1)
def _bundled_pairs() -> embedlab.context.PairCosines:
    return embedlab.context.compare_poolings(encoder(ENCODER))


@cached()
def _pair(first: str, second: str) -> embedlab.context.PairCosines:
    return embedlab.context.compare_poolings(encoder(ENCODER), [SentencePair(first, second)])


@cached()
def _pair_figure(first: str, second: str) -> SharedFigure:
    from embedlab.figures.context_sentences import poolings_figure

    return SharedFigure(poolings_figure(_pair(first, second), _bundled_pairs(), names=NAMES))


@cached()
def _kinds_figure(pooling: str, cosine: float | None) -> SharedFigure:
    from embedlab.figures.context_sentences import kinds_figure

    return SharedFigure(kinds_figure(_bundled_pairs(), pooling, own=cosine))


@cached(entries=1)
def _answers() -> tuple[tuple[float, float], ...]:
    """Return the cosine of each choice of each bet."""
    pairs = [pair for guess in SENTENCE_GUESSES for pair in guess.pairs]
    result = embedlab.context.compare_poolings(encoder(ENCODER), pairs, poolings=["mean"])
    cosines = result.of("mean").tolist()
    return tuple(zip(cosines[::2], cosines[1::2], strict=True))


def _ask_bet(index: int) -> bets.Question:
    guess = SENTENCE_GUESSES[index]
    return bets.Question(
        "Which sentence does the model place nearer to this one?",
        guess.sentence,
        guess.choices,
        guess.expected,
    )


def _reveal(index: int) -> bets.Answer:
    guess, cosines = SENTENCE_GUESSES[index], _answers()[index]
    return bets.Answer(guess.choices[int(np.argmax(cosines))], pair_summaries.verdict(guess, cosines))


PART: Part[View, Options] = Part(
    "Sentence vectors",
    ask,
    show,
    code,
    lambda view, options: [
        sources.computed(
            "one vector per sentence from the last layer; the pairs and the bets were written for EmbedLab."
        )
    ],
    line="One vector for a whole sentence, as search engines compare: does it hold what is said?",
    deeper=True,
)
