"""Rows of texts that a visitor edits in a table: kept for the visit, in force in the run that shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

__all__ = ["ROWS", "Rows", "current", "draw", "replace"]

ROWS = "edited rows"  # in the session: name of the table -> its rows as they stand
VERSION = "edited rows version"  # in the session: other rows need another editor
HEIGHT = 380  # pixels

Rows = tuple[tuple[str, ...], ...]


def current(name: str) -> Rows | None:
    """Return the rows of a table as the visitor has left them; None where nothing was edited."""
    rows: Rows | None = st.session_state.get(ROWS, {}).get(name)
    return rows


def replace(name: str, rows: Rows | None) -> None:
    """Set the rows of a table from outside its editor, or with None, undo all edits."""
    others = {other: each for other, each in st.session_state.get(ROWS, {}).items() if other != name}
    st.session_state[ROWS] = others if rows is None else others | {name: rows}
    st.session_state[VERSION] = st.session_state.get(VERSION, 0) + 1


def draw(name: str, rows: Rows, columns: Mapping[str, Any], *, most: int, alt: str) -> None:
    """Draw the table.

    Args:
        name: of the table.
        rows: what it holds before the first edit.
        columns: name of each column -> its Streamlit configuration.
        most: rows of the table; added ones beyond are cut, with a message.
        alt: what the table is, for screen readers.
    """
    import pandas  # type: ignore[import-untyped]

    key, edited = f"{name} {st.session_state.get(VERSION, 0)}", current(name)
    start = rows if edited is None else edited
    base = st.session_state[f"{key} base"] if key in st.session_state else start
    st.session_state[f"{key} base"] = base  # the edits are kept against these
    st.data_editor(
        pandas.DataFrame(base, columns=list(columns)).astype(str),
        key=key,
        num_rows="dynamic",
        height=HEIGHT,
        hide_index=True,
        on_change=_take_edits,
        args=(name, key, list(columns), most),
        column_config=columns,
        alt=alt,
    )


def _take_edits(name: str, key: str, columns: Sequence[str], most: int) -> None:
    """Apply what was edited: changed cells, new rows, deleted rows."""
    state: Any = st.session_state[key]
    rows = [dict(zip(columns, row, strict=True)) for row in st.session_state[f"{key} base"]]
    for row, cells in state["edited_rows"].items():
        rows[int(row)] |= {column: value or "" for column, value in cells.items()}
    gone = set(state["deleted_rows"])
    rows = [row for index, row in enumerate(rows) if index not in gone]
    count, room = len(state["added_rows"]), max(0, most - len(rows))
    added = [dict.fromkeys(columns, "") | row for row in state["added_rows"][:room]]
    rows += [row for row in added if any(row[column] for column in columns)]
    edited = tuple(tuple(str(row[column] or "") for column in columns) for row in rows)
    st.session_state[ROWS] = st.session_state.get(ROWS, {}) | {name: edited}
    if count > room:
        # the browser keeps all rows it pasted and sends them again, until it gets another editor
        replace(name, edited)
        st.toast(
            f"Of {count:,} rows that were added, the first {room:,} were read; the table takes {most:,}."
        )
