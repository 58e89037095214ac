"""What else changes when a direction is removed: the neighbors of some words, and whole relations."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure
from ui.vectors import summaries
from ui.vectors.answers import View
from ui.vectors.directions import Pairs, ask_direction
from ui.vectors.word_table import WordTable

__all__ = ["PART"]

FOLLOWED = "nurse engineer doctor teacher pilot secretary king queen mother father table seven"
MAX_FOLLOWED = 30
AMONG = 20_000


@dataclass(frozen=True)
class Options:
    """A direction, and the words to follow when it is removed."""

    pairs: Pairs
    words: tuple[str, ...]  # as the table spells them, each once
    unknown: tuple[str, ...]  # words that the table does not have


def _ask(view: View) -> Options | None:
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        pairs = ask_direction()
    with right:
        followed = controls.text("Words to follow", FOLLOWED, key="followed", max_chars=500)
    if pairs is None:
        return None
    vectors, words = view.table.vectors, followed.split()[:MAX_FOLLOWED]
    known = dict.fromkeys(vectors.words[vectors.row(word)] for word in words if word in vectors)
    return Options(pairs, tuple(known), tuple(word for word in words if word not in vectors))


def _show(view: View, options: Options | None) -> None:
    """Show the neighbors that stay, and the relations before and after."""
    if options is None:
        return
    if not options.words:
        st.info("None of the words to follow is in this table; type others above.")
        return
    if options.unknown:
        layout.note(f"Not in this table, so left out: {', '.join(options.unknown)}.")
    removal = layout.attempt_part(_removal, view.table, options.pairs, options.words)
    if removal is None:
        return
    preservation, relations = _figures(view.table, options.pairs, options.words)
    k = _neighbors(view.table)
    summary = summaries.preserved_neighbors(removal, k)
    layout.finding(summary)
    layout.picture(preservation, key="removal", alt=summary)
    if removal.others:
        summary = summaries.relations_without(removal)
        layout.finding(summary)
        layout.picture(relations, key="removal relations", alt=summary)
    low, high = options.pairs[0]
    layout.numbers(
        {
            "word": list(removal.words),
            f"cosine with {low} → {high}": removal.before.tolist(),
            "neighbors that stay": removal.preservation.tolist(),
            "neighbors before": [", ".join(near[:6]) for near in removal.neighbors_before],
            "neighbors after": [", ".join(near[:6]) for near in removal.neighbors_after],
        },
        key="removed",
        label="Each word before and after",
    )


def _neighbors(table: WordTable) -> int:
    """Return how many neighbors of a word are compared: fewer in a table of few words."""
    return max(1, min(10, len(table.vectors) // 2 - 1))


@cached(entries=32)
def _removal(table: WordTable, pairs: Pairs, words: tuple[str, ...]) -> embedlab.vectors.Removal:
    axis = embedlab.vectors.word_direction(table.vectors, pairs)
    return embedlab.vectors.removal_effect(table.vectors, axis, words, k=_neighbors(table), among=AMONG)


@cached(entries=32)
def _figures(table: WordTable, pairs: Pairs, words: tuple[str, ...]) -> tuple[SharedFigure, SharedFigure]:
    from embedlab.figures.vectors_directions import kept_figure, relations_figure

    removal = _removal(table, pairs, words)
    return SharedFigure(kept_figure(removal)), SharedFigure(relations_figure(removal))


def _code(view: View, options: Options | None) -> list[str]:
    if options is None or not options.words:
        return []
    return [
        f"axis = embedlab.vectors.word_direction(vectors, {list(options.pairs)!r})",
        f"words = {list(options.words)!r}",
        f"removal = embedlab.vectors.removal_effect(vectors, axis, words, k={_neighbors(view.table)}, among={AMONG})",
        "print(removal.preservation, removal.others, removal.moved)",
    ]


PART = Part(
    "Removing a direction",
    _ask,
    _show,
    _code,
    lambda view, options: [
        sources.computed(
            f"the mean step of the pairs, projected out (Bolukbasi et al. 2016); neighbors among the first {AMONG:,} words, before and after (Gonen and Goldberg 2019)."
        )
    ],
    line="Take he → she out of every vector: what else changes?",
    deeper=True,
)
