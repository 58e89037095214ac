"""The code that makes the view again: the question, and the part of the page that is open."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

import embedlab
from ui.vectors import bias, scoring, seeing, similar
from ui.vectors.answers import View
from ui.vectors.question import Question
from ui.vectors.source import Source

__all__ = ["code"]


def code(source: Source, question: Question, view: View | None, part: str) -> str:
    """Return Python that asks the same question and prints what the page and its open part show."""
    lines = ["import embedlab", "", source.code]
    if view is not None:
        lines += _asked(question, view)
    more = PARTS.get(part)
    if more is not None:
        lines += more(question, view)
    return "\n".join(lines)


def _asked(question: Question, view: View) -> list[str]:
    if question.formula:
        return [
            f"formula = embedlab.vectors.parse_formula({question.formula!r}, known=vectors.__contains__)",
            "print(embedlab.vectors.solve_formula(vectors, formula))",
            "print(embedlab.vectors.solve_formula(vectors, formula, exclude_inputs=False))",
        ]
    a, b, c = view.words
    expected = f", expected={question.expected!r}" if question.expected else ""
    return [
        f'audit = embedlab.vectors.audit_analogy(vectors, {a!r}, {b!r}, {c!r}, method="{question.method}"{expected})',
        "print(audit.standard.words, audit.allowed.words, audit.near_b.words, audit.near_c.words)",
    ]


def _plane(question: Question, view: View | None) -> list[str]:
    if view is None or question.formula:
        return []
    a, b, c = view.words
    others = [word for word in view.columns["standard"].words if word not in view.words][:3]
    return [
        f"plane = embedlab.vectors.analogy_plane(vectors, {a!r}, {b!r}, {c!r}, {others!r})",
        "print(plane.coordinates, plane.off_plane)",
    ]


def _strips(question: Question, view: View | None) -> list[str]:
    if view is None:
        return []
    words = [*dict.fromkeys((*view.words, view.best))]
    return [f"for word in {words!r}:", "    print(word, vectors.unit(word))"]


def _relation(question: Question, view: View | None) -> list[str]:
    name = st.session_state.get("relation")
    if name in embedlab.texts.RELATIONS:
        pairs = f"embedlab.texts.RELATIONS[{name!r}].pairs"
    else:
        pairs = repr(seeing.own_pairs(str(st.session_state.get("pairs", ""))))
    return [
        f"pairs = [pair for pair in {pairs} if all(word in vectors for word in pair)]",
        "offsets = embedlab.vectors.relation_offsets(vectors, pairs)",
        "print(offsets.mean_cosine, offsets.shuffled.mean())",
    ]


def _scores(question: Question, view: View | None) -> list[str]:
    chosen, limit = st.session_state.get("set"), scoring.limit_of(str(st.session_state.get("limit")))
    if chosen in scoring.FILES:
        return [
            f'path = embedlab.vectors.word_pairs_path("{scoring.FILES[chosen]}")',
            f"pairs = embedlab.vectors.read_word_pairs(path.read_text('utf-8'), name={chosen!r})",
            f"report = embedlab.vectors.evaluate_word_pairs(vectors, pairs, vocabulary_limit={limit})",
            "print(report.spearman, report.pearson)",
        ]
    if chosen != scoring.SETS[0]:
        return [
            "# your own set: embedlab.vectors.read_analogy_text(text) or embedlab.vectors.read_word_pairs(text, name='mine')"
        ]
    return [
        "questions = embedlab.read_analogies(embedlab.vectors.google_analogies_path())",
        "for method in ('3cosadd', '3cosmul', 'pairdirection'):",
        "    report = embedlab.evaluate_analogies(",
        f"        vectors, questions, vocabulary_limit={limit}, method=method, exclude_inputs=True",
        "    )",
        "    print(method, report.accuracy, report.sections)",
    ]


def _similar(question: Question, view: View | None) -> list[str]:
    words = similar.split(str(st.session_state.get("compared", "")))
    return [
        f"words = {words!r}",
        f"print(embedlab.vectors.similarity_matrix(vectors, words, measure={st.session_state.get('measure')!r}))",
        "print(embedlab.vectors.random_pair_cosines(vectors).mean)",
        "print(embedlab.vectors.odd_one_out(vectors, words).odd)",
    ]


def _bias(question: Question, view: View | None) -> list[str]:
    pairs = seeing.own_pairs(str(st.session_state.get("direction", "")))
    followed = str(st.session_state.get("followed", "")).split()[: bias.MAX_LOOKED_AT]
    return [
        f"axis = embedlab.vectors.word_direction(vectors, {pairs!r})",
        f"exclude = {[word for pair in pairs for word in pair]!r}",
        "print(embedlab.vectors.words_along(vectors, axis, exclude=exclude))",
        f"words = [word for word in {followed!r} if word in vectors]",
        "print(embedlab.vectors.removal_effect(vectors, axis, words).kept)",
    ]


PARTS: dict[str, Callable[[Question, View | None], list[str]]] = {
    "Parallelogram": _plane,
    "Vectors": _strips,
    "A whole relation": _relation,
    "How often?": _scores,
    "Similarity": _similar,
    "Bias": _bias,
}
