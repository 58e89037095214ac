"""Tokens drawn as chips in columns, linked by the characters they share.

A Streamlit component of our own: the text goes in as data and is set as text, never as markup. The text is
sent once and each column as numbers, so that four columns of 5,000 tokens stay small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import streamlit as st

import embedlab
from embedlab.display import is_invisible, visible_text
from embedlab.graphemes import grapheme_edges
from embedlab.tokens import shown_as
from ui.chips import component

__all__ = ["MAX_DRAWN", "draw_token_strips", "first_visible", "strip_data"]

MAX_DRAWN = 5_000  # tokens in one column
TONES = 4  # colors for ids that stand more than once
MAX_CLUSTERS = 2_000  # graphemes of several characters; each costs 14 bytes

# registered once a process, when this module is first imported
_strips = component(
    "token_strips", '<div class="columns"></div><div class="key"></div>', style="chips", shared=True
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

    _strips(key=key, data={**data, "chooses": on_choose is not None}, on_chosen_change=chosen)


def strip_data(
    columns: Sequence[tuple[str, embedlab.tokens.Encoding]],
    *,
    ids: bool = True,
    about: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the data of columns of tokens; boundaries that not every column has are marked.

    Args:
        columns: (name, encoding) of the same text.
        ids: show the id under each token.
        about: a line below each name, such as who uses the tokenizer.
    """
    text = columns[0][1].text
    odd: dict[tuple[str, str, int], int] = {}  # labels that the text does not show, from 1 on
    strips = [_column(name, encoding, odd) for name, encoding in columns]
    for column, line in zip(strips, about, strict=False):
        column.data["about"] = line
    shared = set.intersection(*(set(column.borders) for column in strips))
    # beyond the end of a column that was cut, no boundary can be compared
    reach = min((column.end for column in strips if column.is_cut), default=len(text) + 1)
    for column in strips:
        flags = ("01"[place not in shared and place < reach] for place in column.borders)
        column.data["differs"] = "".join(flags)
    clusters = _clusters(text[: max(column.end for column in strips)])
    text = text[: max(column.plain_end for column in strips)]
    marks = {character: visible_text(character) for character in set(text)}
    return {
        "tones": TONES,
        "ids": ids,
        "text": text,
        "marks": {character: mark for character, mark in marks.items() if mark != character},
        "clusters": clusters,
        "odd": [{"label": label, "kind": kind, "back": back} for label, kind, back in odd],
        "columns": [column.data for column in strips],
    }


@dataclass(frozen=True)
class _Column:
    """What is sent of a column, and what is needed to compare it with the others."""

    data: dict[str, Any]
    borders: list[int]  # where the first visible character of each token stands
    end: int  # of the last token drawn
    plain_end: int  # of the last token whose label is the text itself
    is_cut: bool


def _column(name: str, encoding: embedlab.tokens.Encoding, odd: dict[tuple[str, str, int], int]) -> _Column:
    text, pieces, count = encoding.text, encoding.first(MAX_DRAWN), len(encoding)
    gaps, lengths, entries, borders = [], [], [], []
    at = plain_end = 0
    for token, raw, span, special, unknown in zip(
        pieces.tokens, pieces.token_bytes, pieces.offsets, pieces.special, pieces.unknown, strict=True
    ):
        start, end = span
        begin, entry = max(at, start), 0
        plain = not special and not unknown and at <= start < end and text[start:end].encode() == raw
        if not plain or is_invisible(text[start:end]):
            label, kind, start = shown_as(token, raw, start, special=special, unknown=unknown)
            begin = max(at, start)
            # a part of a character covers the whole of it
            entry = odd.setdefault((label, kind, begin - start), len(odd)) + 1
        else:
            plain_end = end
        gaps.append(begin - at)
        lengths.append(end - begin)
        entries.append(entry)
        borders.append(first_visible(text, start, end))
        at = end
    return _Column(
        {
            "name": name,
            "count": f"{count:,} token{'' if count == 1 else 's'}",
            "ids": _packed(encoding.ids[:MAX_DRAWN]),
            "gaps": _packed(gaps),
            "lengths": _packed(lengths),
            "odd": _packed(entries),
            "note": f"The first {MAX_DRAWN:,} of {count:,} tokens are drawn." if count > MAX_DRAWN else "",
        },
        borders,
        at,
        plain_end,
        count > MAX_DRAWN,
    )


def _clusters(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each grapheme of several characters: pointed at, it is marked as a whole."""
    edges = pairwise(grapheme_edges(text))
    return [(start, end) for start, end in edges if end - start > 1][:MAX_CLUSTERS]


def _packed(numbers: Sequence[int]) -> str | None:
    """Return numbers in hexadecimal with spaces between, 0 as nothing: most are 0 or small."""
    if not numbers:
        return None
    return " ".join(f"{number:x}" if number else "" for number in numbers)


def first_visible(text: str, start: int, end: int | None = None) -> int:
    """Return where the first visible character from `start` on stands, at most `end`.

    Some tokenizers count the space before a word to it and some drop it; that is no other boundary.
    """
    stop = len(text) if end is None else end
    while start < stop and text[start].isspace():
        start += 1
    return start
