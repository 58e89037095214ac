"""Senses without labels: the sentences in groups of similar vectors, beside the senses that were given."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

import embedlab
from ui import controls, layout
from ui.cache import cached
from ui.context import view
from ui.context.separation import signed
from ui.context.view import Asked
from ui.drawn import DrawnFigure

__all__ = ["code", "show"]

BEST = "best"
COUNTS = [BEST, "2", "3", "4", "5", "6"]
LINKAGES = ["ward", "average"]


def show(asked: Asked, words: embedlab.context.WordInContext) -> None:
    """Show the groups and the senses of their sentences, and how sharp each number of groups is."""
    st.markdown(
        "Here the senses are hidden: sentences are put in groups by their vectors alone. A row of one symbol is a group "
        "that is one sense."
    )
    left, right = st.columns(2)
    with left:
        wanted = controls.choice(
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
    result = layout.attempt_part(_found, asked, wanted, linkage)
    if result is None:
        return
    found, figure, counts = result
    said = _told(asked, found)
    layout.picture(figure, key="found senses", alt=said)
    layout.reading(said)
    if counts is not None:
        layout.picture(
            counts, key="found counts", alt=f"The silhouette of each number of groups{_sharp(found)}."
        )
    layout.numbers(
        {
            "number": asked.names,
            "group": found.groups + 1,
            "sense": list(asked.senses),
            "sentence": list(words.sentences),
        },
        key="found numbers",
    )


def code(asked: Asked) -> list[str]:
    """Return the lines that print the groups."""
    wanted, linkage = (
        st.session_state.get(key, default) for key, default in (("found", BEST), ("joined", LINKAGES[0]))
    )
    count = f", count={wanted}" if wanted in COUNTS[1:] else ""
    return [
        f'print(embedlab.context.find_senses(words, layer={asked.layer}{count}, senses=senses, linkage="{linkage}"))'
    ]


def _told(asked: Asked, found: embedlab.context.FoundSenses) -> str:
    """Say how many groups there are, how sharp they are, and whether they are the senses."""
    sizes = np.bincount(found.groups).tolist()
    said = f"At layer {asked.layer} the vectors fall into {found.count} groups of {layout.listed([str(size) for size in sizes])} sentences{_sharp(found)}."
    if np.isnan(found.agreement):
        said += " Write at least two senses beside the sentences in the table to see whether the groups are senses."
    else:
        said += f" Agreement with the senses given (adjusted Rand index; 1 is the same, 0 is chance): {signed(found.agreement)}."
    if single := sizes.count(1):
        said += f" {layout.counted(single, 'group')} of one sentence: unusual, but hardly a sense of its own."
    return said


def _sharp(found: embedlab.context.FoundSenses) -> str:
    """Say how high the silhouette is among those tried."""
    if found.count not in found.silhouettes:
        return ""
    tried = list(found.silhouettes)
    best = max(tried, key=lambda count: found.silhouettes[count])
    said = f" (silhouette {signed(found.silhouettes[found.count])}"
    if best != found.count:
        return f"{said}; {best} groups have {signed(found.silhouettes[best])})"
    return f"{said})" if len(tried) == 1 else f"{said}, the highest of {tried[0]} to {tried[-1]} groups)"


@cached(entries=64)
def _found(asked: Asked, wanted: str, linkage: str) -> tuple[embedlab.context.FoundSenses, Any, Any]:
    from embedlab.figures.context_separation import count_figure, found_figure

    found = embedlab.context.find_senses(
        view.words(asked),
        layer=asked.layer,
        count=None if wanted == BEST else int(wanted),
        senses=asked.senses,
        linkage=linkage,
    )
    figure = found_figure(found, asked.sentences, asked.senses, names=asked.names)
    return found, DrawnFigure(figure), DrawnFigure(count_figure(found)) if found.silhouettes else None
