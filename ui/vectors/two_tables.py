"""The same question to two tables at once."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ui import layout
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure
from ui.vectors import summaries, word_table
from ui.vectors.answers import View, answer, rank_table
from ui.vectors.exports import answer_code
from ui.vectors.picture import needed_answers
from ui.vectors.query import Question, without_unknown_guess
from ui.vectors.word_table import WordTable

__all__ = ["PART"]

KEY = "other_table"


@dataclass(frozen=True)
class Options:
    """The other table, and what it was asked: without a guess that it does not have."""

    table: WordTable
    question: Question


def _ask(view: View) -> Options | None:
    if needed_answers(view) is None:
        return None
    with st.container(width=320):
        kind = word_table.pick_other(KEY, view.table.kind)
    table = word_table.choose(kind, KEY)
    return None if table is None else Options(table, without_unknown_guess(table, view.question))


def _show(view: View, options: Options | None) -> None:
    answers = view.answers
    other = None if options is None else layout.attempt_part(answer, options.table, options.question)
    if answers is None or options is None or other is None:
        return
    summary = summaries.two_tables((view.table.name, answers), (options.table.name, other))
    layout.finding(summary)
    figure = _figure(view.table, view.question, options.table, options.question)
    layout.picture(figure, key="two tables", alt=summary)
    for table, ranked, side in ((view.table, answers, "left"), (options.table, other, "right")):
        layout.numbers(
            rank_table(ranked, ("standard", "allowed")),
            key=f"table {side}",
            label=f"{table.name}, {len(table.vectors):,} words × {table.vectors.dim}",
        )


@cached(entries=64)
def _figure(table: WordTable, question: Question, other: WordTable, other_question: Question) -> SharedFigure:
    from embedlab.figures.vectors_answers import RankedList, lists_figure

    lists = []
    for each, words in ((table, question), (other, other_question)):
        ranking = answer(each, words).columns["standard"]
        lists.append(
            RankedList(f"{each.name},\n{each.count}: ", ranking.words[0], ranking, float(ranking.scores[0]))
        )
    best = [each.bold for each in lists]
    measure = "score, on a scale of its own"
    return SharedFigure(lists_figure(lists, measure=measure, outlined=best))


def _code(view: View, options: Options | None) -> list[str]:
    if view.answers is None or options is None:
        return []
    return [*options.table.code("others"), *answer_code(options.question, view.answers, "others")]


PART = Part(
    "Two tables",
    _ask,
    _show,
    _code,
    lambda view, options: [] if options is None else [options.table.origin],
    line="The same question to vectors that were made in another way",
    deeper=True,
)
