"""The labeled texts of the page: bundled ones, or the visitor's; edited in a table, kept for the visit."""

from __future__ import annotations

import streamlit as st

from embedlab.applications import LabeledTexts, label_documents, read_labeled_lines
from embedlab.errors import EmbedLabError
from embedlab.search import read_untrusted_documents
from embedlab.settings import DOCUMENTS_MB, LABELED_TEXTS
from embedlab.texts import TICKETS, era_passages
from ui import controls, edited_rows, layout
from ui.cache import cached
from ui.uploads import UploadedFile, content_of

__all__ = ["ERAS", "HELP_DESK", "NAMES", "OWN", "bundled", "current", "edit"]

HELP_DESK, ERAS, OWN = "Help desk", "State of the Union", "Your texts"
NAMES = (HELP_DESK, ERAS, OWN)
GOOD = "labeled good"  # in the session: name -> the last rows that could be used
MESSAGES = "labeled messages"  # in the session: why a paste or a file was not taken, or what was left out
MAX_PASTED = 200_000  # characters


@cached(entries=2)
def bundled(name: str) -> LabeledTexts:
    """Return passages of the State of the Union messages by era, or the tickets of the invented help desk.

    Raises:
        MissingModelError: the package with the messages is not installed.
    """
    rows = era_passages() if name == ERAS else [(each.text, each.desk) for each in TICKETS]
    texts, labels = zip(*rows, strict=True)
    return LabeledTexts(texts, labels)


def current(name: str) -> tuple[str, LabeledTexts]:
    """Return the labeled texts as they stand; where they cannot be used, the last that could, and a sentence."""
    rows = edited_rows.current(name)
    if rows is None:
        if name == OWN:
            st.info("Bring your texts under “Edit the labels”; until then the help desk is shown.")
            return current(HELP_DESK)
        return name, layout.attempt(bundled, name)
    good = st.session_state.setdefault(GOOD, {})
    try:
        labels, texts = zip(*rows, strict=True) if rows else ((), ())
        good[name] = LabeledTexts(texts, tuple(map(str.strip, labels)))
    except EmbedLabError as error:
        layout.warn(f"{error} Until then, the table from before is used.")
    return name, good.get(name) or bundled(name)


def edit(name: str) -> None:
    """Draw the table, and where it can be replaced."""
    _draw_import()
    rows = tuple(zip(bundled(name).labels, bundled(name).texts, strict=True))
    columns = {
        "label": st.column_config.TextColumn("Label", width="small", help="The class of the text."),
        "text": st.column_config.TextColumn("Text", width="large"),
    }
    alt = "The labeled texts that the classifier learns from."
    edited_rows.draw(name, rows, columns, most=LABELED_TEXTS.value(), alt=alt)
    if name != OWN and edited_rows.current(name) is not None:
        st.button("Undo all edits", key="undo labels", on_click=edited_rows.replace, args=(name, None))


def _draw_import() -> None:
    with st.popover("Paste or upload your texts", icon=":material/upload:"):
        st.markdown(
            f"Up to {LABELED_TEXTS.value():,} texts: one a line, `label | text`, or a file with the columns `label` and `text`."
        )
        pasted = st.text_area("Paste texts", key="pasted_labeled", max_chars=MAX_PASTED, height=140)
        uploaded = st.file_uploader(
            "or a table",
            type=["csv", "tsv", "jsonl"],
            key="labeled_file",
            max_upload_size=DOCUMENTS_MB.value(),
        )
        st.button(
            "Use these texts", key="use labeled", type="primary", on_click=_use, args=(pasted, uploaded)
        )
    for sentence in st.session_state.pop(MESSAGES, ()):  # outside: the popover may be closed by now
        layout.warn(sentence)


def _use(pasted: str, uploaded: UploadedFile | None) -> None:
    try:
        if pasted.strip() or uploaded is None:
            data = read_labeled_lines(pasted)
        else:
            documents = read_untrusted_documents(content_of(uploaded), name=uploaded.name)
            st.session_state[MESSAGES] = documents.notes
            data = label_documents(documents)
    except EmbedLabError as error:
        st.session_state[MESSAGES] = (str(error),)
        return
    edited_rows.replace(OWN, tuple(zip(data.labels, data.texts, strict=True)))
    controls.set_controls({"sort_collection": OWN})
