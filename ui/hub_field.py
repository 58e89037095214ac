"""A name of the Hugging Face hub and the button that downloads it; nothing is fetched before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from embedlab.models.hub import downloads_allowed
from ui import layout

__all__ = ["hub_field"]

T = TypeVar("T")
LONGEST = 120  # characters that can be typed


def hub_field(
    label: str,
    fetch: Callable[[str], T],
    *,
    key: str,
    button: str,
    waiting: str,
    what: str,
    before: str,
) -> T | None:
    """Ask for a name; return what was fetched when the button was pressed, None otherwise.

    The field is not bound to the link, and a link fetches nothing: where a caller fills the field with the
    name that a link shows, the visitor sees it and still has to press the button.

    Args:
        label: of the field.
        fetch: gets the name; refuses by raising an error of embedlab.
        key: of the field.
        button: its words.
        waiting: is shown meanwhile; other visitors go on.
        what: which files these are.
        before: says what is left where downloads are switched off.
    """
    name = st.text_input(label, placeholder="owner/name", key=key, max_chars=LONGEST)
    result = None
    if st.button(button, icon=":material/download:", key=f"{key} button"):
        with st.spinner(waiting, show_time=True):
            result = layout.attempt_part(fetch, name or "")
    st.caption(
        f"Only {what} are fetched, from huggingface.co, and only when you press the button. "
        "No code comes with them."
        if downloads_allowed()
        else f"Downloads are switched off on this server; {before} that was downloaded before can be used."
    )
    return result
