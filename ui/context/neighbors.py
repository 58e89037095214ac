"""Neighbors: the words closest to the word before any context and after the last layer, sentence by sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

import embedlab
from embedlab.context import Domino
from ui import controls, layout, sources
from ui.cache import cached
from ui.context import sentence_summaries, summaries, uses
from ui.context.picture import View
from ui.context.uses import Uses
from ui.drawn import DrawnFigure
from ui.models import ENCODER, input_words
from ui.part import Part

__all__ = ["PART"]

SENTENCES, INPUT_TABLE = "words in sentences", "input table"
NEIGHBORS = 6
MOST = 8  # dominoes
AROUND = 32  # characters of a sentence above its domino
ALL_NEIGHBORS = 10  # of each bundled word


def ask(view: View) -> str:
    """Ask where neighbors are looked for."""
    return controls.choice("Neighbors among", [SENTENCES, INPUT_TABLE], key="neighbors_among")


def show(view: View, among: str) -> None:
    """Draw the dominoes, then how much all bundled words change."""
    dominoes = layout.attempt_part(_dominoes, view.uses.words, among)
    if dominoes is None:
        return
    summary = sentence_summaries.dominoes(view.uses, dominoes)
    columns = _columns(view.uses.sentences.senses, dominoes)
    for index, (some, column) in enumerate(zip(columns, st.columns(len(columns)), strict=True)):
        titles = tuple(_title(view.uses, domino.sentence) for domino in some)
        with column:
            layout.picture(_tiles(some, titles), key=f"dominoes {index}", alt=summary)
    layout.finding(summary)
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


def _columns(senses: Sequence[str], dominoes: Sequence[Domino]) -> list[tuple[Domino, ...]]:
    """Return what is drawn, in one or two columns: the most changed of each sense, in turn.

    Two senses get a column each.
    """
    by_sense = {
        sense: [domino for domino in dominoes if senses[domino.sentence] == sense]
        for sense in dict.fromkeys(senses)
    }
    selection: dict[str, list[Domino]] = defaultdict(list)
    for rank in range(len(dominoes)):
        for sense, some in by_sense.items():
            if rank < len(some) and sum(map(len, selection.values())) < MOST:
                selection[sense].append(some[rank])
    if len(selection) == 2:
        return [tuple(some) for some in selection.values()]
    every = [domino for some in selection.values() for domino in some]
    half = (len(every) + 1) // 2
    return [tuple(some) for some in (every[:half], every[half:]) if some]


@cached()
def _tiles(dominoes: tuple[Domino, ...], titles: tuple[str, ...]) -> DrawnFigure:
    from embedlab.figures.context_neighbors import dominoes_figure

    hover = [(_hover(domino, last=False), _hover(domino, last=True)) for domino in dominoes]
    return DrawnFigure(dominoes_figure(dominoes, titles, hover=hover))


def _hover(domino: Domino, *, last: bool) -> list[str]:
    """Return the cosine of each neighbor, and its sentence where it stands in one."""
    return [
        f"{word} {score:.2f}" + ("" if row is None else f": {_sentence_of(row)}")
        for word, score, row in _half(domino, last=last)
    ]


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


def _title(word_uses: Uses, row: int) -> str:
    """Return the number of a sentence, its sense, and what stands around the word."""
    sentences = word_uses.sentences
    (start, _), sentence = word_uses.words.spans[row], sentences.sentences[row]
    first = max(0, min(start - AROUND // 2, len(sentence) - AROUND))
    if first:
        first = sentence.find(" ", first, start) + 1 or start
    around = ("…" if first else "") + sentence[first:]
    sense = f" ({sentences.senses[row]})" if sentences.senses[row] else ""
    return f"{sentences.names[row]}{sense} {around}"


def _caption(view: View, among: str) -> str:
    if among == INPUT_TABLE:
        return (
            "Looked for among the whole words of the input table. The layers are not made for that table: layer 0 adds the position and scales the sum, "
            "and nothing keeps the last layer near the rows it began with, so its cosines are low."
        )
    reference = uses.reference()
    caption = (
        f"Looked for among {reference.first.sum():,} different words in {len(reference.sentences):,} bundled sentences; a word stands for itself by its nearest use. "
        "The word itself is left out, its other forms are not. A bold word with a line is a neighbor on both sides; point at a word to read its sentence."
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
    st.subheader("Does every word change as much?", anchor=False)
    changed = layout.attempt_part(_changed_words)
    if changed is None:
        return
    words = uses.reference().words
    summary = sentence_summaries.changed_words(changed, words, ALL_NEIGHBORS)
    layout.picture(_overlap_figure(), key="overlap", alt=summary)
    layout.finding(summary)
    st.caption(
        "Each word at its first use; words of its own sentence are left out, as they are alike for sharing it."
    )
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
def _overlap_figure() -> DrawnFigure:
    from embedlab.figures.context_neighbors import overlap_figure

    return DrawnFigure(overlap_figure(_changed_words().overlap, k=ALL_NEIGHBORS))


PART: Part[View, str] = Part("Neighbors", ask, show, code, origins)
