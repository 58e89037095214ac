"""How often is the arithmetic right? Whole sets of questions, and sets of word pairs that people rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.content_key import content_key
from embedlab.text_files import read_text
from embedlab.vectors.analogies import METHODS
from embedlab.vectors.scoreboard import Scoreboard, pack, score_methods, unpack
from ui import controls, fits, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.vectors.source import Source

__all__ = ["FILES", "SETS", "limit_of", "show"]

SETS = ["Google analogies", "your analogies", "WordSim-353", "SimLex-999", "your word pairs"]
FILES = {"WordSim-353": "wordsim353", "SimLex-999": "simlex999"}
NAMES = {"3cosadd": "3CosAdd", "3cosmul": "3CosMul", "pairdirection": "pair direction"}
LIMITS = ["10,000", "30,000", "100,000", "all"]
SECONDS = 90.0  # of all methods on the Google set at 400,000 words, on one core of a small server
GOOGLE = (19_544, 400_000)
OWN_ANALOGIES = ": capitals\nparis france tokyo japan\nrome italy cairo egypt"
OWN_PAIRS = "cat\tdog\t7.5\ncat\tcar\t1.5\nking\tqueen\t8\nking\tcabbage\t0.5"
COMPARED = {  # what the bars are: the methods, and whether the inputs are hidden
    "the three methods": (METHODS, (True,)),
    "inputs hidden and allowed": (METHODS[:1], (True, False)),
}
RULES = 1  # counted up when the same questions would be scored otherwise
SCORES = fits.Kind(pack, unpack, "Scoring")


@dataclass(frozen=True)
class _Asked:
    """Questions or pairs, told apart by their content."""

    content: Any
    key: str


def show(source: Source) -> None:
    """Score a set of questions or of rated pairs."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        chosen = controls.choice("Set", SETS, key="set")
    with right:
        spoken = controls.choice(
            "Vocabulary",
            LIMITS,
            key="limit",
            default="30,000",
            help="Only the first words of the table, the most frequent ones of GloVe: fewer wrong answers to choose from, but also fewer questions that can be asked.",
        )
    limit = min(limit_of(spoken) or len(source.vectors), len(source.vectors))
    if chosen in FILES or chosen == SETS[4]:
        _show_pairs(source, chosen, limit)
        return
    asked = (
        layout.attempt_part(_google) if chosen == SETS[0] else _own(OWN_ANALOGIES, "questions", _analogies)
    )
    if asked is not None:
        _show_analogies(source, asked, limit)


def limit_of(spoken: str) -> int | None:
    """Return how many words "30,000" is; None for all."""
    return int(spoken.replace(",", "")) if spoken in LIMITS[:-1] else None


@cached(entries=1)
def _google() -> _Asked:
    path = embedlab.vectors.google_analogies_path()
    return _Asked(embedlab.read_analogies(path), "google analogies")


def _own(example: str, what: str, read: Any) -> _Asked | None:
    """Ask for a set by a file or by pasting it."""
    file = st.file_uploader(
        f"Your {what} as a text file",
        key=f"own {what}",
        max_upload_size=2,
        help="Analogies in the format of questions-words.txt, or pairs as in BATS: a word, a tab, its answers with / between them. Rated pairs: two words and a number, with tabs or commas between.",
    )
    if file is not None:
        content = layout.attempt_part(read_text, file.getvalue())
        if content is None:
            return None
        text = content.text
    else:
        text = controls.text(f"or paste your {what}", example, key=f"own_{what}", max_chars=20_000, lines=5)
    return layout.attempt_part(read, text)


@cached(entries=16)
def _analogies(text: str) -> _Asked:
    return _Asked(embedlab.vectors.read_analogy_text(text), content_key("analogies", text))


@cached(entries=16)
def _pairs(text: str) -> _Asked:
    return _Asked(embedlab.vectors.read_word_pairs(text, name="your word pairs"), content_key("pairs", text))


