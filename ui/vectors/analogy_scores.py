"""A whole set of analogy questions under every method: a minute of work in another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

import embedlab
from embedlab.content_key import content_key
from embedlab.numerals import count_text
from embedlab.vectors import METHODS, AnalogyQuestions, AnalogyReport, Scoreboard, score_methods
from embedlab.vectors.scoreboard import estimate_seconds, pack, unpack
from ui import controls, fit_kinds, fits, layout
from ui.cache import cached
from ui.shared_figure import SharedFigure
from ui.vectors import methods, score_summaries
from ui.vectors.section_names import section_name
from ui.vectors.word_table import WordTable

__all__ = ["code", "show"]

BARS = {  # what is compared: the methods, and whether the inputs are forbidden
    "inputs forbidden or not": (METHODS[:1], (True, False)),
    "the three methods": (METHODS, (True,)),
}
AUTOMATIC = 30_000  # words up to which the set that ships is scored without waiting for the button
RULES_NOTE = (
    "The rules are gensim's: words are compared without case, a question with an unknown word is skipped, and the counts are equal to those of its evaluate_word_analogies. "
    "gensim never allows the inputs and has no pair direction; those columns are only here."
)
RULES = 1  # counted up when the same questions would be scored otherwise
SCORES = fit_kinds.Kind(pack, unpack, (Scoreboard, AnalogyReport), "Scoring")


def show(table: WordTable, text: str | None, limit: int) -> None:
    """Score the questions of a text, or those of the Google set for None."""
    questions = layout.attempt_part(_questions, text)
    if questions is None:
        return
    board = fits.offer(
        content_key("scores", RULES, table.key, text, limit),
        score_methods,
        table.catalog or table.vectors,
        questions,
        limit,
        expected=estimate_seconds(questions, limit),
        label="Score all methods",
        automatic=text is None and limit <= AUTOMATIC,
        place="scores",
        kind=SCORES,
    )
    if board is None:
        return
    hidden, allowed = (board.report(METHODS[0], exclude_inputs=each) for each in (True, False))
    if not hidden.total:
        st.info(
            f"None of the {count_text(len(questions), 'question')} can be asked: each has a word that is not among the {limit:,} words."
        )
        return
    summary = score_summaries.scores(hidden, allowed)
    layout.finding(summary)
    bars = controls.choice("Compare", list(BARS), key="scores_of")  # here: it needs a result
    by_method, by_limit = _figures(board, bars)
    layout.picture(by_method, key="scores", alt=summary)
    if len(board.limits) > 2:
        summary = score_summaries.growing_vocabulary(board.limits)
        layout.finding(summary)
        layout.picture(by_limit, key="limits", alt=summary)
    layout.numbers(_table(board), key="score table", label="By section", decimals=1)
    layout.note(RULES_NOTE)


@cached(entries=16)
def _questions(text: str | None) -> AnalogyQuestions:
    if text is None:
        return embedlab.read_analogies(embedlab.vectors.google_analogies_path())
    return embedlab.vectors.read_analogy_text(text)


@cached(entries=16)
def _figures(board: Scoreboard, bars: str) -> tuple[SharedFigure, SharedFigure]:
    from embedlab.figures.curves import Series, curves_figure
    from embedlab.figures.vectors_scores import sections_figure

    names, hidden = BARS[bars]
    reports = {
        _title(report): replace(report, sections=_named(report.sections))
        for report in board.methods
        if report.method in names and report.exclude_inputs in hidden
    }
    limits = sorted({report.vocabulary_limit for report in board.limits})
    growth = {
        name: Series(
            [each.accuracy for each in sorted(board.limits, key=_limit) if each.exclude_inputs == is_hidden]
        )
        for name, is_hidden in (("three words left out", True), ("no word left out", False))
    }
    return SharedFigure(sections_figure(reports)), SharedFigure(
        curves_figure(
            limits,
            growth,
            x_axis="most frequent words that take part",
            y_axis="answered right",
            scale="log",
            percent=True,
        )
    )


def _limit(report: AnalogyReport) -> int:
    return report.vocabulary_limit


def _named(sections: Mapping[str, Any]) -> dict[str, Any]:
    """Return sections by names that people understand."""
    return {section_name(name): value for name, value in sections.items()}


def _title(report: AnalogyReport) -> str:
    return methods.METHODS[report.method].title + ("" if report.exclude_inputs else ", no word left out")


def _table(board: Scoreboard) -> dict[str, list[Any]]:
    first = board.methods[0]
    totals = [total for _, total in first.sections.values()]
    table: dict[str, list[Any]] = {
        "section": [*_named(first.sections), "all sections"],
        "asked": [*totals, first.total],
    }
    for report in board.methods:
        shares = [*report.section_accuracy.values(), report.accuracy]
        table[f"% {_title(report)}"] = [100 * share for share in shares]
    return table


def code(is_own: bool, limit: int) -> list[str]:
    """Return lines that score the same questions; the visitor's own are those of `text`."""
    google = "embedlab.read_analogies(embedlab.vectors.google_analogies_path())"
    return [
        f"questions = {'embedlab.vectors.read_analogy_text(text)' if is_own else google}",
        f"board = embedlab.vectors.score_methods(vectors, questions, {limit})",
        "for report in board.methods:",
        "    print(report.method, report.exclude_inputs, report.accuracy, report.sections)",
    ]
