"""Neighbors: the words closest to the word before any context and after the last layer, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

import embedlab
from embedlab.context import Domino
from ui import controls, layout, sources
from ui.cache import cached
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.context import sentence_summaries, summaries, uses
from ui.context.picture import View
from ui.context.uses import Uses
from ui.models import ENCODER, input_words
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

SENTENCES, INPUT_TABLE = "words in sentences", "input table"
NEIGHBORS = 6
MOST = 6  # senses
ALL_NEIGHBORS = 10  # of each bundled word


def ask(view: View) -> str:
    """Ask where neighbors are looked for."""
    return controls.choice("Neighbors among", [SENTENCES, INPUT_TABLE], key="neighbors_among")


def show(view: View, among: str) -> None:
    """Draw the nearest words of each sense before and after, then how much all bundled words change."""
    dominoes = layout.attempt_part(_dominoes, view.uses.words, among)
    if dominoes is None:
        return
    layout.finding(sentence_summaries.dominoes(view.uses, dominoes))
    draw_chip_rows(_rows(view.uses, dominoes), key="nearest words", beside=True)
    st.caption(_caption(view, among))
    layout.numbers(_table(view.uses, dominoes, among), key="neighbor numbers")
    _show_all_words()


def code(view: View, among: str) -> list[str]:
    """Return lines that print the dominoes, and the bundled words that change most and least."""
    lines = ["reference = embedlab.context.reference_words(encoder)"]
    if among == INPUT_TABLE:
        lines += [
            "table = embedlab.context.input_word_vectors(encoder)",
            f"dominoes = embedlab.context.input_table_dominoes(words, table, k={NEIGHBORS})",
        ]
    else:
        lines.append(f"dominoes = embedlab.context.dominoes(words, reference, k={NEIGHBORS})")
    return [
        *lines,
        "for domino in dominoes:",
        '    print(domino.sentence + 1, *domino.first, "→", *domino.last)',
        f"changed = embedlab.context.changed_words(reference, k={ALL_NEIGHBORS})",
        "print(changed.mean_overlap, [reference.words[word.place] for word in changed.most])",
    ]


def origins(view: View, among: str) -> list[str]:
    """Say among what the neighbors are looked for."""
    words = (
        "whole words of the encoder's input table"
        if among == INPUT_TABLE
        else "words of the bundled sentences"
    )
    return [sources.computed(f"nearest by cosine among the {words}, at layer 0 and at the last layer.")]


@cached()
def _dominoes(words: embedlab.context.WordInContext, among: str) -> tuple[Domino, ...]:
    if among == INPUT_TABLE:
        return embedlab.context.input_table_dominoes(words, input_words(ENCODER), k=NEIGHBORS)
    return embedlab.context.dominoes(words, uses.reference(), k=NEIGHBORS)


def _rows(word_uses: Uses, dominoes: Sequence[Domino]) -> list[ChipRow]:
    """Return two rows for each sense: the words most often near it before any context, and after."""
    senses = word_uses.sentences.senses
    rows = []
    for sense in list(dict.fromkeys(senses))[:MOST]:
        some = [domino for domino in dominoes if senses[domino.sentence] == sense]
        before, after = (embedlab.context.frequent_neighbors(some, last=last) for last in (False, True))
        name = sense or word_uses.words.word
        rows.append(ChipRow(f"{name}, before any context", [Chip(word, "plain") for word in before]))
        rows.append(
            ChipRow(
                f"{name}, after the last layer",
                [Chip(word, "plain", "" if word in before else "new", word not in before) for word in after],
            )
        )
    return rows


def _half(domino: Domino, *, last: bool) -> list[tuple[str, float, int | None]]:
    """Return the word, the cosine and the row in the reference of each neighbor."""
    words, scores, rows = (
        (domino.last, domino.last_scores, domino.last_places)
        if last
        else (domino.first, domino.first_scores, domino.first_places)
    )
    return list(zip(words, scores, rows or (None,) * len(words), strict=True))


def _sentence_of(row: int | None) -> str:
    """Return the bundled sentence of a word of the reference."""
    if row is None:
        return ""
    reference = uses.reference()
    return str(reference.sentences[reference.sentence_of[row]])


def _caption(view: View, among: str) -> str:
    if among == INPUT_TABLE:
        return (
            "Looked for among the whole words of the input table. The layers are not made for that table: layer 0 adds the position and scales the sum, "
            "and nothing keeps the last layer near the rows it began with, so its cosines are low."
        )
    reference = uses.reference()
    caption = (
        f"Looked for among {reference.first.sum():,} different words in {len(reference.sentences):,} bundled sentences; a word stands for itself by its nearest use. "
        "The word itself is left out, its other forms are not. Framed words are new after the last layer."
    )
    return f"{caption} {summaries.unlike_pooling(view.uses.words, 'The bundled words')}".rstrip()


def _table(word_uses: Uses, dominoes: Sequence[Domino], among: str) -> Mapping[str, Sequence[Any]]:
    names, senses = word_uses.sentences.names, word_uses.sentences.senses
    rows = [
        (names[domino.sentence], senses[domino.sentence], when, rank, word, score, _sentence_of(row))
        for domino in sorted(dominoes, key=lambda domino: domino.sentence)
        for last, when in ((False, "before any context"), (True, "after the last layer"))
        for rank, (word, score, row) in enumerate(_half(domino, last=last), start=1)
    ]
    titles = ("sentence", "sense", "when", "rank", "neighbor", "cosine", "where it stands")
    table = {title: list(column) for title, column in zip(titles, zip(*rows, strict=True), strict=True)}
    if among == INPUT_TABLE:
        del table["where it stands"]
    return table


def _show_all_words() -> None:
    """Draw how many of their neighbors all bundled words keep, and which change most and least."""
    changed = layout.attempt_part(_changed_words)
    if changed is None:
        return
    words = uses.reference().words
    summary = sentence_summaries.changed_words(changed, words, ALL_NEIGHBORS)
    layout.finding(summary)
    layout.picture(_overlap_figure(), key="overlap", alt=summary)
    changes = [*changed.most, *reversed(changed.least)]
    layout.numbers(
        {
            "word": [words[change.place] for change in changes],
            "keeps": [round(change.overlap * ALL_NEIGHBORS) for change in changes],
            "before any context": [", ".join(change.first[:NEIGHBORS]) for change in changes],
            "after the last layer": [", ".join(change.last[:NEIGHBORS]) for change in changes],
            "sentence": [_sentence_of(change.place) for change in changes],
        },
        key="changed words",
        label="The words that change most, and those that change least",
    )


@cached(entries=1)
def _changed_words() -> embedlab.context.ChangedWords:
    return embedlab.context.changed_words(uses.reference(), k=ALL_NEIGHBORS)


@cached(entries=1)
def _overlap_figure() -> SharedFigure:
    from embedlab.figures.context_neighbors import overlap_figure

    return SharedFigure(overlap_figure(_changed_words().overlap, k=ALL_NEIGHBORS))


PART: Part[View, str] = Part("Neighbors", ask, show, code, origins)