def _show_analogies(source: Source, asked: _Asked, limit: int) -> None:
    questions = asked.content
    st.markdown(
        f"{layout.counted(len(questions), 'question')} in {layout.counted(len(questions.sections), 'section')}, under three methods, with the inputs hidden and with every word allowed."
    )
    table = source.catalog or source.vectors
    key = content_key("scores", RULES, source.key, asked.key, limit)
    expected = SECONDS * limit / GOOGLE[1] * len(questions) / GOOGLE[0] + 1
    board = fits.offer(
        key,
        score_methods,
        table,
        questions,
        limit,
        expected=expected,
        label="Score all methods",
        place="scores",
        kind=SCORES,
    )
    if board is None:
        return
    first = board.report(METHODS[0], exclude_inputs=True)
    allowed = board.report(METHODS[0], exclude_inputs=False)
    if not first.total:
        st.info(
            f"None of the {layout.counted(len(questions), 'question')} can be asked: each has a word that is not among the {limit:,} words."
        )
        return
    said = (
        f"With the inputs hidden, 3CosAdd finds the right word for {first.accuracy:.1%} of {first.total:,} questions; with every word allowed, for {allowed.accuracy:.1%}. "
        f"{first.skipped:,} questions have a word outside the {limit:,} and are not asked."
    )
    layout.reading(said)
    compared = controls.choice("Compare", list(COMPARED), key="scores_of")
    by_method, by_limit = _score_figures(_Board(board, key), compared)
    layout.picture(by_method, key="scores", alt=said)
    if len(board.limits) > 2:
        st.subheader("With a growing vocabulary", anchor=False)
        layout.picture(by_limit, key="limits", alt="Accuracy of 3CosAdd against the size of the vocabulary.")
    layout.numbers(_score_table(board), key="score table", label="By section", decimals=1)
    st.caption(
        "The rules are gensim's: words are compared without case, a question with an unknown word is skipped, and the counts are equal to those of its evaluate_word_analogies. gensim never allows the inputs and has no pair direction; those columns are only here."
    )


class _Board:
    def __init__(self, board: Scoreboard, key: str) -> None:
        self.board, self.key = board, key


@cached(entries=16)
def _score_figures(given: _Board, compared: str) -> tuple[Any, Any]:
    from embedlab.figures.vectors_scores import limits_figure, scores_figure

    methods, hidden = COMPARED[compared]
    reports = {
        _name(report): report
        for report in given.board.methods
        if report.method in methods and report.exclude_inputs in hidden
    }
    points = [
        (report.vocabulary_limit, "inputs hidden" if report.exclude_inputs else "all words", report.accuracy)
        for report in given.board.limits
    ]
    return DrawnFigure(scores_figure(reports)), DrawnFigure(limits_figure(points))


def _name(report: embedlab.vectors.AnalogyReport) -> str:
    return NAMES[report.method] + ("" if report.exclude_inputs else ", all words")


def _score_table(board: Scoreboard) -> dict[str, list[Any]]:
    first = board.methods[0]
    names = [*first.sections, "all sections"]
    shown: dict[str, list[Any]] = {
        "section": names,
        "asked": [*(total for _, total in first.sections.values()), first.total],
    }
    for report in board.methods:
        each = [100 * right / total if total else float("nan") for right, total in report.sections.values()]
        shown[f"% {_name(report)}"] = [*each, 100 * report.accuracy]
    return shown


def _show_pairs(source: Source, chosen: str, limit: int) -> None:
    asked = (
        layout.attempt_part(_shipped, chosen) if chosen in FILES else _own(OWN_PAIRS, "word pairs", _pairs)
    )
    if asked is None:
        return
    found = layout.attempt_part(_rated, source, asked, limit)
    if found is None:
        return
    report, figure = found
    if np.isnan(report.spearman):
        st.info(
            "These pairs have no order to compare: at least 2 of them must be known, with different ratings and cosines."
        )
        return
    said = (
        f"The order of the {len(report.cosines):,} pairs by cosine agrees with the order by people at a Spearman correlation of {report.spearman:.2f} "
        f"(Pearson {report.pearson:.2f}); {report.skipped:,} pairs have a word outside the {limit:,} words."
    )
    layout.picture(figure, key="rated pairs", alt=said)
    layout.reading(said)
    if chosen in FILES:
        st.caption(
            "WordSim-353 (Finkelstein et al. 2002) asked people how related two words are, SimLex-999 (Hill, Reichart and Korhonen 2015) how similar: *coffee* and *cup* are related but not similar. Word vectors learn the first better than the second."
        )


@cached(entries=4)
def _shipped(name: str) -> _Asked:
    path = embedlab.vectors.word_pairs_path(FILES[name])
    return _Asked(embedlab.vectors.read_word_pairs(path.read_text("utf-8"), name=name), name)


@cached(entries=32)
def _rated(source: Source, asked: _Asked, limit: int) -> tuple[embedlab.vectors.PairReport, Any]:
    from embedlab.figures.vectors_similarity import pairs_figure

    report = embedlab.vectors.evaluate_word_pairs(source.vectors, asked.content, vocabulary_limit=limit)
    return report, DrawnFigure(pairs_figure(report))
