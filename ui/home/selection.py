"""The token that is followed through the stages: kept for the visitor and in the link, by its text.

"bank" is the first such token and "the 2" the second, so that a link can be read, and the selection stays
where it is while the sentence is edited around it.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from embedlab.errors import quote
from ui import controls
from ui.layout import escape

__all__ = ["find_token", "select", "token_name"]

KEY = "home_word"
LONGEST = 100  # characters of a name in a link


def token_name(tokens: Sequence[str], token: int) -> str:
    """Return the name of a token in the link.

    >>> token_name(["the", "bank", "the"], 2)
    'the 2'
    """
    number = tokens[: token + 1].count(tokens[token])
    return tokens[token] if number == 1 else f"{tokens[token]} {number}"


def select(tokens: Sequence[str], token: int) -> None:
    """Select a token, from a callback."""
    controls.set_controls({KEY: token_name(tokens, token)})


def find_token(tokens: Sequence[str]) -> int | None:
    """Return the index of the selected token; None where none is selected, or the sentence has no such token."""
    first_time = KEY not in st.session_state
    name = str(st.session_state.setdefault(KEY, st.query_params.get(KEY, "")))
    index_of_name = next((index for index in range(len(tokens)) if token_name(tokens, index) == name), None)
    if name and first_time and index_of_name is None:
        fault = "which is not a token of this sentence; another one is selected."
        st.toast(escape(f"The link asks for {KEY} = {quote(name[:LONGEST])}, {fault}"))
    if index_of_name is None:
        st.query_params.pop(KEY, None)
    elif st.query_params.get(KEY) != name:  # the visitor comes back from another page
        st.query_params[KEY] = name
    return index_of_name
