"""Suggest completions for the word being typed, the most frequent first."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Mapping

import streamlit as st

from ui import controls, layout
from ui.cache import cached
from ui.vectors.word_table import WordTable

__all__ = ["complete", "offer"]

COMPLETIONS = 6
LAST = "\U0010ffff"  # sorts after every word that begins with the same letters
SEARCHED = 100_000  # most frequent words that complete what is typed
STATE = "analogy_seen"  # what the fields held last: the one that changed is the one that is typed in


def offer(table: WordTable, typed: Mapping[str, str]) -> None:
    """Offer completions of the field that was changed last; `typed` maps the key of each field to its text."""
    if not typed:
        return
    values = {key: text.strip() for key, text in typed.items()}
    state = st.session_state.setdefault(STATE, {"values": values, "key": ""})
    changed = [key for key in values if values[key] != state["values"][key]]
    if changed:
        state["key"] = changed[0] if len(changed) == 1 else ""
    state["values"] = values
    key = state["key"]
    if not key or not values[key]:
        return
    words = complete(table, values[key])
    if not words:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(f"Words that begin with {layout.escape(values[key][:20])}", width="content")
        for word in words:
            st.button(layout.escape(word), key=f"complete {word}", on_click=_take, args=(key, word))


def _take(key: str, word: str) -> None:
    controls.set_controls({key: word})
    st.session_state[STATE] = {"values": {**st.session_state[STATE]["values"], key: word}, "key": ""}


@cached(entries=256)
def complete(table: WordTable, typed: str) -> tuple[str, ...]:
    """Return the most frequent words that begin with `typed`, itself left out."""
    begin = typed.lower() if table.vectors.uncased else typed
    words, ranks = _dictionary(table)
    first, last = (bisect_left(words, end) for end in (begin, begin + LAST))
    nearest = heapq.nsmallest(COMPLETIONS + 1, ranks[first:last])
    frequent = [table.vectors.words[rank] for rank in nearest]
    return tuple(word for word in frequent if word != begin)[:COMPLETIONS]


@cached(entries=4)
def _dictionary(table: WordTable) -> tuple[list[str], list[int]]:
    """Return the most frequent words in the order of their letters, and the row of each in the table."""
    words = list(table.vectors.words[:SEARCHED])
    ranks = sorted(range(len(words)), key=words.__getitem__)
    return [words[rank] for rank in ranks], ranks
