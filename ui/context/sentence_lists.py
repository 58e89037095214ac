"""The sentences beside the map, a list for each meaning, linked with the dots: what is pointed at lights both.

A Streamlit component of our own: the sentences go in as data and are set as text, never as markup.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.display import visible_text
from embedlab.numerals import count_text
from ui import controls
from ui.chips import component
from ui.context.uses import Uses

__all__ = ["draw", "draw_groups"]

MARKS = "●◆■✚▲✖★⬢"  # as the dots of the senses are drawn, in the order of `kind_symbol`
UNLABELED = "no sense given"

_lists = component("sentence_lists", '<div class="lists"></div>')


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


def draw_groups(uses: Uses, groups: NDArray[np.int64]) -> None:
    """Draw the sentences of each group beside each other; those not of the sense of most are marked.

    Args:
        uses: the word in its sentences.
        groups: (sentences,) from 0.
    """
    kinds, lists = _kinds(uses), []
    for group in range(int(groups.max()) + 1):
        members = np.flatnonzero(groups == group).tolist()
        senses = [uses.sentences.senses[row] for row in members]
        most = max(dict.fromkeys(senses), key=senses.count)
        rows = [
            _row(uses, row) | {"note": "" if sense == most else f"({sense or UNLABELED})"}
            for row, sense in zip(members, senses, strict=True)
        ]
        title = f"Group {group + 1}" + (f": {most}" if most else "")
        color = kinds.index(most) if most else None
        lists.append({"title": title, "mark": _mark(color), "color": color, "rows": rows})
    _lists(key="sentence groups", data={"container": "", "beside": True, "lists": lists})


def _data(uses: Uses) -> list[dict[str, Any]]:
    """Return for each sense its title, mark and color, and its sentences in three pieces each."""
    lists, kinds = [], _kinds(uses)
    for index, sense in enumerate(kinds):
        rows = [_row(uses, row) for row, each in enumerate(uses.sentences.senses) if each == sense]
        alone = not sense and len(kinds) == 1
        title = f"“{uses.words.word}” in {count_text(len(rows), 'sentence')}" if alone else sense or UNLABELED
        color = index if sense or alone else None
        lists.append({"title": title, "mark": _mark(color), "color": color, "rows": rows})
    return lists


def _kinds(uses: Uses) -> list[str]:
    """Return the senses in the order of their colors; "" for those without one at the end."""
    return sorted(dict.fromkeys(uses.sentences.senses), key=lambda sense: not sense)


def _mark(color: int | None) -> str:
    return "○" if color is None else MARKS[color % len(MARKS)]


def _row(uses: Uses, row: int) -> dict[str, str]:
    text, (start, end) = uses.sentences.sentences[row], uses.words.spans[row]
    pieces = (text[:start], text[start:end], text[end:])
    before, word, after = (visible_text(piece, mark_spaces=False) for piece in pieces)
    return {"name": uses.sentences.names[row], "before": before, "word": word, "after": after}
