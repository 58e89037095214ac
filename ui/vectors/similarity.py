"""What a cosine is: an angle, beside random pairs; every pair of some words by three measures; the odd one out."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.numerals import count_text
from embedlab.ranking import MEASURES
from ui import controls, layout, sources
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure
from ui.vectors import summaries
from ui.vectors.answers import View
from ui.vectors.word_table import WordTable

__all__ = ["PART"]

WORDS = "king queen man woman paris france tokyo japan"
MAX_WORDS = 40
MIN_ODD = 3  # words of which one may not belong


@dataclass(frozen=True)
class Options:
    """What is compared, and how."""

    words: tuple[str, ...]  # as the table spells them, each once
    measure: str


def _ask(view: View) -> Options | None:
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        typed = controls.text("Words to compare", WORDS, key="compared", max_chars=1_000)
    with right:
        measure = controls.choice("Measure", MEASURES, key="measure")
    words = layout.attempt_part(_read, view.table, typed)
    return None if words is None else Options(words, measure)


def _read(table: WordTable, typed: str) -> tuple[str, ...]:
    words = list(dict.fromkeys(word for word in re.split(r"[\s,;]+", typed) if word))
    if len(words) < 2:
        raise embedlab.InvalidInputError(
            f"{count_text(len(words), 'word')} cannot be compared; type at least 2 with a space between them."
        )
    if len(words) > MAX_WORDS:
        raise embedlab.InvalidInputError(
            f"{len(words)} words are too many for one picture; type at most {MAX_WORDS}."
        )
    vectors = table.vectors
    known = tuple(dict.fromkeys(vectors.words[vectors.row(word)] for word in words))
    if len(known) < 2:
        raise embedlab.InvalidInputError(
            f"These are all the word {known[0]}; type at least 2 different words."
        )
    return known


def _show(view: View, options: Options | None) -> None:
    """Show one cosine, all pairs, and the word that fits least."""
    if options is None:
        return
    table, words = view.table, options.words
    result = layout.attempt_part(_similarity, table, words, options.measure)
    if result is None:
        return
    matrix, heatmap = result
    one, other = embedlab.vectors.most_similar_pair(matrix, measure=options.measure)
    first, second, value = words[one], words[other], float(matrix[one, other])
    _show_cosine(table, first, second)
    summary = summaries.all_pairs(len(words), first, second, options.measure, value)
    layout.finding(summary)
    layout.picture(heatmap, key="similarity", alt=summary)
    if len(words) < MIN_ODD:
        layout.note(f"The odd one out needs at least {MIN_ODD} words.")
        return
    least = layout.attempt_part(_odd, table, words)
    if least is None:
        return
    odd, figure = least
    summary = summaries.odd_one(odd)
    layout.finding(summary)
    layout.picture(figure, key="odd", alt=summary)


def _show_cosine(table: WordTable, first: str, second: str) -> None:
    """Show the cosine of a pair as an angle, and beside those of random pairs."""
    random = layout.attempt_part(_random, table)
    result = None if random is None else layout.attempt_part(_cosine_figures, table, first, second)
    if random is None or result is None:
        return
    cosine, angles, histogram = result
    left, right = st.columns(2)
    with left:
        summary = summaries.cosine(first, second, cosine)
        layout.finding(summary)
        layout.picture(angles, key="cosine", alt=summary)
    with right:
        summary = summaries.random_pairs(random, first, second, cosine)
        layout.finding(summary)
        layout.picture(histogram, key="random pairs", alt=summary)


@cached(entries=64)
def _similarity(
    table: WordTable, words: tuple[str, ...], measure: str
) -> tuple[NDArray[np.float64], SharedFigure]:
    from embedlab.figures.vectors_similarity import similarity_figure

    matrix = embedlab.vectors.similarity_matrix(table.vectors, words, measure=measure)
    return matrix, SharedFigure(similarity_figure(matrix, words, measure=measure))


@cached(entries=8)
def _random(table: WordTable) -> embedlab.vectors.RandomPairs:
    return embedlab.vectors.random_pair_cosines(table.vectors)


@cached(entries=64)
def _cosine_figures(table: WordTable, first: str, second: str) -> tuple[float, SharedFigure, SharedFigure]:
    from embedlab.figures.vectors_cosine import cosine_figure
    from embedlab.figures.vectors_similarity import random_pairs_figure

    cosine, random = table.vectors.similarity(first, second), _random(table)
    pair = f"{first} and {second}"
    angles = cosine_figure({pair: cosine, "two random words": random.mean})
    return cosine, SharedFigure(angles), SharedFigure(random_pairs_figure(random, {pair: cosine}))


@cached(entries=64)
def _odd(table: WordTable, words: tuple[str, ...]) -> tuple[embedlab.vectors.OddOneOut, SharedFigure]:
    from embedlab.figures.vectors_similarity import odd_figure

    odd = embedlab.vectors.odd_one_out(table.vectors, words)
    return odd, SharedFigure(odd_figure(odd))


def _code(view: View, options: Options | None) -> list[str]:
    if options is None:
        return []
    lines = [
        f"words = {list(options.words)!r}",
        f"print(embedlab.vectors.similarity_matrix(vectors, words, measure={options.measure!r}))",
        "print(embedlab.vectors.random_pair_cosines(vectors).mean)",
    ]
    if len(options.words) >= MIN_ODD:
        lines.append("print(embedlab.vectors.odd_one_out(vectors, words).odd)")
    return lines


PART = Part(
    "What is a cosine?",
    _ask,
    _show,
    _code,
    lambda view, options: [
        sources.computed(
            "the measure of each pair; 10,000 random pairs of the 20,000 most frequent words (seed 0); the odd one out as gensim's `doesnt_match`."
        )
    ],
    line="The angle between two words, all pairs of some words, and what random words have",
    former=("Similarity",),
)
