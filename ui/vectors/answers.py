"""The answers in lists: inputs forbidden, nothing forbidden, and the neighbors of b and of c without arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import embedlab
from embedlab.ranking import Ranking
from embedlab.vectors import Placed
from ui.cache import cached
from ui.shared_figure import SharedFigure
from ui.vectors.methods import METHODS, list_title
from ui.vectors.query import Analogy, Question, Sum
from ui.vectors.word_table import WordTable

__all__ = ["Answers", "View", "answer", "baseline_lists", "rank_table"]

ANSWERS = 10  # of a list, in the table
BARS = 8  # of them in the picture
COLUMNS = {  # of an `AnalogyAudit`, as the table names them
    "standard": "your words left out",
    "allowed": "no word left out",
    "near b": "near b",
    "near c": "near c",
}


@dataclass(frozen=True)
class Answers:
    """Ranked words by list, and their pictures."""

    columns: dict[str, Ranking]  # the name of a list -> its words
    words: tuple[str, ...]  # the inputs as the table spells them
    figure: SharedFigure  # with the inputs forbidden, and with nothing forbidden
    audit: embedlab.vectors.AnalogyAudit | None  # of four words; None for a sum

    @property
    def best(self) -> str:
        """The first word with the inputs forbidden."""
        return self.columns["standard"].words[0]


@dataclass(frozen=True)
class View:
    """A question, the table, and its answers: None where there are none, which the page has said."""

    table: WordTable
    question: Question
    answers: Answers | None


def answer(table: WordTable, question: Question) -> Answers:
    """Ask the table.

    Raises:
        EmbedLabError: a word is unknown, the formula cannot be read, or nothing is left.
    """
    return _add(table, question) if isinstance(question, Sum) else _compare(table, question)


@cached(entries=256)
def _compare(table: WordTable, question: Analogy) -> Answers:
    vectors = table.vectors
    a, b, c = (vectors.words[vectors.row(word)] for word in (question.a, question.b, question.c))
    # without a guess, where the answer itself stands in the other lists
    audit = embedlab.vectors.audit_analogy(
        vectors, a, b, c, ANSWERS, method=question.method, expected=question.expected
    )
    measure = METHODS[question.method].measure.format(a=a, b=b, c=c)
    figure = _lists(audit.columns, audit.words, audit.expected, measure, ("standard", "allowed"))
    return Answers(audit.columns, audit.words, figure, audit)


@cached(entries=64)
def baseline_lists(table: WordTable, question: Analogy) -> SharedFigure:
    """Draw the lists without arithmetic: the neighbors of b and of c."""
    answers = _compare(table, question)
    placed = None if answers.audit is None else answers.audit.expected
    return _lists(answers.columns, answers.words, placed, "cosine", ("near b", "near c"))


@cached(entries=256)
def _add(table: WordTable, question: Sum) -> Answers:
    vectors = table.vectors
    formula = embedlab.vectors.parse_formula(question.formula, known=vectors.__contains__)
    hidden = embedlab.vectors.solve_formula(vectors, formula, ANSWERS)
    allowed = embedlab.vectors.solve_formula(vectors, formula, ANSWERS, exclude_inputs=False)
    words = tuple(vectors.words[vectors.row(term.word)] for term in formula.terms)
    columns = {"standard": hidden, "allowed": allowed}
    figure = _lists(columns, words, None, "nearness to the sum (cosine)", tuple(columns))
    return Answers(columns, words, figure, None)


def _lists(
    columns: Mapping[str, Ranking],
    words: tuple[str, ...],
    expected: Placed | None,
    measure: str,
    names: Sequence[str],
) -> SharedFigure:
    """Draw some of the lists; the answer, or the guess, is outlined."""
    from embedlab.figures.vectors_answers import RankedList, lists_figure

    longest = max(float(columns[name].scores.max()) for name in names)
    answer = columns["standard"].words[0] if expected is None else expected.word
    lists = [
        RankedList(
            title=list_title(name, words),
            bold=columns[name].words[0],
            ranking=columns[name],
            longest=longest,
            further=None if expected is None else _further(expected, name, columns[name]),
        )
        for name in names
    ]
    return SharedFigure(lists_figure(lists, measure=measure, hatched=words, outlined=[answer], most=BARS))


def _further(expected: Placed, name: str, ranking: Ranking) -> tuple[str, int, float] | None:
    """Return the guess with its rank and score where it is not among the words that fit."""
    rank = expected.ranks[name]
    if rank is None or expected.word in ranking.words[:BARS]:
        return None
    return expected.word, rank, expected.scores[name]


def rank_table(answers: Answers, columns: Sequence[str] = tuple(COLUMNS)) -> dict[str, list[Any]]:
    """Return the ranked words and scores of the columns, side by side; short columns end blank."""
    rankings = {name: answers.columns[name] for name in columns if name in answers.columns}
    length = max(len(ranking.words) for ranking in rankings.values())
    table: dict[str, list[Any]] = {"rank": list(range(1, length + 1))}
    for name, ranking in rankings.items():
        gap = length - len(ranking.words)
        table[COLUMNS[name]] = [*ranking.words, *[""] * gap]
        table[f"score, {COLUMNS[name]}"] = [*(float(score) for score in ranking.scores), *[None] * gap]
    return table
