"""The optional decoder: the lines to install it, and one button for all parts of a page that load it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

import embedlab
from embedlab.catalog import find_entry
from embedlab.context.decoder import is_installed
from ui import controls, layout, models, sources
from ui.models import DECODER

__all__ = ["ask_text", "check_installed", "compute", "is_requested", "load", "offer", "origins", "run"]

REQUESTED = "decoder requested"  # in the session: whether the visitor pressed the button in any part

PROMPT = "The capital of France is"

P = ParamSpec("P")
T = TypeVar("T")


def ask_text() -> str:
    """Ask for the text that the decoder continues; parts and pages share it."""
    return controls.text("A beginning", PROMPT, key="next_of", max_chars=300)


def check_installed() -> bool:
    """Return whether the decoder is installed; draw the lines to install it where it is not."""
    if is_installed(DECODER):
        return True
    st.info(f"{DECODER} is optional and not installed here. To add it, run these lines and start again.")
    st.code("\n".join(find_entry(DECODER, "decoder").install), language="sh")
    return False


def is_requested() -> bool:
    """Whether the decoder can be loaded and the visitor asked for it."""
    return bool(st.session_state.get(REQUESTED)) and is_installed(DECODER)


def origins() -> list[str]:
    """Say where the numbers of the decoder come from, once it was asked for."""
    return [sources.model(DECODER, "decoder")] if is_requested() else []


def offer(label: str, *, key: str) -> bool:
    """Draw the button, or the lines to install the decoder; return whether it is to be used."""
    if is_requested():
        return True
    if check_installed():
        st.button(label, key=key, icon=":material/play_arrow:", on_click=_request)
        st.caption(
            "Loading takes a few seconds, or half a minute while the server is new and converts the file."
        )
    return False


def compute(use: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Compute something with the decoder, with a sign of life; None, and a sentence, where that fails."""
    with st.spinner(f"Running {DECODER}; on a new server this takes half a minute", show_time=True):
        return layout.attempt_part(use, *args, **kwargs)


def run(label: str, key: str, use: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Offer the decoder; once it was asked for, return what `use` computes with it, None where that fails."""
    return compute(use, *args, **kwargs) if offer(label, key=key) else None


def load() -> embedlab.context.Encoder:
    """Return the decoder."""
    return models.other_encoder(DECODER, "")


def _request() -> None:
    st.session_state[REQUESTED] = True
