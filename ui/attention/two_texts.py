"""Two texts side by side: what the same token takes in the one and in the other."""

from __future__ import annotations

from functools import partial

import streamlit as st

from embedlab.attention import LayerTrace, top_sources
from embedlab.errors import InvalidInputError, quote
from ui import controls, findings, layout, sources
from ui.attention import summaries
from ui.attention.view import View, labels, trace
from ui.findings import Content, Finding
from ui.shared_figure import bars

__all__ = ["PART"]

SWAPS = {"river": "savings", "sour": "sick"}  # in the sentences of the page: a word that turns the meaning

KEY = "second_text"
FORMER = "second text before"  # in the session: what stood there by itself


def _ask(view: View) -> str:
    """Ask for the second text, which follows the first until somebody changes it."""
    default = " ".join(SWAPS.get(word, word) for word in view.query.text.split())
    former = st.session_state.get(FORMER, default)
    if former != default and st.session_state.get(KEY) == former:  # nobody changed it: it follows the first
        st.session_state[KEY] = default
    st.session_state[FORMER] = default
    return controls.text("Second text", default, key=KEY, max_chars=controls.MAX_SENTENCE)


def _content(view: View, text: str) -> Content:
    other, token = _match(view, text)
    query = view.query
    weights = other.encoding.attentions[query.layer - 1, query.head - 1, token]
    differs = top_sources(view.trace.encoding, view.token) != top_sources(other.encoding, token)
    most = float(max(view.weights.max(), weights.max()))
    draw = partial(bars, axis="weight", percent=True, least=most)
    figures = {
        f"First: {sources.shorten(query.text)}": draw(view.labels, view.weights),
        f"Second: {sources.shorten(text)}": draw(labels(other), weights),
    }
    rows = [("first", *row) for row in zip(view.labels, view.weights, strict=True)]
    rows += [("second", *row) for row in zip(labels(other), weights, strict=True)]
    return Content(
        [Finding(summaries.two_texts(view, other, weights, differs), figures)],
        layout.columns_of(("text", "token", "weight"), rows),
        "What the token takes in both texts",
    )


def _match(view: View, text: str) -> tuple[LayerTrace, int]:
    """Trace the second text and return the place of the same token in it.

    Raises:
        InvalidInputError: it is not there.
    """
    if not text.strip():
        raise InvalidInputError("Nothing to compare yet: type a second text above.")
    other, tokens = trace(view.query.model, text), view.trace.tokens
    rows = [row for row, token in enumerate(other.tokens) if token == tokens[view.token]]
    if not rows:
        raise InvalidInputError(
            f"The second text has no token {quote(view.labels[view.token])}; write a text that has it, or "
            "click another token in the picture above."
        )
    return other, rows[min(tokens[: view.token].count(tokens[view.token]), len(rows) - 1)]


PART = findings.part(
    "Two texts",
    _content,
    lambda view, text: (view, text),
    ask=_ask,
    key="two texts",
    line="The same word, another sentence: does it take from other words?",
    code=lambda view, text: [
        f"first, second = model.encode([{sources.shorten(view.query.text)!r}, {sources.shorten(text)!r}])",
        f"place = second.tokens.index({view.trace.tokens[view.token]!r})",
        f"one = embedlab.attention.top_sources(first, {view.token})",
        "print(one != embedlab.attention.top_sources(second, place))  # (layers, heads)",
    ],
    computed="each text through the model by itself; the same token, layer and head of both.",
)
