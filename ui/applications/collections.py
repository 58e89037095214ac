"""The labeled texts of the page: bundled ones, or the visitor's; edited in a table, kept for the visit."""

from __future__ import annotations

from typing import Any

import streamlit as st

from embedlab.applications import LabeledTexts
from embedlab.applications.labeled_texts import MAX_TEXTS
from embedlab.applications.reading import read_labeled_texts
from embedlab.errors import EmbedLabError
from embedlab.text_files import read_text
from embedlab.texts import TICKETS
from ui import layout
from ui.cache import cached
from ui.uploads import UploadedFile, content_of

__all__ = ["HELP_DESK", "NAMES", "OWN", "bundled", "current", "edit"]

HELP_DESK, OWN = "Help desk", "Your texts"
NAMES = (HELP_DESK, OWN)
ROWS = "labeled rows"  # in the session: name -> the rows as edited
GOOD = "labeled good"  # in the session: name -> the last rows that could be used
VERSION = "labeled version"  # in the session: another table needs another editor
FAULT = "labeled fault"  # in the session: why a paste or a file was not taken
MAX_PASTED = 200_000  # characters
HEIGHT = 380  # pixels

Rows = tuple[tuple[str, str], ...]  # label, text


@cached(entries=1)
def bundled() -> LabeledTexts:
    """Return the tickets of the invented help desk."""
    return LabeledTexts(tuple(each.text for each in TICKETS), tuple(each.desk for each in TICKETS))


def current(name: str) -> tuple[str, LabeledTexts]:
    """Return the labeled texts as they stand; where they cannot be used, the last that could, and a sentence."""
    rows = st.session_state.get(ROWS, {}).get(name)
    if rows is None:
        if name == OWN:
            st.info("Bring your texts under “Edit the labels”; until then the help desk is shown.")
        return HELP_DESK, current(HELP_DESK)[1] if name == OWN else bundled()
    good = st.session_state.setdefault(GOOD, {})
    try:
        good[name] = _labeled(rows)
    except EmbedLabError as error:
        layout.warn(f"{error} Until then, the table from before is used.")
    return name, good.get(name) or bundled()


def edit(name: str) -> None:
    """Draw the table; an edit is in force in the same run that shows it."""
    import pandas  # type: ignore[import-untyped]

    _draw_import()
    version = st.session_state.get(VERSION, 0)
    base = _rows(name) if (key := f"labels {name} {version}") not in st.session_state else _base(key)
    st.session_state[f"{key} base"] = base
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
    data = bundled()
    return tuple(zip(data.labels, data.texts, strict=True)) if rows is None else rows


def _base(key: str) -> Rows:
    """Return the rows that the editor on the screen was made from; its edits are kept against these."""
    base: Rows = st.session_state[f"{key} base"]
    return base


def _take_edits(name: str, key: str) -> None:
    """Apply what was edited: changed cells, new rows, deleted rows."""
    state: Any = st.session_state[key]
    rows = [{"label": label, "text": text} for label, text in _base(key)]
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
            f"Up to {MAX_TEXTS:,} texts: one a line, `label | text`, or a CSV with the columns `label` and `text`."
        )
        pasted = st.text_area("Paste texts", key="pasted_labeled", max_chars=MAX_PASTED, height=140)
        uploaded = st.file_uploader("or a CSV or text file", type=["csv", "tsv", "txt"], key="labeled_file")
        st.button(
            "Use these texts", key="use labeled", type="primary", on_click=_use, args=(pasted, uploaded)
        )
        if fault := st.session_state.pop(FAULT, None):
            layout.warn(fault)


def _use(pasted: str, uploaded: UploadedFile | None) -> None:
    try:
        text = pasted if pasted.strip() or uploaded is None else read_text(content_of(uploaded)).text
        data = read_labeled_texts(text)
    except EmbedLabError as error:
        st.session_state[FAULT] = str(error)
        return
    _set(OWN, tuple(zip(data.labels, data.texts, strict=True)))
    st.session_state[VERSION] = st.session_state.get(VERSION, 0) + 1
    st.session_state["sort_collection"] = OWN
