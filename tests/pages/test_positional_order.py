"""The part about word order: what is said of the shuffled words is what was computed."""

from __future__ import annotations

import contextlib
import io

import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from tests.support.hostile import HOSTILE_LINKS
from tests.support.pages import readings, run_script

PART = """
import streamlit as st
from ui.positional import tables, word_order
from ui.positional.schemes import Sinusoidal

view = tables.view(Sinusoidal(64))
options = word_order.PART.ask(view)
word_order.PART.show(view, options)
st.code("\\n".join(word_order.PART.code(view, options)))
"""


def part(**query: str) -> AppTest:
    at = run_script(PART, **query)
    assert not at.exception
    return at


def test_the_reading_and_the_code_are_the_result(encoder: embedlab.context.Encoder) -> None:
    at = part(order_text="the dog bites the man", order_seed="3")
    order = embedlab.context.shuffle_words(encoder, "the dog bites the man", shuffles=10, random_state=3)
    last = order.cosines[-1]
    summary = readings(at)[0]
    assert f"a mean cosine of {last.mean():.2f} with its own" in summary
    assert f"{last.min():.2f} for word {last.argmin() + 1}" in summary
    assert f"“{order.words[int(last.argmin())]}” most" in summary
    table = at.dataframe[0].value
    assert table["word"].tolist() == list(order.words)
    assert table["cosine with itself, last layer"].tolist() == pytest.approx(last.tolist(), abs=1e-5)
    assert len(at.get("plotly_chart")) == 1
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(f"import embedlab\n{at.code[0].value}", {})
    assert order.shuffled[0] in printed.getvalue()


@pytest.mark.parametrize("text", [" ", "dog", "no no no", "<b>x</b> $y$ :smile:", "🙂", "word " * 190])
def test_a_text_of_any_kind_is_text(text: str) -> None:
    assert readings(part(order_text=text)) or part(order_text=text).warning


def test_nonsense_in_the_link_is_no_error() -> None:
    for value in HOSTILE_LINKS:
        part(order_seed=value)
