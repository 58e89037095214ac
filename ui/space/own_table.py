"""A table of vectors that the visitor uploads. It is read in a process of its own and forgotten with the visit."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.space.point_set import PointSet
from embedlab.stored import content_key
from embedlab.tokens.display import visible_text
from embedlab.tokens.text_files import ENCODINGS
from ui import fits, layout

__all__ = ["ask"]

STATE = "own_table"  # (what was uploaded, the points or a sentence about what is wrong)
MAX_POINTS = 20_000
SECONDS = 90


def ask() -> tuple[PointSet, str] | None:
    """Ask for a table; returns its points and the code that reads it, None while there is none."""
    left, right = st.columns(2)
    with left:
        table = st.file_uploader("A table of vectors", key="table_file", max_upload_size=25)
    with right:
        names = st.file_uploader(
            "Its labels or metadata.tsv, if they are in another file", key="labels_file", max_upload_size=25
        )
    with st.popover("How to read it", icon=":material/tune:"):
        skip = int(
            st.number_input(
                "Lines to skip at the beginning", 0, 1_000, 0, key="skip_rows", help="Of a text file."
            )
        )
        coded = st.selectbox("Encoding", ENCODINGS, key="table_encoding", help="Of a text file.")
    st.caption(
        "word2vec (text or binary), GloVe text, NumPy .npy or .npz, Parquet, the Embedding Projector's pair of TSVs, "
        "safetensors, CSV; any of them gzipped. The content decides, not the name. Up to 25 MB."
    )
    if table is None:
        st.session_state.pop(STATE, None)
        return None
    asked = (table.file_id, None if names is None else names.file_id, skip, coded)
    if st.session_state.get(STATE, (None,))[0] != asked:
        with st.spinner("Reading the table", show_time=True):
            st.session_state[STATE] = (asked, _read(table, names, skip, coded))
    read = st.session_state[STATE][1]
    if isinstance(read, str):
        layout.warn(read)
        st.stop()
    for note in read.notes:
        st.caption(layout.escape(note))
    more = "" if names is None else ", labels=open('your-labels', 'rb').read()"
    more += f", skip_rows={skip}" if skip else ""
    more += "" if coded == ENCODINGS[0] else f", encoding={coded!r}"
    return read, (
        f"table = embedlab.read_vector_table(open('your-file', 'rb').read(){more})\n"
        f"labels, matrix = table.labels[:{MAX_POINTS}], table.matrix[:{MAX_POINTS}]"
    )


def _read(table: Any, names: Any, skip: int, coded: str) -> PointSet | str:
    content, labels = table.getvalue(), None if names is None else names.getvalue()
    name = visible_text(table.name, mark_spaces=False)[:60]
    try:
        read = fits.run_now(
            content_key("table", _digest(content), _digest(labels or b""), skip, coded, name),
            embedlab.read_vector_table,
            content,
            seconds=SECONDS,
            labels=labels,
            skip_rows=skip,
            encoding=coded,
            name=name,
        )
    except embedlab.EmbedLabError as error:
        return str(error)
    notes, count = list(read.notes), len(read.labels)
    if count > MAX_POINTS:
        notes.append(f"It has {count:,} rows; the first {MAX_POINTS:,} are drawn.")
    rows = slice(0, MAX_POINTS)
    columns = {key: tuple(values[rows]) for key, values in read.columns.items()}
    said = f"{name}, read as {read.format}"
    return PointSet(
        tuple(read.labels[rows]), np.array(read.matrix[rows]), said, columns, None, (f"{said}.", *notes)
    )


def _digest(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()
