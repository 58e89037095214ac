"""The answer four times: inputs hidden, every word allowed, and the neighbors of b and of c without arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

import streamlit as st

import embedlab
from embedlab.ranking import Ranking
from ui import layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.vectors.question import Question
from ui.vectors.source import Source

__all__ = ["COLUMNS", "View", "answer", "needed", "show", "table", "unknown_guess"]

ANSWERS = 10  # of a column, in the table
DRAWN = 8  # of them in the picture
COLUMNS = {
    "standard": "inputs hidden",
    "allowed": "all words",
    "near b": "near b alone",
    "near c": "near c alone",
}


@dataclass(frozen=True)
class View:
    """Ranked words by column, the sentence about them, and their picture."""

    columns: dict[str, Ranking]  # the name of a column -> its words
    sentence: str
    figures: tuple[Any, Any]
    best: str  # the first word with the inputs hidden
    words: tuple[str, ...]  # the inputs as the table spells them


def answer(source: Source, question: Question) -> View:
    """Ask the table.

    Raises:
        EmbedLabError: a word is unknown, the formula cannot be read, or nothing is left.
    """
    return _formula(source, question) if question.formula else _four_words(source, question)


@cached(entries=256)
def _four_words(source: Source, question: Question) -> View:
    from embedlab.figures.vectors_answers import columns_figure

    vectors = source.vectors
    a, b, c = (_known(vectors, word) for word in (question.a, question.b, question.c))
    expected = vectors.words[vectors.row(question.expected)] if question.expected else None
    audit = embedlab.vectors.audit_analogy(
        vectors, a, b, c, ANSWERS, method=question.method, expected=expected
    )
    if expected is None:  # where the answer itself stands in the other columns
        best = audit.standard.words[0]
        audit = embedlab.vectors.audit_analogy(
            vectors, a, b, c, ANSWERS, method=question.method, expected=best
        )
    columns = dict(zip(COLUMNS, (audit.standard, audit.allowed, audit.near_b, audit.near_c), strict=True))
    figures = tuple(
        DrawnFigure(columns_figure(audit, measure=question.measure, columns=pair, most=DRAWN))
        for pair in (("standard", "allowed"), ("near b", "near c"))
    )
    sentence = _sentence(source, audit) + ("" if expected is None else _about_expected(audit))
    return View(columns, sentence, figures, audit.standard.words[0], audit.words)


@cached(entries=256)
def _formula(source: Source, question: Question) -> View:
    from embedlab.figures.vectors import ranking_figure

    vectors = source.vectors
    formula = embedlab.vectors.parse_formula(question.formula, known=vectors.__contains__)
    hidden = embedlab.vectors.solve_formula(vectors, formula, ANSWERS)
    allowed = embedlab.vectors.solve_formula(vectors, formula, ANSWERS, exclude_inputs=False)
    words = tuple(vectors.words[vectors.row(term.word)] for term in formula.terms)
    figures = tuple(DrawnFigure(ranking_figure(each, measure=question.measure)) for each in (hidden, allowed))
    best, first = hidden.words[0], allowed.words[0]
    sentence = f"{best} is first of {source.counted} at {hidden.scores[0]:.2f} with the words of the formula hidden; "
    sentence += (
        "they do not come before it."
        if first == best
        else f"without hiding them, {first} would be, at {allowed.scores[0]:.2f}."
    )
    return View({"standard": hidden, "allowed": allowed}, sentence, figures, best, words)


def _known(vectors: embedlab.vectors.WordVectors, word: str) -> str:
    return vectors.words[vectors.row(word)]


def _sentence(source: Source, audit: embedlab.vectors.AnalogyAudit) -> str:
    """Return what the columns say: who wins, what hiding the inputs does, and what b alone would say."""
    best, first = audit.standard.words[0], audit.allowed.words[0]
    sentence = f"{best} is first of {source.counted} at {audit.standard.scores[0]:.2f}; "
    if first == best:
        sentence += "the three inputs do not come before it."
    else:
        sentence += f"without hiding the inputs, {first} would be, at {audit.allowed.scores[0]:.2f}."
    _, b, c = audit.words
    for name, found in {b: audit.near_b, c: audit.near_c}.items():
        if best in found.words:
            place = found.words.index(best) + 1
            said = "the nearest word of all" if place == 1 else f"already number {place}"
            sentence += f" Near {name} alone, without any arithmetic, {best} is {said}."
    return sentence


def _about_expected(audit: embedlab.vectors.AnalogyAudit) -> str:
    """Return where the expected answer stands in each column."""
    placed = audit.expected
    if placed is None:
        return ""
    rank = placed.ranks["standard"]
    if rank is None and placed.word in audit.words:
        return f" The expected {placed.word} is one of the inputs, so it is hidden."
    if rank is None:
        return f" The expected {placed.word} has no score under this method: its vector, or its step from c, has no direction."
    if rank == 1:
        return " It is the expected word."
    return f" The expected {placed.word} is number {rank:,}, at {placed.scores['standard']:.2f}."


def show(question: Question, view: View) -> None:
    """Draw the columns: side by side on a wide screen, two by two on a narrow one."""
    names = ("the words of the formula hidden", "all words allowed") if question.formula else ("", "")
    alts = (view.sentence, "The nearest words to b alone and to c alone.")
    keys = ("ranking", "baselines")
    for column, figure, name, alt, key in zip(st.columns(2), view.figures, names, alts, keys, strict=True):
        with column:
            if name:
                st.markdown(f"**{name}**")
            layout.picture(figure, key=key, alt=f"{name} {alt}".strip())


def needed(view: View | None) -> TypeGuard[View]:
    """Whether there is an answer; where there is none, say what a part of the page waits for."""
    if view is None:
        st.caption("This part needs an answer: change the words above.")
    return view is not None


def table(view: View, columns: Sequence[str] = tuple(COLUMNS)) -> dict[str, list[Any]]:
    """Return the ranked words and scores of the columns, side by side; short columns end blank."""
    taken = {key: view.columns[key] for key in columns if key in view.columns}
    length = max(len(found.words) for found in taken.values())
    shown: dict[str, list[Any]] = {"rank": list(range(1, length + 1))}
    for key, found in taken.items():
        gap = length - len(found.words)
        shown[COLUMNS[key]] = [*found.words, *[""] * gap]
        shown[f"score, {COLUMNS[key]}"] = [*(float(score) for score in found.scores), *[None] * gap]
    return shown


def unknown_guess(source: Source, question: Question) -> Question:
    """Return the question without a guess that the table does not have, saying so."""
    if question.expected and question.expected not in source.vectors:
        try:
            source.vectors.row(question.expected)
        except embedlab.EmbedLabError as error:
            layout.warn(f"The expected word is left out: {error}")
        return Question(question.method, question.a, question.b, question.c)
    return question
