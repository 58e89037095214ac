"""The sentences beside the map, a list for each meaning, linked with the dots: what is pointed at lights both.

A Streamlit component of our own: the sentences go in as data and are set as text, never as markup.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from embedlab.display import visible_text
from ui import controls
from ui.chips import component_file
from ui.context.uses import Uses

__all__ = ["draw"]

MARKS = "●◆■✚▲✖★⬢"  # as the dots of the senses are drawn, in the order of `kind_symbol`
UNLABELED = "no sense given"

_lists = st.components.v2.component(
    "sentence_lists",
    html='<div class="lists"></div>',
    css=component_file("sentence_lists.css"),
    js=component_file("sentence_lists.js"),
)


def draw(uses: Uses, *, container: str, last: int) -> None:
    """Draw the lists.

    Args:
        uses: the word in its sentences.
        container: the key of the map.
        last: the layer at which the map stops when its layers are played; the page follows it there.
    """

    def follow() -> None:
        controls.set_controls({"layer": last})

    _lists(
        key="sentence lists",
        data={"container": container.replace(" ", "-"), "lists": _data(uses)},
        on_played_change=follow,
    )


def _data(uses: Uses) -> list[dict[str, Any]]:
    """Return for each sense its title, mark and color, and its sentences in three pieces each."""
    sentences, words = uses.sentences, uses.words
    senses = sorted(dict.fromkeys(sentences.senses), key=lambda sense: not sense)
    lists = []
    for index, sense in enumerate(senses):
        rows = []
        for row, (text, (start, end)) in enumerate(zip(sentences.sentences, words.spans, strict=True)):
            if sentences.senses[row] == sense:
                pieces = (text[:start], text[start:end], text[end:])
                before, word, after = (visible_text(piece, mark_spaces=False) for piece in pieces)
                rows.append({"name": sentences.names[row], "before": before, "word": word, "after": after})
        alone = not sense and len(senses) == 1
        title = f"“{words.word}” in {len(rows)} sentences" if alone else sense or UNLABELED
        color = index if sense or alone else None
        mark = MARKS[index % len(MARKS)] if color is not None else "○"
        lists.append({"title": title, "mark": mark, "color": color, "rows": rows})
    return lists
