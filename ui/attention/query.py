"""The controls of the attention page: a sentence, a model, one layer and one head, one token."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ui import controls, decoder, layout
from ui.attention.examples import EXAMPLES
from ui.models import DECODER, ENCODER

__all__ = ["MODELS", "TOKEN", "Query", "ask"]

MODELS = {"MiniLM": ENCODER, "SmolLM2": DECODER}  # control -> name
SIZES = {ENCODER: ("", 6, 12, 3, 12), DECODER: ("decoder_", 30, 9, 12, 2)}  # keys, layers, heads, first ones
SLIDERS = 420  # pixels of both
TOKEN = "token"  # in the link: the token whose query is asked, from 1


@dataclass(frozen=True)
class Query:
    """A sentence, and where in a model it is watched."""

    text: str
    model: str  # ENCODER or DECODER
    layer: int  # from 1
    head: int  # of queries, from 1
    token: int | None  # from 1; None for the last one of the text


def ask() -> Query | None:
    """Ask for the sentence, the layer, the head and the model."""
    settings = controls.page_presets(EXAMPLES)
    with settings:
        model = MODELS[controls.choice("Model", tuple(MODELS), key="attention_model")]
    if model == DECODER and not decoder.offer(f"Watch {DECODER}", key="start decoder attention"):
        st.caption(f"Until then, {ENCODER} is shown.")
        model = ENCODER
    prefix, layers, heads, layer, head = SIZES[model]
    with st.container(horizontal=True, vertical_alignment="bottom", key="stacked_attention"):
        text = controls.sentence()
        with st.container(horizontal=True, width=SLIDERS):
            layer = controls.number("Layer", 1, layers, layer, key=f"{prefix}layer")
            head = controls.number("Head", 1, heads, head, key=f"{prefix}head")
    if not text.strip():
        st.info("Nothing to show yet: type a sentence above.")
        return None
    layout.wait_for("encoder", "the encoder")
    return Query(text, model, layer, head, _token())


def _token() -> int | None:
    """Return the token that the link names; one that is not a number is left out."""
    value = st.query_params.get(TOKEN, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else None
