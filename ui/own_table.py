"""A table of vectors that the visitor uploads: read in a process of its own, forgotten with the visit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

import embedlab
from embedlab.content_key import content_key
from embedlab.display import visible_text
from embedlab.processes import Job
from embedlab.tables import VectorTable, read_untrusted_table
from embedlab.text_files import ENCODINGS
from ui import layout, readings
from ui.uploads import content_of, forget

__all__ = ["TRAINED", "OwnTable", "Refusal", "Request", "ask", "begin"]

TRAINED = "trained_table"  # in the session: a table of this visit, from /training or /search
FORMATS = (
    "word2vec (text or binary), GloVe text, NumPy .npy or .npz, Parquet, the Embedding Projector's pair of "
    "TSVs, safetensors, CSV, JSON or JSON Lines; any of them gzipped. The content decides, not the name. "
    "Up to 25 MB."
)


@dataclass(frozen=True)
class OwnTable:
    """What was uploaded and read."""

    table: VectorTable
    title: str  # its name and format, as a sentence begins
    key: str  # of its content
    code: str  # one line that reads it


@dataclass(frozen=True)
class Refusal:
    """Why there is no table."""

    sentence: str
    again: bool = False  # the same file may be read another time


@dataclass(frozen=True)
class Request:
    """What is to be read, and how."""

    table: Any  # uploaded files
    names: Any
    skip: int = 0
    coded: str = ENCODINGS[0]
    label: str | None = None
    vector: str | None = None

    @property
    def files(self) -> tuple[Any, ...]:
        """What tells two files apart, and how they are opened."""
        labels = None if self.names is None else self.names.file_id
        return self.table.file_id, labels, self.skip, self.coded

    @property
    def name(self) -> str:
        """The name of the file as it can be shown."""
        return visible_text(self.table.name, mark_spaces=False)[:60]

    @property
    def code(self) -> str:
        """One line of Python that reads it."""
        more = "" if self.names is None else ", labels=open('your-labels', 'rb').read()"
        more += f", skip_rows={self.skip}" if self.skip else ""
        more += "" if self.coded == ENCODINGS[0] else f", encoding={self.coded!r}"
        more += "" if self.label is None else f", label_column={self.label!r}"
        more += "" if self.vector is None else f", vector_column={self.vector!r}"
        return f"table = embedlab.tables.read_vector_table(open('your-file', 'rb').read(){more})"


def ask(place: str = "") -> OwnTable | None:
    """Ask for a table; None while there is none. A file that cannot be read ends the page with a sentence.

    `place` tells the fields of several tables apart. A table that was trained in this visit comes first.
    """
    trained: OwnTable | None = st.session_state.get(TRAINED)
    if trained is not None and st.toggle(f"Use the {trained.title}", True, key=f"{place}use_trained"):
        return trained
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
    request = Request(table, names, skip, coded)
    files = request.files
    label, vector = _chosen(f"{place}table_", files)
    asked = (*files, label, vector)
    if st.session_state.get(state, (None,))[0] != asked:
        result = _read(place, asked, replace(request, label=label, vector=vector))
        if result is None:
            st.stop()
        st.session_state[state] = (asked, result)
    read: OwnTable | Refusal = st.session_state[state][1]
    if isinstance(read, Refusal):
        layout.warn(read.sentence)
        if label or vector:
            st.button(
                "Back to the usual columns",
                on_click=st.session_state.pop,
                args=(f"{place}table_columns", None),
            )
        elif read.again:
            st.button("Read it again", on_click=st.session_state.pop, args=(state, None))
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


def _offer_columns(place: str, files: tuple[Any, ...], table: VectorTable) -> None:
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


def _read(place: str, asked: tuple[Any, ...], request: Request) -> OwnTable | Refusal | None:
    """Return what was read; None while the page shows that it waits, or how long it takes."""
    try:
        job = readings.wait_for(f"{place}table", asked, lambda: begin(request), doing="Reading the table")
    except embedlab.EmbedLabError as error:
        again = isinstance(error, embedlab.UnavailableError)
        for file in () if again else filter(None, (request.table, request.names)):
            forget(file)
        return Refusal(str(error), again=again)
    if job is None:
        return None
    table = job.result()
    return OwnTable(table, f"{request.name}, read as {table.format}", job.key, request.code)


def begin(request: Request) -> Job[VectorTable]:
    """Have a file read for this visitor.

    Raises:
        EmbedLabError: it was not kept, or too many are waiting.
    """
    content = content_of(request.table)
    labels = None if request.names is None else content_of(request.names)
    options = {
        "skip_rows": request.skip,
        "encoding": request.coded,
        "name": request.name,
        "label_column": request.label,
        "vector_column": request.vector,
    }
    digests = (hashlib.sha256(each or b"").hexdigest() for each in (content, labels))
    key = content_key("table", *digests, *(value or "" for value in options.values()))
    return readings.submit(read_untrusted_table, content, labels=labels, **options, key=key)
