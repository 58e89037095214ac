"""The optional decoder of this page: the lines to install it, and one button for all parts that load it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

import embedlab
from embedlab.catalog import find_entry
from embedlab.context.decoder import is_installed
from ui import layout, models
from ui.models import DECODER

__all__ = ["compute", "is_asked", "load", "offer"]

ASKED = "position decoder asked"  # in the session: whether the visitor pressed the button in any part

P = ParamSpec("P")
T = TypeVar("T")


def is_asked() -> bool:
    """Whether the decoder can be loaded and the visitor asked for it."""
    return bool(st.session_state.get(ASKED)) and is_installed(DECODER)


def offer(label: str, *, key: str) -> bool:
    """Draw the button, or the lines to install the decoder; return whether it is to be used."""
    if is_asked():
        return True
    if is_installed(DECODER):
        st.button(label, key=key, icon=":material/play_arrow:", on_click=_ask)
        st.caption("The first time takes about half a minute: the file is converted once.")
    else:
        st.info(f"{DECODER} is optional and not installed here. To add it, run these lines and start again.")
        st.code("\n".join(find_entry(DECODER, "decoder").install), language="sh")
    return False


def compute(use: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Compute something with the decoder, with a sign of life; None, and a sentence, where that fails."""
    with st.spinner(f"Running {DECODER}; the first time takes half a minute", show_time=True):
        return layout.attempt_part(use, *args, **kwargs)


def load() -> embedlab.context.Encoder:
    """Return the decoder."""
    return models.other_encoder(DECODER, "")


def _ask() -> None:
    st.session_state[ASKED] = True
