"""The part about clocks: what a visitor sets is what is turned, and what is said is computed."""

from __future__ import annotations

import contextlib
import io

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from embedlab import positional
from embedlab.numerals import number_text
from tests.support.pages import readings, run_script

PART = """
import streamlit as st
from ui.positional import clocks, tables
from ui.positional.schemes import Rotary

view = tables.view(Rotary(64, base={base}))
options = clocks.PART.ask(view)
clocks.PART.show(view, options)
st.code("\\n".join(clocks.PART.code(view, options)))
"""


def part(base: float = 10_000.0, **query: str) -> AppTest:
    return run_script(PART.format(base=base), **query)


def test_the_reading_is_computed_from_the_real_vectors(encoder: embedlab.context.Encoder) -> None:
    at = part(clock_m="9", clock_n="4", clock_t="20", clock_pair="3")
    assert not at.exception
    found = positional.head_vectors(encoder, "The cat sat on the mat")
    query, key = found.queries[3], found.keys[2]
    turned = positional.apply_rotary(np.stack([query, key]), [29, 24])
    summary = readings(at)[0]
    assert "Query “sat” at 29, key “cat” at 24" in summary
    assert f"add up to {number_text(turned[0] @ turned[1], 3)}" in summary
    assert summary.startswith("Moving both words on leaves their score at")
    nearer = positional.apply_rotary(np.stack([query, key]), [30, 24])
    assert f"by one makes it {number_text(nearer[0] @ nearer[1], 3)}" in summary
    speed = 10_000 ** (-4 / 32)
    assert f"back after {2 * np.pi / speed:,.1f}" in summary
    assert f"turns by {np.degrees(speed):.3g}°" in summary
    assert len(at.get("plotly_chart")) == 3
    numbers = at.dataframe[0].value
    assert numbers["part of the score"].sum() == pytest.approx(turned[0] @ turned[1])
    cosines = np.cos(np.radians(numbers["angle between, after (°)"]))
    np.testing.assert_allclose(
        numbers["length of q"] * numbers["length of k"] * cosines, numbers["part of the score"]
    )


def test_the_formula_says_what_is_computed(encoder: embedlab.context.Encoder) -> None:
    numbers = part(clock_m="7", clock_n="2").dataframe[0].value
    before = np.radians(numbers["angle between, before (°)"])
    speeds = 10_000 ** (-2 * np.arange(16) / 32)
    parts = numbers["length of q"] * numbers["length of k"] * np.cos(before + (2 - 7) * speeds)
    np.testing.assert_allclose(parts, numbers["part of the score"], atol=1e-12)


def test_the_code_has_every_digit_of_the_base() -> None:
    assert "base=1000001)" in part(base=1_000_001.0).code[0].value


def test_the_code_prints_the_same_sum(encoder: embedlab.context.Encoder) -> None:
    at = part(
        clock_text="I like green tea", clock_head="5", clock_m="9", clock_query="2 like", clock_key="4 tea"
    )
    assert not at.exception
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec("import embedlab\n" + at.code[0].value, {})
    assert "Query “like” at 9, key “tea” at 2" in readings(at)[0]
    printed = float(out.getvalue().split(" ")[0])
    assert f"add up to {number_text(printed, 3)}" in readings(at)[0]


def test_another_sentence_takes_words_that_exist() -> None:
    at = part(clock_query="6 mat")
    at.text_input(key="clock_text").set_value("Hi").run()
    assert not at.exception
    assert "key “hi”" not in readings(at)[0] or "hi" in readings(at)[0]
    assert at.selectbox(key="clock_query").value in {"0 [CLS]", "1 hi", "2 [SEP]"}


@pytest.mark.parametrize(
    "query",
    [
        {"clock_m": "-3"},
        {"clock_pair": "17"},
        {"clock_t": "nan"},
        {"clock_query": "99 nothing"},
        {"clock_head": "x"},
        {"clock_text": "   "},
    ],
)
def test_a_link_that_makes_no_sense_still_shows_clocks(query: dict[str, str]) -> None:
    at = part(**query)
    assert not at.exception
    assert len(at.get("plotly_chart")) == 3


def test_examples_set_the_controls() -> None:
    at = part()
    next(button for button in at.button if button.key == "try: a slow pair").click().run()
    assert "Pair 13 turns by" in readings(at)[0]
