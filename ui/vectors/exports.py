"""The foot of the analogy page, and the part with files: tables, and the picture as a page that works offline."""

from __future__ import annotations

import json

import streamlit as st

from embedlab.export import csv_text, parquet_bytes
from embedlab.figures.standalone import standalone_html
from ui import files, sources
from ui.part import Part, no_options
from ui.vectors import summaries
from ui.vectors.answers import Answers, View, rank_table
from ui.vectors.picture import needed_answers
from ui.vectors.query import Question, Sum

__all__ = ["PART", "answer_code", "code", "origins"]


def origins(view: View) -> list[str]:
    """Say where the answers come from."""
    return [view.table.origin, sources.computed(summaries.explanation(view.question))]


def code(view: View) -> list[str]:
    """Return lines that ask the same question."""
    lines = ["import embedlab", "", *view.table.code()]
    return lines if view.answers is None else [*lines, *answer_code(view.question, view.answers)]


def answer_code(question: Question, answers: Answers, vectors: str = "vectors") -> list[str]:
    """Return lines that ask a question to the table of that name."""
    if isinstance(question, Sum):
        return [
            f"formula = embedlab.vectors.parse_formula({question.formula!r}, known={vectors}.__contains__)",
            f"hidden = embedlab.vectors.solve_formula({vectors}, formula)",
            f"allowed = embedlab.vectors.solve_formula({vectors}, formula, exclude_inputs=False)",
            "print(hidden.words, allowed.words)",
        ]
    words = ", ".join(repr(word) for word in answers.words)
    expected = f", expected={question.expected!r}" if question.expected else ""
    return [
        f'audit = embedlab.vectors.audit_analogy({vectors}, {words}, method="{question.method}"{expected})',
        "print(audit.standard.words, audit.allowed.words, audit.near_b.words, audit.near_c.words)",
    ]


def _show(view: View, options: None) -> None:
    """Offer the files."""
    answers = needed_answers(view)
    if answers is None:
        return
    st.markdown("The ten best answers of every list above.")
    table = rank_table(answers)
    summary = summaries.summary(view)
    with st.container(horizontal=True):
        files.offer("CSV", "analogy.csv", lambda: csv_text(table))
        files.offer("Parquet", "analogy.parquet", lambda: parquet_bytes(table))
        files.offer("JSON", "analogy.json", lambda: _json(view, answers))
        files.offer(
            "Web page",
            "analogy.html",
            lambda: standalone_html(answers.figure, title=_title(view.question, answers), caption=summary),
        )
    st.caption(
        "In the CSV a cell that a spreadsheet would run as a formula begins with an apostrophe; the other files are unchanged. The web page holds all it needs and works offline."
    )


def _title(question: Question, answers: Answers) -> str:
    if isinstance(question, Sum):
        return question.formula
    a, b, c = answers.words
    return f"{b} − {a} + {c}"


def _json(view: View, answers: Answers) -> str:
    question = view.question
    method, query = (
        ("3cosadd", question.formula)
        if isinstance(question, Sum)
        else (question.method, dict(zip("abc", answers.words, strict=True)))
    )
    content = {
        "vectors": view.table.key,
        "question": query,
        "method": method,
        "summary": summaries.summary(view),
        "answers": {
            name: [
                {"word": word, "score": float(score)}
                for word, score in zip(ranking.words, ranking.scores, strict=True)
            ]
            for name, ranking in answers.columns.items()
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _code(view: View, options: None) -> list[str]:
    """Return lines that compute the answers as the JSON file holds them."""
    if view.answers is None:
        return []
    is_sum = isinstance(view.question, Sum)
    columns = '{"standard": hidden, "allowed": allowed}' if is_sum else "audit.columns"
    return [
        "import json",
        f"for name, column in {columns}.items():",
        '    rows = [{"word": word, "score": float(score)} for word, score in zip(column.words, column.scores)]',
        "    print(name, json.dumps(rows, ensure_ascii=False))",
    ]


PART: Part[View, None] = Part(
    "Files",
    no_options,
    _show,
    _code,
    lambda view, options: [],
    line="The lists as tables and as a web page that works offline",
    deeper=True,
)
