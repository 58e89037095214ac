"""Senses without labels: the sentences in groups of similar vectors, beside the senses that were given."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.context import sentence_lists, summaries
from ui.context.picture import View
from ui.context.uses import Uses
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

BEST = "best"
COUNTS = [BEST, "2", "3", "4", "5", "6"]
LINKAGES = ["ward", "average"]


@dataclass(frozen=True)
class Options:
    """How the sentences are grouped."""

    count: int | None  # None takes the number of groups with the highest silhouette
    linkage: str


def ask(view: View) -> Options:
    """Say what is hidden, and ask for the number of groups and how they are joined."""
    left, right = st.columns(2)
    with left:
        count = controls.choice(
            "Groups",
            COUNTS,
            key="found",
            help="“best” takes the number of groups with the highest silhouette.",
        )
    with right:
        linkage = controls.choice(
            "Joined by",
            LINKAGES,
            key="joined",
            help="“average” joins the groups of the smallest mean distance and often leaves one unusual sentence alone; “ward” prefers groups of similar size.",
        )
    return Options(None if count == BEST else int(count), linkage)


def show(view: View, options: Options) -> None:
    """Draw the groups with their sentences, and how sharp each number of groups is."""
    layer, sentences = view.look.layer, view.uses.sentences
    result = layout.attempt_part(_groups, view.uses, layer, options)
    if result is None:
        return
    layout.finding(summaries.groups(view.uses, layer, result))
    sentence_lists.draw_groups(view.uses, result.groups)
    if result.silhouettes:
        layout.picture(
            _count_figure(view.uses, layer, options),
            key="found counts",
            alt=f"The silhouette of each number of groups{summaries.silhouette(result)}.",
        )
    layout.numbers(
        {
            "number": sentences.names,
            "group": result.groups + 1,
            "sense": list(sentences.senses),
            "sentence": list(view.uses.words.sentences),
        },
        key="found numbers",
    )


def code(view: View, options: Options) -> list[str]:
    """Return lines that print the groups."""
    count = "" if options.count is None else f", count={options.count}"
    return [
        f"print(embedlab.context.find_senses(words, layer={view.look.layer}{count}, senses=senses, "
        f'linkage="{options.linkage}"))'
    ]


@cached()
def _groups(word_uses: Uses, layer: int, options: Options) -> embedlab.context.FoundSenses:
    return embedlab.context.find_senses(
        word_uses.words,
        layer=layer,
        count=options.count,
        senses=word_uses.sentences.senses,
        linkage=options.linkage,
    )


@cached()
def _count_figure(word_uses: Uses, layer: int, options: Options) -> SharedFigure:
    from embedlab.figures.context_separation import count_figure

    return SharedFigure(count_figure(_groups(word_uses, layer, options)))


PART: Part[View, Options] = Part(
    "Without labels",
    ask,
    show,
    code,
    lambda view, options: [
        sources.computed(
            "scikit-learn's AgglomerativeClustering, silhouette_score of cosine distances and "
            "adjusted_rand_score."
        )
    ],
)
