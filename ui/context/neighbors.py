"""Neighbors: the words closest to the word before any context and after the last layer, sentence by sentence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from ui import controls, layout
from ui.cache import cached
from ui.context import view
from ui.context.view import Asked
from ui.drawn import DrawnFigure
from ui.models import ENCODER, input_words

__all__ = ["code", "show"]

AMONG = ["words in sentences", "input table"]
NEIGHBORS = 6
MOST = 8  # dominoes
SHOWN = 32  # characters of a sentence above its domino
ALL_NEIGHBORS = 10  # of each bundled word

Dominoes = tuple[embedlab.context.Domino, ...]


def show(asked: Asked, words: embedlab.context.WordInContext) -> None:
    """Show the dominoes, then how much all bundled words change."""
    among = controls.choice("Neighbors among", AMONG, key="neighbors_among")
    found = layout.attempt_part(
        _dominoes, asked.word, asked.sentences, asked.occurrences, asked.pooling, among
    )
    if found is None:
        return
    said = _reading(asked, found)
    columns = _chosen(asked, found)
    for place, (part, column) in enumerate(zip(columns, st.columns(len(columns)), strict=True)):
        with column:
            layout.picture(
                _tiles(replace(asked, layer=0, pooling="mean"), part), key=f"dominoes {place}", alt=said
            )
    layout.reading(said)
    st.caption(_about(asked, words, among))
    layout.numbers(_table(asked, found, among), key="neighbor numbers")
    _show_all()


def code(asked: Asked) -> list[str]:
    """Return the lines that print the dominoes, and the bundled words that change most and least."""
    lines = ["reference = embedlab.context.reference_words(encoder)"]
    if st.session_state.get("neighbors_among") == AMONG[1]:
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
        "print(changed.overlap.mean(), [reference.words[word.place] for word in changed.most])",
    ]


@cached(entries=64)
def _dominoes(
    word: str, sentences: tuple[str, ...], occurrences: tuple[int, ...], pooling: str, among: str
) -> Dominoes:
    words = view.words(Asked(word, sentences, ("",) * len(sentences), occurrences, pooling, 0))
    if among == AMONG[1]:
        return embedlab.context.input_table_dominoes(words, input_words(ENCODER), k=NEIGHBORS)
    return embedlab.context.dominoes(words, view.reference(), k=NEIGHBORS)


def _chosen(asked: Asked, found: Dominoes) -> list[Dominoes]:
    """Return what is drawn, in one or two columns: the most changed of each sense, in turn.

    Two senses get a column each.
    """
    by_sense = {
        sense: [one for one in found if asked.senses[one.sentence] == sense] for sense in _senses(asked)
    }
    taken: dict[str, list[embedlab.context.Domino]] = defaultdict(list)
    for rank in range(len(found)):
        for sense, some in by_sense.items():
            if rank < len(some) and sum(map(len, taken.values())) < MOST:
                taken[sense].append(some[rank])
    if len(taken) == 2:
        return [tuple(some) for some in taken.values()]
    drawn = [one for some in taken.values() for one in some]
    half = (len(drawn) + 1) // 2
    return [tuple(part) for part in (drawn[:half], drawn[half:]) if part]


@cached(entries=64)
def _tiles(asked: Asked, part: Dominoes) -> Any:
    from embedlab.figures.context_neighbors import dominoes_figure

    titles = [_title(asked, one.sentence) for one in part]
    hover = [
        tuple(
            [f"{word} {score:.2f}{_in_sentence(place)}" for word, score, place in _half(one, which)]
            for which in (0, 1)
        )
        for one in part
    ]
    return DrawnFigure(dominoes_figure(part, titles, hover=hover))  # type: ignore[arg-type]


def _half(domino: embedlab.context.Domino, which: int) -> list[tuple[str, float, int | None]]:
    """Return the word, cosine and place of each neighbor before (0) or after (1) context."""
    words = (domino.first, domino.last)[which]
    scores = (domino.first_scores, domino.last_scores)[which]
    places = (domino.first_places, domino.last_places)[which] or (None,) * len(words)
    return list(zip(words, scores, places, strict=True))


def _sentence_of(place: int | None) -> str:
    if place is None:
        return ""
    reference = view.reference()
    return reference.sentences[reference.sentence_of[place]]


def _in_sentence(place: int | None) -> str:
    return "" if place is None else f": {_sentence_of(place)}"


def _title(asked: Asked, row: int) -> str:
    """Return the number of a sentence, its sense, and what stands around the word."""
    (start, _), sentence = view.words(asked).spans[row], asked.sentences[row]
    first = max(0, min(start - SHOWN // 2, len(sentence) - SHOWN))
    if first:
        first = sentence.find(" ", first, start) + 1 or start
    around = ("…" if first else "") + sentence[first:]
    sense = f" ({asked.senses[row]})" if asked.senses[row] else ""
    return f"{asked.names[row]}{sense} {around}"


def _senses(asked: Asked) -> list[str]:
    return list(dict.fromkeys(asked.senses))


def _reading(asked: Asked, found: Dominoes) -> str:
    count = len(found[0].first)
    kept_on = float(np.mean([len(one.shared) for one in found]))
    said = f"Of its {layout.counted(count, 'neighbor')} before any context, “{asked.word.strip()}” keeps {kept_on:.1f} after the last layer"
    said += f", the mean of {len(found)} sentences. " if len(found) > 1 else ". "
    part = asked.labelled_part
    if not part.labelled:
        most = found[0]
        nearest = f"{layout.listed(most.last[:4])} are nearest to it then."
        if len(found) == 1:
            return said + nearest[0].upper() + nearest[1:]
        return f"{said}Sentence {asked.names[most.sentence]} keeps the fewest, {len(most.shared)}: {nearest}"
    before, after = (
        {sense: _usual(asked, found, sense, which) for sense in _senses(part)} for which in (0, 1)
    )
    whose = f"{layout.listed(_senses(part))} sentences" if len(after) < 4 else f"all {len(after)} senses"
    said += f"Of the {count} words most often near it, {whose} have {_in_all(before)} in common before any context and {_in_all(after)} after the last layer."
    own = []
    for sense, words in after.items():
        others = {word for name, some in after.items() if name != sense for word in some}
        alone = [word for word in words if word not in others]
        own.append(f"with {sense}: {layout.listed(alone[:4]) or 'none'}")
    told = "; only ".join(own[:3]) + (f"; and so on for {len(own) - 3} more" if len(own) > 3 else "")
    said = f"{said} Then only {told}."
    if 2 * _in_all(after) >= count:
        said += " So the vector still says first which word this is, and the sense only shifts it: compare Where they part, or try bark."
    return said


def _usual(asked: Asked, found: Dominoes, sense: str, which: int) -> list[str]:
    """Return the words that are neighbors in the most sentences of a sense, the closest of equals first."""
    totals: dict[str, tuple[int, float]] = {}
    for one in found:
        if asked.senses[one.sentence] == sense:
            for word, score, _ in _half(one, which):
                count, total = totals.get(word, (0, 0.0))
                totals[word] = count + 1, total + score
    return sorted(totals, key=totals.__getitem__, reverse=True)[: len(found[0].first)]


def _in_all(lists: dict[str, list[str]]) -> int:
    return len(set.intersection(*map(set, lists.values())))


def _about(asked: Asked, words: embedlab.context.WordInContext, among: str) -> str:
    if among == AMONG[1]:
        return (
            "Looked for among the whole words of the input table. The layers are not made for that table: layer 0 adds the position and scales the sum, "
            "and nothing keeps the last layer near the rows it began with, so its cosines are low."
        )
    reference = view.reference()
    said = (
        f"Looked for among {reference.first.sum():,} different words in {len(reference.sentences):,} bundled sentences; a word stands for itself by its nearest use. "
        "The word itself is left out, its other forms are not. A bold word with a line is a neighbor on both sides; point at a word to read its sentence."
    )
    if asked.pooling != "mean" and any(len(pieces) > 1 for pieces in words.pieces):
        said += f" The bundled words are pooled by mean, “{layout.escape(asked.word.strip())}” by {asked.pooling}: like is best compared with like."
    return said


def _table(asked: Asked, found: Dominoes, among: str) -> dict[str, list[Any]]:
    rows = [
        (asked.names[one.sentence], asked.senses[one.sentence], layer, rank, word, score, _sentence_of(place))
        for one in sorted(found, key=lambda one: one.sentence)
        for which, layer in enumerate(("before any context", "after the last layer"))
        for rank, (word, score, place) in enumerate(_half(one, which), start=1)
    ]
    names = ("sentence", "sense", "when", "rank", "neighbor", "cosine", "where it stands")
    table = {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    if among == AMONG[1]:
        del table["where it stands"]
    return table


@dataclass(frozen=True)
class _All:
    changed: embedlab.context.ChangedWords
    figure: Any


@cached(entries=1)
def _all() -> _All:
    from embedlab.figures.context_neighbors import overlap_figure

    changed = embedlab.context.changed_words(view.reference(), k=ALL_NEIGHBORS)
    return _All(changed, DrawnFigure(overlap_figure(changed.overlap, k=ALL_NEIGHBORS)))


def _show_all() -> None:
    """Show how many of their neighbors all bundled words keep, and which change most and least."""
    st.subheader("Does every word change as much?", anchor=False)
    found = layout.attempt_part(_all)
    if found is None:
        return
    changed, reference = found.changed, view.reference()
    words = reference.words
    kept_on = float(changed.overlap.mean()) * ALL_NEIGHBORS
    most, least = changed.most[0], changed.least[0]
    said = (
        f"Of {len(changed.overlap):,} bundled words, a word keeps {kept_on:.1f} of its {ALL_NEIGHBORS} neighbors on average; {int((changed.overlap == 0).sum()):,} keep none, {int((changed.overlap == 1).sum()):,} keep all. "
        f"“{words[most.place]}” had {layout.listed(most.first[:3])} and has {layout.listed(most.last[:3])}; “{words[least.place]}” keeps {round(least.overlap * ALL_NEIGHBORS)}."
    )
    layout.picture(found.figure, key="overlap", alt=said)
    layout.reading(said)
    st.caption(
        "Each word at its first use; words of its own sentence are left out, as they are alike for sharing it."
    )
    shown = [*changed.most, *reversed(changed.least)]
    layout.numbers(
        {
            "word": [words[change.place] for change in shown],
            "keeps": [round(change.overlap * ALL_NEIGHBORS) for change in shown],
            "before any context": [", ".join(change.first[:NEIGHBORS]) for change in shown],
            "after the last layer": [", ".join(change.last[:NEIGHBORS]) for change in shown],
            "sentence": [_sentence_of(change.place) for change in shown],
        },
        key="changed words",
        label="The words that change most, and those that change least",
    )
