"""A table of vectors that the visitor uploads: read in a process of its own, forgotten with the visit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import streamlit as st

import embedlab
from embedlab.content_key import content_key
from embedlab.display import visible_text
from embedlab.text_files import ENCODINGS
from ui import layout
from ui.uploads import content_of

__all__ = ["OwnTable", "ask"]

FORMATS = (
    "word2vec (text or binary), GloVe text, NumPy .npy or .npz, Parquet, the Embedding Projector's pair of "
    "TSVs, safetensors, CSV, JSON or JSON Lines; any of them gzipped. The content decides, not the name. "
    "Up to 25 MB."
)


@dataclass(frozen=True)
class OwnTable:
    """What was uploaded and read."""

    table: embedlab.tables.VectorTable
    said: str  # its name and format, as a sentence begins
    key: str  # of its content
    code: str  # one line that reads it


def ask(place: str = "") -> OwnTable | None:
    """Ask for a table; None while there is none. A file that cannot be read ends the page with a sentence.

    `place` tells the fields of several tables apart.
    """
    left, right = st.columns(2)
    with left:
        table = st.file_uploader("A table of vectors", key=f"{place}table_file", max_upload_size=25)
    with right:
        names = st.file_uploader(
            "Its labels or metadata.tsv, if they are in another file",
            key=f"{place}labels_file",
            max_upload_size=25,
        )
    with st.popover("How to read it", icon=":material/tune:"):
        skip = int(
            st.number_input(
                "Lines to skip at the beginning",
                0,
                1_000,
                0,
                key=f"{place}skip_rows",
                help="Of a text file.",
            )
        )
        coded = st.selectbox("Encoding", ENCODINGS, key=f"{place}table_encoding", help="Of a text file.")
    st.caption(FORMATS)
    state = f"{place}own_table"  # (what was uploaded, the table or a sentence about what is wrong)
    if table is None:
        st.session_state.pop(state, None)
        return None
    files = (table.file_id, None if names is None else names.file_id, skip, coded)
    chosen = _chosen(f"{place}table_", files)
    asked = (*files, *chosen)
    if st.session_state.get(state, (None,))[0] != asked:
        with st.spinner("Reading the table", show_time=True):
            st.session_state[state] = (
                asked,
                _read(table, names, skip, coded, label=chosen[0], vector=chosen[1]),
            )
    read: OwnTable | str = st.session_state[state][1]
    if isinstance(read, str):
        layout.warn(read)
        if any(chosen):
            st.button(
                "Back to the usual columns",
                on_click=st.session_state.pop,
                args=(f"{place}table_columns", None),
            )
        st.stop()
    st.markdown(layout.escape(read.table.reading))
    _offer_columns(f"{place}table_", files, read.table)
    for note in read.table.notes:
        st.caption(layout.escape(note))
    return read


def _chosen(place: str, files: tuple[Any, ...]) -> tuple[str | None, str | None]:
    """Return the columns of labels and of vectors that the visitor chose for these files."""
    former, label, vector = st.session_state.get(f"{place}columns", (None, None, None))
    return (label, vector) if former == files else (None, None)


def _offer_columns(place: str, files: tuple[Any, ...], table: embedlab.tables.VectorTable) -> None:
    """Offer other columns, where the file has more than one for the labels or for the vectors."""
    offers = (
        ("Labels from the column", "label", table.label_column, table.label_columns),
        ("Vectors from the column", "vector", table.vector_column, table.vector_columns),
    )
    if not any(len(offered) > 1 for *_, offered in offers):
        return
    fields = st.columns(2)
    picked: list[str | None] = [None, None]
    for number, (title, name, used, offered) in enumerate(offers):
        if len(offered) > 1:
            picked[number] = fields[number].selectbox(
                title,
                offered,
                index=offered.index(used) if used in offered else None,
                format_func=lambda one: visible_text(one, mark_spaces=False),
                key=f"{place}{name}_of_{content_key(*map(str, files), *offered)}",
            )
    chosen = _chosen(place, files)
    changed = [
        one if one is not None and one != used else before
        for one, before, used in zip(picked, chosen, (table.label_column, table.vector_column), strict=True)
    ]
    if tuple(changed) != chosen:
        st.session_state[f"{place}columns"] = (files, *changed)
        st.rerun()


def _read(
    table: Any, names: Any, skip: int, coded: str, *, label: str | None = None, vector: str | None = None
) -> OwnTable | str:
    name = visible_text(table.name, mark_spaces=False)[:60]
    try:
        content, labels = content_of(table), None if names is None else content_of(names)
        read = embedlab.tables.read_untrusted_table(
            content,
            labels=labels,
            skip_rows=skip,
            encoding=coded,
            name=name,
            label_column=label,
            vector_column=vector,
        )
    except embedlab.EmbedLabError as error:
        return str(error)
    key = content_key(
        "table", _digest(content), _digest(labels or b""), skip, coded, name, label or "", vector or ""
    )
    more = "" if names is None else ", labels=open('your-labels', 'rb').read()"
    more += f", skip_rows={skip}" if skip else ""
    more += "" if coded == ENCODINGS[0] else f", encoding={coded!r}"
    more += "" if label is None else f", label_column={label!r}"
    more += "" if vector is None else f", vector_column={vector!r}"
    code = f"table = embedlab.tables.read_vector_table(open('your-file', 'rb').read(){more})"
    return OwnTable(read, f"{name}, read as {read.format}", key, code)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
