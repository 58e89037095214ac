"""Bias, carefully: words along a direction such as he → she, and what else moves when it is taken away."""

from __future__ import annotations

from typing import Any

import streamlit as st

import embedlab
from ui import controls, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.vectors.source import Source
from ui.words import read_pairs

__all__ = ["show"]

PAIRS = "he she"
LOOKED_AT = "nurse engineer doctor teacher pilot secretary king queen mother father table seven"
MAX_LOOKED_AT = 30
AMONG = 20_000
CAUTION = (
    "**Why an analogy is poor evidence of bias.** “man is to doctor as woman is to …” cannot answer doctor: the inputs are left out, so some other word must win, "
    "and whoever writes the question picks the words that look worst. Nissim, van Noord and van der Goot (2020, *Fair Is Better than Sensational*) asked the same questions with all words allowed and many of the shocking answers were gone. "
    "A direction measured on all words, as here, at least does not choose its examples. And taking a direction away hides it more than it removes it: words that leaned the same way stay neighbors (Gonen and Goldberg 2019)."
)


def show(source: Source) -> None:
    """Show the words along a direction and the effect of its removal."""
    st.markdown(CAUTION)
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        typed = controls.text(
            "Direction, from the first word of each pair to the second",
            PAIRS,
            key="direction",
            max_chars=500,
            help="Several pairs are averaged: he she, man woman, him her",
        )
    with right:
        looked_at = controls.text("Words to follow", LOOKED_AT, key="followed", max_chars=500)
    pairs = layout.attempt_part(read_pairs, typed)
    if pairs is None:
        return
    found = layout.attempt_part(_along, source, tuple(pairs))
    if found is None:
        return
    axis, along, figure = found
    if not (along.low.words and along.high.words):
        st.info("This table has no other words to lay along the direction.")
        return
    low, high = pairs[0]
    said = (
        f"Of the first {min(AMONG, len(source.vectors)):,} words of the table, the pairs left out, {along.low.words[0]} lies furthest toward {low} ({along.low.scores[0]:.2f}) "
        f"and {along.high.words[0]} furthest toward {high} ({along.high.scores[0]:.2f})."
    )
    layout.picture(figure, key="along", alt=said)
    layout.reading(said)
    if len(pairs) == 1:
        st.caption(
            "One pair is also two particular words with their own topics. Average several pairs, such as he she, man woman, him her, and see which words stay."
        )
    else:
        st.caption(
            f"The pairs' own directions have a cosine of {axis.agreement:.2f} with their mean on average."
        )
    st.subheader("Take this direction away: what else moves?", anchor=False)
    words = tuple(
        dict.fromkeys(
            source.vectors.words[source.vectors.row(word)]
            for word in looked_at.split()[:MAX_LOOKED_AT]
            if word in source.vectors
        )
    )
    if not words:
        st.info("None of the words to follow is in this table; type others above.")
        return
    if unknown := [word for word in looked_at.split()[:MAX_LOOKED_AT] if word not in source.vectors]:
        st.caption(layout.escape(f"Not in this table, so left out: {', '.join(unknown)}."))
    removed = layout.attempt_part(_removal, source, tuple(pairs), words)
    if removed is None:
        return
    removal, picture = removed
    changed = int(removal.kept.argmin())
    sentence = f"Without the direction, {removal.words[changed]} keeps {removal.kept[changed]:.0%} of its {neighbors_of(source)} nearest words."
    if removal.others:
        name, (before, after) = max(removal.others.items(), key=lambda item: abs(item[1][1] - item[1][0]))
        sentence += f" Of the relations, “{name}” changes most: {before:.2f} to {after:.2f}."
    if removal.moved.words:
        sentence += f" Most changed of all: {', '.join(removal.moved.words[:6])}."
    layout.picture(picture, key="removal", alt=sentence)
    layout.reading(sentence)
    st.caption(
        f"“Most changed” was sought among the {removal.examined:,} words of the strongest cosine with the direction; each relation is the mean cosine between the steps of its pairs."
    )
    layout.numbers(
        {
            "word": list(removal.words),
            f"cosine with {low} → {high}": removal.before,
            "neighbors kept": removal.kept,
            "neighbors before": [", ".join(near[:6]) for near in removal.neighbors_before],
            "neighbors after": [", ".join(near[:6]) for near in removal.neighbors_after],
        },
        key="removed",
        label="Each word before and after",
    )


def neighbors_of(source: Source) -> int:
    """Return how many neighbors of a word are compared: fewer in a table of few words."""
    return max(1, min(10, len(source.vectors) // 2 - 1))


@cached(entries=32)
def _along(source: Source, pairs: tuple[tuple[str, str], ...]) -> tuple[Any, Any, Any]:
    from embedlab.figures.vectors_directions import along_figure

    axis = embedlab.vectors.word_direction(source.vectors, pairs)
    inputs = tuple(word for pair in pairs for word in pair)
    along = embedlab.vectors.words_along(source.vectors, axis, among=AMONG, exclude=inputs)
    return axis, along, DrawnFigure(along_figure(along, axis))


@cached(entries=32)
def _removal(source: Source, pairs: tuple[tuple[str, str], ...], words: tuple[str, ...]) -> tuple[Any, Any]:
    from embedlab.figures.vectors_directions import removal_figure

    axis = embedlab.vectors.word_direction(source.vectors, pairs)
    k = neighbors_of(source)
    removal = embedlab.vectors.removal_effect(source.vectors, axis, words, k=k, among=AMONG)
    return removal, DrawnFigure(removal_figure(removal))
