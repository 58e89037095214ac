"""The controls of the search page: a query, the documents, and how these are cut."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab.content_key import content_key
from embedlab.documents import read_untrusted_documents
from embedlab.errors import EmbedLabError, UnavailableError
from embedlab.search import Chunking, Collection, load_collection, make_collection
from embedlab.settings import DOCUMENTS_MB
from embedlab.text_files import ENCODINGS
from ui import controls, layout, readings
from ui.corpora import indexed_names
from ui.search.examples import EXAMPLES
from ui.search.settings import CHUNKINGS, DOCUMENTS, OWN, YOURS
from ui.uploads import UploadedFile, content_of

__all__ = ["MAX_QUERY", "START", "Query", "ask", "list_collections"]

MAX_QUERY = 300  # characters, so that a link can hold it
MAX_PASTED = 2_000  # characters, so that a link can hold them; more as a file
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


def list_collections() -> list[str]:
    """Return what can be searched on this server: the corpora with an index are listed by name."""
    return [*DOCUMENTS, OWN, *indexed_names()]


def ask() -> Query | None:
    """Ask for the query and the documents."""
    settings = controls.page_presets(EXAMPLES)
    left, right = st.columns([7, 3], vertical_alignment="bottom")
    with left:
        text = controls.text("Search for", START, key="search", max_chars=MAX_QUERY)
    with right:
        name = controls.pick("In", list_collections(), key="search_in")
    with settings:
        cut = controls.pick("Documents are cut into", tuple(CHUNKINGS), key="search_cut")
    layout.wait_for("encoder", "the encoder")
    documents = layout.attempt(load_collection, DOCUMENTS[name]) if name in DOCUMENTS else _ask_own()
    if documents is None:
        st.info("Nothing to search yet: paste some documents above, an empty line between them.")
        return None
    if not text.strip():
        st.info("Nothing to show yet: type what you look for above.")
        return None
    return Query(text, documents, cut)


def _ask_own() -> Collection | None:
    """Ask for documents of the visitor's own; None while there is none. A bad file ends the page."""
    left, right = st.columns([6, 4])
    with left:
        pasted = controls.text(
            "Your documents, an empty line between them",
            "",
            key="search_texts",
            max_chars=MAX_PASTED,
            lines=3,
        )
    with right:
        file = st.file_uploader(
            "Or a file: .txt, .md, .csv, .jsonl, .html, .pdf",
            key="search_file",
            max_upload_size=DOCUMENTS_MB.value(),
        )
    if file is not None:
        return _read(file)
    texts = [part.strip() for part in pasted.split("\n\n") if part.strip()]
    titles = [" ".join(text.split())[:MAX_TITLE] for text in texts]
    return make_collection(YOURS, titles, texts) if texts else None


def _read(file: UploadedFile) -> Collection:
    """Return the documents of a file; while it waits or is read, and if it cannot be, the page ends there."""
    with st.popover("How to read it", icon=":material/tune:"):
        encoding = st.selectbox("Encoding", ENCODINGS, key="search_encoding")
    key = content_key("documents", file.file_id, file.name, encoding)
    try:
        result = readings.read(
            "documents", key, read_untrusted_documents, content_of(file),
            name=file.name, encoding=encoding, doing="Reading the documents",
        )  # fmt: skip
    except EmbedLabError as error:
        layout.warn(str(error))
        if isinstance(error, UnavailableError):
            st.button("Read it again", on_click=readings.forget, args=("documents",))
        st.stop()
    if result is None:
        st.stop()
    for note in result.notes:
        st.caption(layout.escape(note))
    return make_collection(YOURS, result.titles, result.texts)
