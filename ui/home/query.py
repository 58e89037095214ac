"""The sentence of the home page, and what the encoder makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from ui import controls, layout
from ui.cache import cached
from ui.models import ENCODER, encoder, position_table

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from embedlab.context.pipeline import Pipeline

__all__ = ["Stages", "ask", "run_stages"]

EXAMPLES = {
    "a word with two meanings": {"text": "The bank by the river bank was closed"},
    "order matters": {"text": "Dog bites man, man bites dog"},
    "long and rare words": {"text": "Antidisestablishmentarianism flabbergasted the onomatologist"},
}


@dataclass(frozen=True)
class Stages:
    """The stages of a sentence, and their figure."""

    text: str
    pipeline: Pipeline
    figure: go.Figure


def ask() -> str | None:
    """Ask for the sentence."""
    text = controls.sentence()
    controls.presets(EXAMPLES)
    if not text.strip():
        st.info("Nothing to show yet: type a sentence above.")
        return None
    layout.wait_for("tokens", "the tokenizer")
    return text


@cached()
def run_stages(text: str) -> Stages:
    """Send a sentence through the encoder."""
    from embedlab.context.pipeline import run_pipeline
    from embedlab.figures.pipeline import pipeline_figure
    from ui.drawn import DrawnFigure

    pipeline = run_pipeline(encoder(ENCODER), position_table(ENCODER), text)
    return Stages(text, pipeline, DrawnFigure(pipeline_figure(pipeline)))
