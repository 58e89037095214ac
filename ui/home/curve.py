"""One word in two sentences, layer by layer: the second sentence, the curve, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

import embedlab
from embedlab.context.same_word import spell_word
from embedlab.context.word_borders import whole_words
from ui import controls, layout
from ui.cache import cached
from ui.context import uses
from ui.home import summaries
from ui.home.examples import DEFAULT_SECOND
from ui.home.query import Stages

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["PAIRS", "ask", "draw", "hand_over_numbers"]

PAIRS = 5_000  # drawn for the band
SHARE = 0.9  # of them in the band


def ask() -> str:
    """Ask for the second sentence."""
    return controls.text(
        "The same word in a second sentence",
        DEFAULT_SECOND,
        key="home_second",
        max_chars=controls.MAX_SENTENCE,
    )


def draw(stages: Stages, above: DeltaGenerator) -> None:
    """Draw the curve, its headline `above` the second sentence; or say why there is none."""
    word = word_of(stages)
    if stages.same_word is None:
        with above:
            layout.headline("Does the word mean the same in another sentence?")
        layout.warn(summaries.missing_word(word, stages.second))
        _offer_sentence(word, stages)
        return
    cosines = stages.same_word.cosines
    headline = summaries.curve_headline(word, cosines, ambiguous=word in embedlab.texts.AMBIGUOUS_WORDS)
    with above:
        layout.headline(headline)
    note = summaries.band_note(word, PAIRS, len(uses.reference().sentences), SHARE)
    layout.picture(_draw_curve(cosines), key="meaning curve", alt=f"{headline}. {note}")
    layout.note(note)


def hand_over_numbers(stages: Stages) -> None:
    """Hand over the cosines and the band for the fold of the numbers."""
    assert stages.same_word is not None
    random = uses.anisotropy()
    layout.numbers(
        {
            "layer": list(range(len(stages.same_word.cosines))),
            "cosine of the word": stages.same_word.cosines,
            "random words, low": random.low,
            "random words, high": random.high,
        },
        key="home cosines",
        label="The word in two sentences",
    )


def word_of(stages: Stages) -> str:
    """Return the word around the selected token."""
    return spell_word(stages.pipeline.encoding.tokens, stages.token)


def _offer_sentence(word: str, stages: Stages) -> None:
    """Offer a bundled sentence that holds the word, where there is one."""
    sentence = _find_sentence(word, stages.text)
    if sentence:
        st.button(
            "Use a sentence that has it",
            on_click=controls.set_controls,
            args=({"home_second": sentence},),
        )


@cached()
def _draw_curve(cosines: NDArray[np.float64]) -> go.Figure:
    from embedlab.figures.curves import Band, Series, curves_figure
    from ui.shared_figure import SharedFigure

    random = uses.anisotropy()
    return SharedFigure(
        curves_figure(
            range(len(cosines)),
            {"the word": Series(cosines)},
            x_axis="layer (0 = before any context)",
            y_axis="cosine (1 = same)",
            chance=Band("two random words", random.low, random.high),
            height=280,
        )
    )


@cached()
def _find_sentence(word: str, text: str) -> str:
    """Return a bundled sentence with a word, other than `text`; "" where there is none."""
    sentences = [
        *(sentence for entry in embedlab.texts.AMBIGUOUS_WORDS.values() for sentence in entry.sentences),
        *uses.reference().sentences,
    ]
    return next((each for each in sentences if each != text and whole_words(each, word)), "")
