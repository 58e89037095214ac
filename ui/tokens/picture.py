"""The main view of the tokenization lesson: the text in columns of tokens, one for each tokenizer."""

from __future__ import annotations

import streamlit as st

import embedlab
from embedlab.tokens import lost_text, special_in_text
from ui import layout
from ui.token_strips import draw_token_strips
from ui.tokens import summaries, why
from ui.tokens.query import Query
from ui.tokens.results import encode, find_tokenizer, lay_out

__all__ = ["draw", "draw_numbers", "summary"]


def draw(query: Query) -> Query | None:
    """Draw the columns; returns the query with the tokenizers that can take this text."""
    able = [name for name in query.names if layout.attempt_part(_encode, name, query) is not None]
    if not able:
        return None
    view = query.only(able)
    draw_token_strips(
        lay_out(view.tokenizers, view.text, view.special, view.show_ids),
        key="token columns",
        on_choose=lambda column, token: why.choose(view.names, column, token),
    )
    return view


def summary(view: Query) -> str:
    """Return the sentence that compares the tokenizers."""
    encodings = {each.name: encode(each, view.text, view.special) for each in view.tokenizers}
    unknown = {name: sum(encoding.unknown) for name, encoding in encodings.items() if any(encoding.unknown)}
    lost = {name: parts for name, encoding in encodings.items() if (parts := lost_text(encoding))}
    special = {
        each.name: tokens
        for each in view.tokenizers
        if (tokens := special_in_text(each, encodings[each.name]))
    }
    sizes = {name: len(each) for name, each in encodings.items()}
    around = {} if view.special else {each.name: _added(encode(each, "a", True)) for each in view.tokenizers}
    return (
        summaries.summary(view.text, sizes, unknown, lost, special)
        + summaries.about_left_out(around)
        + summaries.about_algorithms({each.name: each.algorithm for each in view.tokenizers})
    )


def _added(encoding: embedlab.tokens.Encoding) -> list[str]:
    """Return the special tokens that a tokenizer has put around a text."""
    return [token for token, special in zip(encoding.tokens, encoding.special, strict=True) if special]


def draw_numbers(view: Query) -> None:
    """Draw the sizes of the text under each tokenizer."""
    if "\ufffd" in view.text:
        st.caption(summaries.UNREADABLE)
    encodings = [encode(each, view.text, view.special) for each in view.tokenizers]
    layout.numbers(
        {
            "tokenizer": list(view.names),
            "algorithm": [each.algorithm for each in view.tokenizers],
            "vocabulary": [each.vocabulary_size for each in view.tokenizers],
            "tokens": [len(encoding) for encoding in encodings],
            "characters a token": [_per_token(len(view.text), encoding) for encoding in encodings],
            "bytes a token": [_per_token(len(encoding.text.encode()), encoding) for encoding in encodings],
        },
        key="sizes",
        decimals=2,
    )


def _encode(name: str, query: Query) -> embedlab.tokens.Encoding:
    return encode(find_tokenizer(name), query.text, query.special)


def _per_token(size: int, encoding: embedlab.tokens.Encoding) -> float:
    return size / len(encoding) if len(encoding) else float("nan")
