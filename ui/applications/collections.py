"""The labeled texts of the page: bundled ones, or the visitor's; edited in a table, kept for the visit."""

from __future__ import annotations

from typing import Any

import streamlit as st

from embedlab.applications import MAX_TEXTS, LabeledTexts, label_documents, read_labeled_lines
from embedlab.errors import EmbedLabError
from embedlab.search import read_untrusted_documents
from embedlab.texts import TICKETS, era_passages
from ui import controls, layout
from ui.cache import cached
from ui.uploads import UploadedFile, content_of

__all__ = ["ERAS", "HELP_DESK", "NAMES", "OWN", "bundled", "current", "edit"]

HELP_DESK, ERAS, OWN = "Help desk", "State of the Union", "Your texts"
NAMES = (HELP_DESK, ERAS, OWN)
ROWS = "labeled rows"  # in the session: name -> the rows as edited
GOOD = "labeled good"  # in the session: name -> the last rows that could be used
VERSION = "labeled version"  # in the session: another table needs another editor
MESSAGES = "labeled messages"  # in the session: why a paste or a file was not taken, or what was left out
MAX_PASTED = 200_000  # characters
HEIGHT = 380  # pixels

Rows = tuple[tuple[str, str], ...]  # label, text


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
    rows = st.session_state.get(ROWS, {}).get(name)
    if rows is None:
        if name == OWN:
            st.info("Bring your texts under “Edit the labels”; until then the help desk is shown.")
            return current(HELP_DESK)
        return name, layout.attempt(bundled, name)
    good = st.session_state.setdefault(GOOD, {})
    try:
        good[name] = _labeled(rows)
    except EmbedLabError as error:
        layout.warn(f"{error} Until then, the table from before is used.")
    return name, good.get(name) or bundled(name)


def edit(name: str) -> None:
    """Draw the table; an edit is in force in the same run that shows it."""
    import pandas  # type: ignore[import-untyped]

    _draw_import()
    version = st.session_state.get(VERSION, 0)
    base = (
        _rows(name)
        if (key := f"labels {name} {version}") not in st.session_state
        else st.session_state[f"{key} base"]
    )
    st.session_state[f"{key} base"] = base  # the edits are kept against these
    frame = pandas.DataFrame(base, columns=["label", "text"]).astype(str)
    labels = list(dict.fromkeys(label for label, _ in base))
    st.data_editor(
        frame,
        key=key,
        num_rows="dynamic",
        height=HEIGHT,
        hide_index=True,
        on_change=_take_edits,
        args=(name, key),
        column_config={
            "label": st.column_config.TextColumn("Label", width="small", help=f"Such as {', '.join(labels[:3])}."),
            "text": st.column_config.TextColumn("Text", width="large"),
        },
        alt="The labeled texts that the classifier learns from.",
    )  # fmt: skip
    if name in st.session_state.get(ROWS, {}) and name != OWN:
        st.button("Undo all edits", key="undo labels", on_click=_forget, args=(name,))


def _labeled(rows: Rows) -> LabeledTexts:
    return LabeledTexts(tuple(text for _, text in rows), tuple(label.strip() for label, _ in rows))


def _rows(name: str) -> Rows:
    """Return the rows as the visitor has left them."""
    rows: Rows | None = st.session_state.get(ROWS, {}).get(name)
    data = bundled(name)
    return tuple(zip(data.labels, data.texts, strict=True)) if rows is None else rows


def _take_edits(name: str, key: str) -> None:
    """Apply what was edited: changed cells, new rows, deleted rows."""
    state: Any = st.session_state[key]
    rows = [{"label": label, "text": text} for label, text in st.session_state[f"{key} base"]]
    for row, cells in state["edited_rows"].items():
        rows[int(row)] |= {column: value or "" for column, value in cells.items()}
    gone = set(state["deleted_rows"])
    rows = [row for index, row in enumerate(rows) if index not in gone]
    added = [{"label": "", "text": ""} | row for row in state["added_rows"][:MAX_TEXTS]]
    rows += [row for row in added if row["label"] or row["text"]]
    _set(name, tuple((str(row["label"] or ""), str(row["text"] or "")) for row in rows))


def _set(name: str, rows: Rows) -> None:
    st.session_state[ROWS] = st.session_state.get(ROWS, {}) | {name: rows}


def _forget(name: str) -> None:
    st.session_state[ROWS] = {
        other: rows for other, rows in st.session_state.get(ROWS, {}).items() if other != name
    }
    st.session_state[VERSION] = st.session_state.get(VERSION, 0) + 1


def _draw_import() -> None:
    with st.popover("Paste or upload your texts", icon=":material/upload:"):
        st.markdown(
            f"Up to {MAX_TEXTS:,} texts: one a line, `label | text`, or a file with the columns `label` and `text`."
        )
        pasted = st.text_area("Paste texts", key="pasted_labeled", max_chars=MAX_PASTED, height=140)
        uploaded = st.file_uploader(
            "or a table", type=["csv", "tsv", "jsonl"], key="labeled_file", max_upload_size=5
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
    _set(OWN, tuple(zip(data.labels, data.texts, strict=True)))
    st.session_state[VERSION] = st.session_state.get(VERSION, 0) + 1
    controls.set_controls({"sort_collection": OWN})
