"""Pairs of words that people rated: does the order by cosine agree?"""

from __future__ import annotations

import math

import streamlit as st

import embedlab
from ui import layout
from ui.cache import cached
from ui.shared_figure import SharedFigure
from ui.vectors import score_summaries
from ui.vectors.word_table import WordTable

__all__ = ["SETS", "code", "show"]

SETS = {"WordSim-353": "wordsim353", "SimLex-999": "simlex999"}  # that ship


def show(table: WordTable, name: str, text: str | None, limit: int) -> None:
    """Correlate cosines with the ratings of a set that ships, or of a text."""
    result = layout.attempt_part(_rated, table, name, text, limit)
    if result is None:
        return
    report, figure = result
    if math.isnan(report.spearman):
        st.info(
            "These pairs have no order to compare: at least 2 of them must be known, with different ratings and cosines."
        )
        return
    summary = score_summaries.rated_pairs(report)
    layout.finding(summary)
    layout.picture(figure, key="rated pairs", alt=summary)
    if name in SETS:
        st.caption(
            "WordSim-353 (Finkelstein et al. 2002) asked people how related two words are, SimLex-999 (Hill, Reichart and Korhonen 2015) how similar: *coffee* and *cup* are related but not similar. Word vectors learn the first better than the second."
        )


@cached(entries=16)
def _pairs(name: str, text: str | None) -> embedlab.vectors.WordPairs:
    if text is None:
        text = embedlab.vectors.word_pairs_path(SETS[name]).read_text("utf-8")
    return embedlab.vectors.read_word_pairs(text, name=name)


@cached(entries=32)
def _rated(
    table: WordTable, name: str, text: str | None, limit: int
) -> tuple[embedlab.vectors.PairReport, SharedFigure]:
    from embedlab.figures.vectors_similarity import pairs_figure

    report = embedlab.vectors.evaluate_word_pairs(table.vectors, _pairs(name, text), vocabulary_limit=limit)
    return report, SharedFigure(pairs_figure(report))


def code(name: str, limit: int) -> list[str]:
    """Return lines that compute the same correlations; `text` holds the pairs of a set that does not ship."""
    lines = []
    if name in SETS:
        lines.append(f'text = embedlab.vectors.word_pairs_path("{SETS[name]}").read_text("utf-8")')
    return [
        *lines,
        f"pairs = embedlab.vectors.read_word_pairs(text, name={name!r})",
        f"report = embedlab.vectors.evaluate_word_pairs(vectors, pairs, vocabulary_limit={limit})",
        "print(report.spearman, report.pearson)",
    ]
