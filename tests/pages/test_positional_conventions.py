"""The part about conventions: each topic says what is computed, and the decoder runs only when asked for."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import embedlab
from embedlab import positional
from embedlab.ranking import Ranking
from embedlab.softmax import softmax
from tests.support.pages import readings, run_script
from ui import decoder, models
from ui.part import Part
from ui.positional import added, compared, convention_decoder, tables, why
from ui.positional.examples import NAMES
from ui.positional.schemes import Rotary
from ui.positional.tables import View
from ui.positional.vector_summaries import misread

PART = """
import streamlit as st
from ui.positional import conventions, tables
from ui.positional.schemes import Learned, Sinusoidal

view = tables.view({query})
options = conventions.PART.ask(view)
conventions.PART.show(view, options)
st.code("\\n".join(conventions.PART.code(view, options)))
"""


def part(topic: str = "", positions: str = "Sinusoidal(32, 64, 1000.0)", **query: str) -> AppTest:
    return run_script(PART.format(query=positions), **query, **({"conv_topic": topic} if topic else {}))


def printed(at: AppTest) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec("import embedlab\n" + at.code[-1].value, {})
    return out.getvalue()


@pytest.mark.parametrize(("dim", "even"), [(63, 62), (1, 2), (127, 126), (129, 128)])
def test_an_odd_dimension_is_compared_in_pairs(dim: int, even: int) -> None:
    at = part(positions=f"Learned(32, {dim})")
    assert not at.exception
    assert not at.warning
    caption = next(text.value for text in at.caption if "32 positions" in text.value)
    assert f"32 positions × {even} [dimensions]" in caption
    assert ("even number" in caption) == (dim < 128)
    assert f"compare_sinusoids(32, {even}," in at.code[-1].value


@pytest.mark.parametrize("topic", ["Sinusoids", "Rotary"])
def test_the_code_has_every_digit_of_the_base(topic: str) -> None:
    assert "base=1000001)" in part(topic, "Sinusoidal(32, 64, 1_000_001.0)").code[-1].value


def test_sinusoids_are_compared_at_the_size_asked_for() -> None:
    at = part()
    assert not at.exception
    one = positional.sinusoidal(32, 64, 1000.0)
    two = positional.sinusoidal(32, 64, 1000.0, "concatenated")
    cosines = (one * two).sum(axis=1) / 32
    summary = readings(at)[0]
    assert f"position {cosines.argmin()} gets a vector with a cosine of {cosines.min():.2f}" in summary
    assert f"({cosines.mean():.2f} on average)" in summary
    assert "of 32." in summary
    assert len(at.get("plotly_chart")) == 1
    assert f"{cosines[1]:.8f}" in printed(at)


def test_rotary_says_what_the_wrong_convention_does(encoder: embedlab.context.Encoder) -> None:
    at = part("Rotary", conv_text="I like green tea", conv_head="4")
    assert not at.exception
    found = positional.head_vectors(encoder, "I like green tea", head=4)
    scores = []
    for layout in ("half_split", "interleaved"):
        turned = [
            positional.apply_rotary(some, base=1000.0, layout=layout) for some in (found.queries, found.keys)
        ]
        scores.append(turned[0] @ turned[1].T / np.sqrt(32))
    moved = np.abs(softmax(scores[0]) - softmax(scores[1])).sum(axis=1) / 2
    summary = readings(at)[0]
    assert f"change by up to {np.abs(scores[0] - scores[1]).max():.2f}" in summary
    assert f"{moved.mean():.0%} of the attention" in summary
    assert f"“{found.tokens[moved.argmax()]}”: {moved.max():.0%}" in summary
    assert len(at.get("plotly_chart")) == 3
    np.testing.assert_allclose(at.dataframe[0].value["attention moved by the wrong one"], moved)
    wrong, permuted = map(float, re.findall(r"(\S+) (\S+) \[", printed(at))[0])
    assert wrong == pytest.approx(np.abs(scores[0] - scores[1]).max())
    assert permuted < 1e-10  # its digits are those of one processor


@pytest.mark.parametrize(
    ("heads", "ending"), [("16", "a power of two"), ("12", "differ for 12 of 12 heads.")]
)
def test_alibi_says_where_slopes_differ(heads: str, ending: str) -> None:
    at = part("ALiBi", conv_heads=heads, conv_slope="2")
    assert not at.exception
    summary = readings(at)[0]
    assert ending in summary
    slope = positional.alibi_slopes(int(heads))[1]
    assert f"{slope:.4g} · i" in summary
    assert len(at.dataframe[0].value) == int(heads)
    assert printed(at)


def test_a_head_beyond_the_count_is_the_last_one() -> None:
    at = part("ALiBi", conv_heads="4", conv_slope="30")
    assert not at.exception
    assert f"{positional.alibi_slopes(4)[3]:.4g} · i" in readings(at)[0]


def test_the_table_names_a_source_for_every_line() -> None:
    at = part("Who uses which")
    assert not at.exception
    table = at.dataframe[0].value
    assert len(table) == len(positional.CONVENTION_USES)
    assert (table["where"].str.len() > 5).all()
    assert f"{(table['known by'] == 'computing').sum()} of {len(table)} lines" in readings(at)[0]
    assert "Whisper" in printed(at)


def test_a_text_that_is_too_long_or_empty_is_no_error() -> None:
    for text in (" ", "<b>&" * 60, "🙂" * 90):
        at = part("Rotary", conv_text=text)
        assert not at.exception
        assert len(at.get("plotly_chart")) == 3


def test_the_decoder_is_loaded_by_the_button_only(
    smollm: embedlab.context.Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def load(name: str, commit: str) -> embedlab.context.Encoder:
        asked.append(name)
        return smollm

    monkeypatch.setattr(models, "other_encoder", load)
    at = part("In a real decoder", conv_prompt="The capital of France is")
    assert not at.exception
    assert not asked
    assert at.code[-1].value == ""
    next(button for button in at.button if button.key == "conv_load").click().run()
    assert not at.exception
    assert asked == ["smollm2-135m"]
    (found,) = positional.misread_decoder(smollm, ["The capital of France is"])
    summary = readings(at)[0]
    assert f"“Paris” ({found.right.next_tokens.scores[0]:.0%})" in summary
    assert f"“Paris” ({found.wrong.next_tokens.scores[0]:.0%})" in summary
    assert f"{found.right.loss:.2f} nats, and {found.wrong.loss:.2f}" in summary
    assert "The same word comes first" in summary
    assert "misread_decoder(decoder, ['The capital of France is'], k=5)" in at.code[-1].value
    at.text_area(key="conv_prompt").set_value("x").run()
    assert not at.exception
    assert "has 1 tokens" in at.warning[0].value.replace("\u2060", "")


def test_what_is_said_of_a_decoder_follows_its_losses(smollm: embedlab.context.Encoder) -> None:
    lower, higher = positional.misread_decoder(smollm, ["a b c d e f", NAMES])
    assert lower.wrong.loss < lower.right.loss
    assert "worse" not in misread(lower)
    assert higher.wrong.loss > higher.right.loss
    assert misread(higher).endswith("only its output is worse.")
    certain = Ranking(np.array([0]), np.array([1.0]), ("else",))
    other = replace(lower, wrong=replace(lower.wrong, next_tokens=certain))
    assert "the surprise does not show it either" in misread(other)
    same = replace(lower, wrong=replace(lower.wrong, next_tokens=lower.right.next_tokens))
    assert "The same word comes first" in misread(same)


def test_without_the_decoder_the_lines_to_install_it_stand_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "is_installed", lambda _: False)
    at = part("In a real decoder")
    assert not at.exception
    assert "not installed" in at.info[0].value
    assert "install" in at.code[0].value
    assert at.code[-1].value == ""


def test_a_large_table_is_cut_to_what_is_drawn() -> None:
    assert "compare_sinusoids(128, 128" in part(positions="Learned(512, 384)").code[-1].value
    assert "compare_sinusoids(32, 64" in part(positions="Learned(32, 64)").code[-1].value


def test_one_button_is_for_all_parts(
    smollm: embedlab.context.Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = tables.view(Rotary(64))

    def named() -> list[bool]:
        parts: list[Part[View, Any]] = [why.PART, convention_decoder.TOPIC, added.PART, compared.PART]
        return [any(decoder.DECODER in source for source in part.sources(view, None)) for part in parts]

    monkeypatch.setattr(st, "session_state", {})
    assert named() == [False] * 4
    decoder._request()
    assert named() == [True, True, True, False]
    monkeypatch.setattr(decoder, "is_installed", lambda _: False)
    assert named() == [False] * 4
