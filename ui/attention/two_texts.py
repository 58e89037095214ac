"""Two texts side by side: what the same token takes in the one and in the other."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab.attention import LayerTrace, top_sources
from embedlab.errors import InvalidInputError, quote
from ui import controls, layout, sources
from ui.attention import summaries
from ui.attention.view import View, labels, trace
from ui.part import Part
from ui.shared_figure import bars

__all__ = ["PART"]

SWAPS = {"river": "savings", "sour": "sick"}  # in the sentences of the page: a word that turns the meaning

KEY = "second_text"
FORMER = "second text before"  # in the session: what stood there by itself


@dataclass(frozen=True)
class Options:
    """The second text."""

    text: str


def _ask(view: View) -> Options:
    default = " ".join(SWAPS.get(word, word) for word in view.query.text.split())
    former = st.session_state.get(FORMER, default)
    if former != default and st.session_state.get(KEY) == former:  # nobody changed it: it follows the first
        st.session_state[KEY] = default
    st.session_state[FORMER] = default
    return Options(controls.text("Second text", default, key=KEY, max_chars=controls.MAX_SENTENCE))


def _show(view: View, options: Options) -> None:
    if not options.text.strip():
        st.info("Nothing to compare yet: type a second text above.")
        return
    match = layout.attempt_part(_match, view, options.text)
    if match is None:
        return
    other, token = match
    query = view.query
    weights = other.encoding.attentions[query.layer - 1, query.head - 1, token]
    differs = top_sources(view.trace.encoding, view.token) != top_sources(other.encoding, token)
    most = float(max(view.weights.max(), weights.max()))
    texts = {
        "First": (query.text, view.labels, view.weights),
        "Second": (options.text, labels(other), weights),
    }
    figures = [
        (f"{which}: {sources.shorten(text)}", bars(names, shares, axis="weight", percent=True, least=most))
        for which, (text, names, shares) in texts.items()
    ]
    layout.answers(summaries.two_texts(view, other, weights, differs), figures, key="two texts")
    for which, (_, names, shares) in texts.items():
        layout.numbers({"token": names, "weight": shares}, key=f"two texts {which}", label=f"{which} text")


def _match(view: View, text: str) -> tuple[LayerTrace, int]:
    """Trace the second text and return the place of the same token in it.

    Raises:
        InvalidInputError: it is not there.
    """
    other, tokens = trace(view.query.model, text), view.trace.tokens
    rows = [row for row, token in enumerate(other.tokens) if token == tokens[view.token]]
    if not rows:
        raise InvalidInputError(
            f"The second text has no token {quote(view.labels[view.token])}; write a text that has it, or "
            "click another token in the picture above."
        )
    return other, rows[min(tokens[: view.token].count(tokens[view.token]), len(rows) - 1)]


PART = Part(
    "Two texts",
    _ask,
    _show,
    lambda view, options: [
        f"first, second = model.encode([{sources.shorten(view.query.text)!r}, "
        f"{sources.shorten(options.text)!r}])",
        f"place = second.tokens.index({view.trace.tokens[view.token]!r})",
        f"one = embedlab.attention.top_sources(first, {view.token})",
        "print(one != embedlab.attention.top_sources(second, place))  # (layers, heads)",
    ],
    line="The same word, another sentence: does it take from other words?",
    deeper=True,
)
