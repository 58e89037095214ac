"""How similar are these words? Every pair under three measures, random pairs beside them, and the odd one out."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from ui import controls, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.vectors.source import Source

__all__ = ["show", "split"]

MEASURES = ["cosine", "dot", "euclidean"]
WORDS = "king queen man woman paris france tokyo japan"
MAX_WORDS = 40


def show(source: Source) -> None:
    """Show the heatmap, the random pairs, and the word that fits least."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        typed = controls.text("Words to compare", WORDS, key="compared", max_chars=1_000)
    with right:
        measure = controls.choice("Measure", MEASURES, key="measure")
    words = layout.attempt_part(_read, source, typed)
    if words is None:
        return
    alike = layout.attempt_part(_similarity, source, words, measure)
    if alike is None:
        return
    matrix, heatmap = alike
    upper = np.triu_indices(len(words), 1)
    values = matrix[upper]
    best = int(np.argmin(values) if measure == "euclidean" else np.argmax(values))
    first, second = words[upper[0][best]], words[upper[1][best]]
    said = f"Of {layout.counted(len(values), 'pair')}, {first} and {second} are the most alike ({measure} {values[best]:.2f})."
    layout.picture(heatmap, key="similarity", alt=said)
    layout.reading(said)
    st.subheader("Is that much?", anchor=False)
    random = layout.attempt_part(_random, source)
    if random is not None:
        _show_random(source, random, first, second)
    st.subheader("Which one does not belong?", anchor=False)
    if len(words) < 3:
        st.info("The odd one out needs at least 3 words.")
        return
    least = layout.attempt_part(_odd, source, words)
    if least is None:
        return
    odd, figure = least
    found = f"{odd.odd} fits least: its cosine with the mean of all {len(words)} vectors is {odd.cosines.min():.2f}, {odd.margin:.2f} below the next."
    layout.picture(figure, key="odd", alt=found)
    layout.reading(found)


def _show_random(source: Source, random: embedlab.vectors.RandomPairs, first: str, second: str) -> None:
    pair = layout.attempt_part(_random_figure, source, first, second)
    if pair is None:
        return
    cosine, picture = pair
    above = int((random.cosines >= cosine).sum())
    chance = (
        f"Two words taken at random have a cosine of {random.mean:.2f} on average, and 90% of such pairs lie between {random.low:.2f} and {random.high:.2f}. "
        f"{first} and {second} have {cosine:.2f}; "
        + f"{above:,} of {len(random.cosines):,} random pairs reach that."
    )
    layout.picture(picture, key="random pairs", alt=chance)
    layout.reading(chance)


def split(typed: str) -> list[str]:
    """Return the different words of a text."""
    return list(dict.fromkeys(word for word in re.split(r"[\s,;]+", typed) if word))


def _read(source: Source, typed: str) -> tuple[str, ...]:
    words = split(typed)
    if len(words) < 2:
        raise embedlab.InvalidInputError(
            f"{layout.counted(len(words), 'word')} cannot be compared; type at least 2 with a space between them."
        )
    if len(words) > MAX_WORDS:
        raise embedlab.InvalidInputError(
            f"{len(words)} words are too many for one picture; type at most {MAX_WORDS}."
        )
    vectors = source.vectors
    known = tuple(dict.fromkeys(vectors.words[vectors.row(word)] for word in words))
    if len(known) < 2:
        raise embedlab.InvalidInputError(
            f"These are all the word {known[0]}; type at least 2 different words."
        )
    return known


@cached(entries=64)
def _similarity(source: Source, words: tuple[str, ...], measure: str) -> tuple[Any, Any]:
    from embedlab.figures.vectors_similarity import similarity_figure

    matrix = embedlab.vectors.similarity_matrix(source.vectors, words, measure=measure)
    return matrix, DrawnFigure(similarity_figure(matrix, words, measure=measure))


@cached(entries=8)
def _random(source: Source) -> embedlab.vectors.RandomPairs:
    return embedlab.vectors.random_pair_cosines(source.vectors)


@cached(entries=64)
def _random_figure(source: Source, first: str, second: str) -> tuple[float, Any]:
    from embedlab.figures.vectors_similarity import random_pairs_figure

    cosine = source.vectors.similarity(first, second)
    return cosine, DrawnFigure(random_pairs_figure(_random(source), {f"{first} · {second}": cosine}))


@cached(entries=64)
def _odd(source: Source, words: tuple[str, ...]) -> tuple[embedlab.vectors.OddOneOut, Any]:
    from embedlab.figures.vectors_similarity import odd_figure

    odd = embedlab.vectors.odd_one_out(source.vectors, words)
    return odd, DrawnFigure(odd_figure(odd))
