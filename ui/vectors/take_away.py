"""The answers in files: tables for a spreadsheet or a notebook, and the picture as a page that works offline."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from embedlab.export import csv_text
from embedlab.figures.standalone import standalone_html
from ui.vectors.answers import View, table
from ui.vectors.question import Question
from ui.vectors.source import Source

__all__ = ["show"]


def show(source: Source, question: Question, view: View) -> None:
    """Offer the files."""
    st.markdown("The ten best answers of every column, as they are shown above.")
    columns = table(view)
    with st.container(horizontal=True):
        _file("CSV", lambda: csv_text(columns), "analogy.csv", "text/csv")
        _file("Parquet", lambda: _parquet(columns), "analogy.parquet", "application/octet-stream")
        _file("JSON", lambda: _json(source, question, view), "analogy.json", "application/json")
        _file(
            "Web page",
            lambda: standalone_html(view.figures[0], title=_title(question, view), caption=view.sentence),
            "analogy.html",
            "text/html",
        )
    st.caption(
        "In the CSV a cell that a spreadsheet would run as a formula begins with an apostrophe; the other files are unchanged. The web page holds all it needs and works offline."
    )


def _title(question: Question, view: View) -> str:
    return question.formula or f"{view.words[1]} − {view.words[0]} + {view.words[2]}"


def _parquet(columns: Mapping[str, Sequence[Any]]) -> bytes:
    import io

    import pyarrow
    from pyarrow import parquet

    output = io.BytesIO()
    parquet.write_table(pyarrow.table(dict(columns)), output)
    return output.getvalue()


def _json(source: Source, question: Question, view: View) -> str:
    content = {
        "vectors": source.key,
        "question": question.formula or {"a": view.words[0], "b": view.words[1], "c": view.words[2]},
        "method": question.method,
        "reading": view.sentence,
        "answers": {
            name: [
                {"word": word, "score": float(score)}
                for word, score in zip(found.words, found.scores, strict=True)
            ]
            for name, found in view.columns.items()
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _file(label: str, make: Callable[[], str | bytes], name: str, mime: str) -> None:
    st.download_button(
        label,
        make,
        file_name=name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"file {name}",
    )
