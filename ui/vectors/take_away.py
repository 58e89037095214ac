"""The answers in files: tables for a spreadsheet or a notebook, and the picture as a page that works offline."""

from __future__ import annotations

import json

import streamlit as st

from embedlab.export import csv_text, parquet_bytes
from embedlab.figures.standalone import standalone_html
from ui import files
from ui.vectors.answers import View, table
from ui.vectors.question import Question
from ui.vectors.source import Source

__all__ = ["show"]


def show(source: Source, question: Question, view: View) -> None:
    """Offer the files."""
    st.markdown("The ten best answers of every column, as they are shown above.")
    columns = table(view)
    with st.container(horizontal=True):
        files.offer("CSV", "analogy.csv", lambda: csv_text(columns))
        files.offer("Parquet", "analogy.parquet", lambda: parquet_bytes(columns))
        files.offer("JSON", "analogy.json", lambda: _json(source, question, view))
        files.offer(
            "Web page",
            "analogy.html",
            lambda: standalone_html(view.figures[0], title=_title(question, view), caption=view.sentence),
        )
    st.caption(
        "In the CSV a cell that a spreadsheet would run as a formula begins with an apostrophe; the other files are unchanged. The web page holds all it needs and works offline."
    )


def _title(question: Question, view: View) -> str:
    return question.formula or f"{view.words[1]} − {view.words[0]} + {view.words[2]}"


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
