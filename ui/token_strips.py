"""Tokens drawn as colored chips in columns, linked by the characters they share.

A Streamlit component of our own: the text goes in as data and is set as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

import embedlab
from embedlab.tokens.display import token_labels

__all__ = ["MAX_DRAWN", "draw_token_strips"]

MAX_DRAWN = 5_000  # tokens in one column
TONES = 5  # background colors that take turns
FOLDER = Path(__file__).parent

# registered once a process, when this module is first imported
_strips = st.components.v2.component(
    "token_strips",
    html='<div class="columns"></div>',
    css=(FOLDER / "token_strips.css").read_text("utf-8"),
    js=(FOLDER / "token_strips.js").read_text("utf-8"),
)


def draw_token_strips(
    columns: Sequence[tuple[str, embedlab.Encoding]], *, key: str, ids: bool = True
) -> None:
    """Draw each encoding as a column under its name; boundaries that only one column has are marked.

    Args:
        columns: (name, encoding) of the same text.
        key: of the component.
        ids: show the id under each token.
    """
    edges = [set(_written_starts(encoding)) for _, encoding in columns]
    shared = set.intersection(*edges)
    _strips(
        key=key,
        data={
            "tones": TONES,
            "ids": ids,
            "columns": [_column(name, encoding, shared) for name, encoding in columns],
        },
    )


def _column(name: str, encoding: embedlab.Encoding, shared: set[int]) -> dict[str, object]:
    labels = token_labels(encoding, MAX_DRAWN)
    count = len(encoding)
    return {
        "name": name,
        "count": f"{count:,} token{'' if count == 1 else 's'}",
        "tokens": [
            (item.label, item.kind, item.token_id, item.start, item.end, begin not in shared)
            for item, begin in zip(labels, _written_starts(encoding), strict=True)
        ],
        "note": f"The first {MAX_DRAWN:,} of {count:,} tokens are drawn." if count > MAX_DRAWN else "",
    }


def _written_starts(encoding: embedlab.Encoding) -> list[int]:
    """Return where the first visible character of each token stands.

    Some tokenizers count the space before a word to it and some drop it; that is no other boundary.
    """
    text = encoding.text
    return [
        next((place for place in range(start, end) if not text[place].isspace()), end)
        for start, end in encoding.offsets[:MAX_DRAWN]
    ]
