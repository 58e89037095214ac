"""Tokens drawn as colored chips in columns, linked by the characters they share.

A Streamlit component of our own: the text goes in as data and is set as text, never as markup. The text is
sent once and each column as numbers, so that four columns of 5,000 tokens stay small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

import embedlab
from embedlab.tokens.display import TokenLabel, token_labels, visible_text
from ui.chips import TONES, component_file

__all__ = ["MAX_DRAWN", "draw_token_strips", "strip_data"]

MAX_DRAWN = 5_000  # tokens in one column
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

# registered once a process, when this module is first imported
_strips = st.components.v2.component(
    "token_strips",
    html='<div class="columns"></div>',
    css=component_file("chips.css"),
    js=component_file("token_strips.js"),
)


def draw_token_strips(
    data: dict[str, Any], *, key: str, on_choose: Callable[[int, int], None] | None = None
) -> None:
    """Draw what `strip_data` returned.

    Args:
        data: the columns.
        key: of the component.
        on_choose: called with the column and the place of a token that was clicked.
    """

    def chosen() -> None:
        event = st.session_state[key].get("chosen") or {}
        column, token = event.get("column"), event.get("token")
        if on_choose is not None and isinstance(column, int) and isinstance(token, int):
            on_choose(column, token)

    _strips(key=key, data=data, on_chosen_change=chosen)


def strip_data(columns: Sequence[tuple[str, embedlab.Encoding]], *, ids: bool = True) -> dict[str, Any]:
    """Return the data of columns of tokens; boundaries that not every column has are marked.

    Args:
        columns: (name, encoding) of the same text.
        ids: show the id under each token.
    """
    labels = [token_labels(encoding, MAX_DRAWN) for _, encoding in columns]
    starts = [
        _written_starts(encoding.text, column) for (_, encoding), column in zip(columns, labels, strict=True)
    ]
    ends = [max((label.end for label in column), default=0) for column in labels]
    shared = set.intersection(*map(set, starts))
    # beyond the end of a column that was cut, no boundary can be compared
    cut = [end for (_, encoding), end in zip(columns, ends, strict=True) if len(encoding) > MAX_DRAWN]
    reach = min(cut, default=len(columns[0][1].text) + 1)
    text = columns[0][1].text[: max(ends, default=0)]
    odd: dict[tuple[str, str, int], int] = {}
    drawn = [
        _column(name, len(encoding), column, text, odd)
        | {"differs": "".join("01"[start not in shared and start < reach] for start in begun)}
        for (name, encoding), column, begun in zip(columns, labels, starts, strict=True)
    ]
    marks = {character: visible_text(character) for character in set(text)}
    return {
        "tones": TONES,
        "ids": ids,
        "text": text,
        "marks": {character: mark for character, mark in marks.items() if mark != character},
        "odd": [{"label": label, "kind": kind, "back": back} for label, kind, back in odd],
        "columns": drawn,
    }


def _column(
    name: str, count: int, labels: Sequence[TokenLabel], text: str, odd: dict[tuple[str, str, int], int]
) -> dict[str, Any]:
    gaps, lengths, entries = [], [], []
    at = 0
    for place, label in enumerate(labels):
        begin = max(at, label.start)
        back = begin - label.start  # a part of a character covers the whole of it
        gaps.append(begin - at)
        lengths.append(label.end - begin)
        at = label.end
        if label.kind != "text" or back or label.label != visible_text(text[label.start : label.end]):
            key = (label.label, label.kind, back)
            entries.append((place, odd.setdefault(key, len(odd))))
    return {
        "name": name,
        "count": f"{count:,} token{'' if count == 1 else 's'}",
        "ids": [label.token_id for label in labels],
        "gaps": _coded(gaps),
        "lengths": _coded(lengths),
        "odd": entries,
        "note": f"The first {MAX_DRAWN:,} of {count:,} tokens are drawn." if count > MAX_DRAWN else "",
    }


def _coded(numbers: Sequence[int]) -> str | list[int]:
    """Return small numbers as one digit each, or the list where one is larger."""
    if all(0 <= number < len(DIGITS) for number in numbers):
        return "".join(DIGITS[number] for number in numbers)
    return list(numbers)


def _written_starts(text: str, labels: Sequence[TokenLabel]) -> list[int]:
    """Return where the first visible character of each token stands.

    Some tokenizers count the space before a word to it and some drop it; that is no other boundary.
    """
    return [
        next((place for place in range(label.start, label.end) if not text[place].isspace()), label.end)
        for label in labels
    ]
