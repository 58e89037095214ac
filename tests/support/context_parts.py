"""A part of the context page by itself, about the sentences of a test, and the lines it offers, executed."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence

from streamlit.testing.v1 import AppTest

import embedlab
from tests.support.pages import SECONDS
from ui.context.query import Look, Sentences

SCRIPT = """
import importlib
import streamlit as st
from ui import layout
from ui.context import uses
from ui.context.picture import View

sentences, look = st.session_state["test sentences"], st.session_state["test look"]
part = importlib.import_module("ui.context." + st.session_state["test part"]).PART
view = View(layout.attempt(uses.use, sentences, look.pooling), look)
options = part.ask(view)
part.show(view, options)
st.code("\\n".join(part.code(view, options)))
"""


def in_sentences(
    sentences: Sequence[str],
    senses: Sequence[str] | None = None,
    *,
    word: str = "bank",
    numbers: Sequence[int] | None = None,
) -> Sentences:
    """Return a word in sentences, without senses where none are named."""
    count = len(sentences)
    return Sentences(
        word,
        tuple(sentences),
        ("",) * count if senses is None else tuple(senses),
        (1,) * count,
        tuple(numbers or range(1, count + 1)),
    )


def run_part(
    part: str, sentences: Sentences, *, pooling: str = "mean", layer: int = 6, **query: str
) -> AppTest:
    """Run the part of a module of `ui.context`, with these values in the link; its code comes last."""
    at = AppTest.from_string(SCRIPT, default_timeout=SECONDS)
    at.session_state["test part"] = part
    at.session_state["test sentences"] = sentences
    at.session_state["test look"] = Look(pooling, layer)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception, at.exception[0].message
    return at


def run_code(at: AppTest, encoder: embedlab.context.Encoder) -> str:
    """Execute the lines of the part as they stand on the page, and return what they print."""
    sentences = at.session_state["test sentences"]
    names = {
        "embedlab": embedlab,
        "encoder": encoder,
        "sentences": list(sentences.sentences),
        "senses": list(sentences.senses),
        "words": embedlab.word_in_context(encoder, sentences.sentences, sentences.word),
    }
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(at.code[-1].value, "the code of the part", "exec"), names)
    return printed.getvalue()


def charts(at: AppTest) -> int:
    """Return how many figures are drawn."""
    return len(at.get("plotly_chart"))
