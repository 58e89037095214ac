"""The controls of the applications page: a text to sort, and the labeled texts to learn from."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab.applications import LabeledTexts
from ui import controls, indexes, layout
from ui.applications import collections
from ui.applications.examples import DEFAULT, EXAMPLES

__all__ = ["Query", "ask"]

MAX_TEXT = 2_000  # characters


@dataclass(frozen=True)
class Query:
    """A text, and the labeled texts as they stand now, whose vectors are there."""

    text: str
    collection: str
    data: LabeledTexts


def ask() -> Query | None:
    """Ask for the text and the collection."""
    settings = controls.page_presets(EXAMPLES)
    text = controls.text("A text to sort", DEFAULT, key="sort_text", max_chars=MAX_TEXT)
    with settings:
        name = controls.choice("Labeled texts", collections.NAMES, key="sort_collection")
    if not text.strip():
        st.info("Nothing to sort yet: type a text above.")
        return None
    layout.wait_for("encoder", "the encoder")
    name, data = collections.current(name)
    known = [data] if name == collections.OWN else [collections.bundled(name), data]
    ready = all(layout.attempt(indexes.prepare_vectors, each.texts) for each in known)
    return Query(text.strip(), name, data) if ready else None
