"""The sentence of the home page, and what the encoder makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from ui import controls, layout
from ui.cache import cached
from ui.chips import component_file
from ui.home.examples import EXAMPLES, START
from ui.models import ENCODER, encoder, position_table

if TYPE_CHECKING:
    from embedlab.context.pipeline import Pipeline
    from embedlab.context.same_word import SameWord

__all__ = ["Stages", "ask", "run_stages"]

# CSS only: room for the grid, cards that are links as a whole, examples in one row on a telephone
_style = st.components.v2.component(
    "home_style", html="<span></span>", css=component_file("home.css"), isolate_styles=False
)

MAX_BYTES = 64 << 20  # of the vectors kept; the longest sentence takes 6 MB


@dataclass(frozen=True)
class Stages:
    """The stages of a sentence, the token that is followed, and its word in a second sentence."""

    text: str
    pipeline: Pipeline
    token: int  # index
    second: str
    same_word: SameWord | None  # None where the second sentence does not hold the word


def ask() -> str | None:
    """Ask for the sentence."""
    _style(key="home_style")
    text = controls.text(
        "Your sentence",
        controls.DEFAULT_SENTENCE,
        key="text",
        max_chars=controls.MAX_SENTENCE,
        hint="Type a sentence",
        labeled=False,
    )
    with st.container(horizontal=True, gap="small", key="home_examples"):
        for label, values in EXAMPLES.items():
            st.button(label, key=f"try: {label}", on_click=controls.set_controls, args=(values,))
        st.button("Start over", type="tertiary", on_click=controls.set_controls, args=(START,))
    if not text.strip():
        st.info("Nothing to show yet: type a sentence above.")
        return None
    layout.wait_for("encoder", "the encoder")
    return text


@cached(max_bytes=MAX_BYTES)
def run_stages(text: str) -> Pipeline:
    """Send a sentence through the encoder, once."""
    from embedlab.context.pipeline import run_pipeline

    return run_pipeline(encoder(ENCODER), position_table(ENCODER), text)
