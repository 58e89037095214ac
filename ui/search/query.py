"""The controls of the search page: a query, the documents, and how these are cut."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab.search import Chunking, Collection, load_collection, make_collection
from ui import controls, layout
from ui.search.examples import EXAMPLES
from ui.search.settings import CHUNKINGS, DOCUMENTS, OWN

__all__ = ["Query", "ask"]

MAX_QUERY = 300  # characters, so that a link can hold it
MAX_PASTED = 20_000  # characters
MAX_TITLE = 60
START = "How to reset password?"


@dataclass(frozen=True)
class Query:
    """A query, the documents it is put to, and how these are cut."""

    text: str
    documents: Collection
    cut: str  # a label of CHUNKINGS

    @property
    def chunking(self) -> Chunking:
        """How the documents are cut."""
        return CHUNKINGS[self.cut]


def ask() -> Query | None:
    """Ask for the query and the documents."""
    settings = controls.presets(EXAMPLES, more=True)
    left, right = st.columns([5, 5], vertical_alignment="bottom")
    with left:
        text = controls.text("Search for", START, key="search", max_chars=MAX_QUERY)
    with right:
        name = controls.choice("In", (*DOCUMENTS, OWN), key="search_in")
    with settings:
        cut = controls.pick("Documents are cut into", tuple(CHUNKINGS), key="search_cut")
    layout.wait_for("encoder", "the encoder")
    documents = load_collection(DOCUMENTS[name]) if name in DOCUMENTS else _ask_own()
    if documents is None:
        st.info("Nothing to search yet: paste some documents above, an empty line between them.")
        return None
    if not text.strip():
        st.info("Nothing to show yet: type what you look for above.")
        return None
    return Query(text, documents, cut)


def _ask_own() -> Collection | None:
    """Ask for documents of the visitor's own; None while there is none."""
    pasted = controls.text(
        "Your documents, an empty line between them",
        "",
        key="search_texts",
        max_chars=MAX_PASTED,
        lines=4,
    )
    texts = [part.strip() for part in pasted.split("\n\n") if part.strip()]
    titles = [" ".join(text.split())[:MAX_TITLE] for text in texts]
    return make_collection("your own", titles, texts) if texts else None
