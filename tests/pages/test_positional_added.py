"""What is added, on its page: what is said is what was computed."""

from __future__ import annotations

import contextlib
import io

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from embedlab.positional.position_parts import scale_normalize
from embedlab.tokens import token_labels
from embedlab.tokens.chat import CHATML, Message
from tests.support.pages import readings, run_script
from ui import decoder
from ui.positional import added_others

PART = """
import streamlit as st
from ui.positional import added, tables
from ui.positional.schemes import Sinusoidal

view = tables.view(Sinusoidal(64))
options = added.PART.ask(view)
added.PART.show(view, options)
st.code("\\n".join(added.PART.code(view, options)))
"""
RIVER = "The bank by the river bank"


@pytest.fixture(scope="module")
def river(encoder: embedlab.context.Encoder) -> embedlab.positional.InputParts:
    tables = embedlab.positional.load_input_tables(encoder.name)
    return embedlab.positional.input_parts(tables, encoder.token_embeddings[encoder.encode([RIVER])[0].ids])


def part(**query: str) -> AppTest:
    at = run_script(PART, **query)
    assert not at.exception
    return at


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def test_the_parts_are_told_as_they_are(river: embedlab.positional.InputParts) -> None:
    at = part(text=RIVER)
    whole = readings(at)[0]
    means = river.norms[:4, 1:-1].mean(axis=1)
    assert (
        f"the length {means[0]:.2f}, that of its position {means[1]:.2f}, of its segment {means[2]:.2f}"
        in whole
    )
    assert f"their sum {means[3]:.2f}" in whole
    assert "Over the 6 tokens" in whole
    assert f"it is {river.crossing[1:-1].mean():.2f} on average" in whole
    for row in (0, 1):
        assert f"{river.cosines[row, 1:-1].mean():.2f} with its" in whole
        assert f"{river.normalized_cosines[row, 1:-1].mean():.2f}" in whole
    assert f"has the length {river.norms[1, 0]:.2f}" in whole
    assert "Every token gets row 0" in whole
    table = at.dataframe[0].value
    for name, row in zip(("token", "position", "segment", "sum"), river.norms, strict=False):
        assert table[f"length: {name}"].tolist() == pytest.approx(row.tolist(), abs=1e-6)
    assert table["length after LayerNorm"].tolist() == pytest.approx(river.norms[4].tolist(), abs=1e-6)
    assert table["cosine: token and position"].tolist() == pytest.approx(river.crossing.tolist(), abs=1e-6)
    for number, name in enumerate(("token", "position", "segment")):
        assert table[f"cosine: sum and {name}"].tolist() == pytest.approx(river.cosines[number].tolist())
        assert table[f"after LayerNorm: and {name}"].tolist() == pytest.approx(
            river.normalized_cosines[number].tolist()
        )


def test_the_repeated_word_comes_first(river: embedlab.positional.InputParts) -> None:
    at = part(text=RIVER)
    assert at.selectbox[0].value == "the"
    at = part(text=RIVER, added_word="bank")
    told = readings(at)[1]
    assert "“bank” stands at 2 and 6." in told
    assert told.startswith("“bank” keeps a cosine of")
    assert f"positions 2 and 6 has a cosine of {cosine(river.normalized[2], river.normalized[6]):.3f}" in told
    inside = river.normalized[1:-1]
    ids = ["the", "bank", "by", "the", "river", "bank"]
    pairs = [cosine(inside[i], inside[j]) for i in range(6) for j in range(6) if ids[i] != ids[j]]
    assert f"Two different tokens of this text have {np.mean(pairs):.3f} on average" in told
    assert "stands at position 5 only" in readings(part(text=RIVER, added_word="river"))[1]


def test_a_pair_has_two_segments(encoder: embedlab.context.Encoder) -> None:
    at = part(text="The dog", added_second="A dog runs", added_word="dog")
    assert at.dataframe[0].value["segment row"].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert at.dataframe[0].value["token"].tolist()[3] == "[SEP]"
    whole, word = readings(at)[:2]
    assert "4 tokens, up to the first [SEP], get row 0 of the segment table, the other 4 row 1" in whole
    tables = embedlab.positional.load_input_tables(encoder.name)
    assert f"a cosine of {cosine(*tables.segments):.2f}" in whole
    assert "“dog” stands at 2 and 5." in word
    assert "another position and another segment" in word
    (dog,) = encoder.tokenizer.encode("dog").ids
    first, second = (
        scale_normalize(tables, encoder.token_embeddings[dog] + tables.positions[place] + segment)
        for place, segment in ((2, tables.segments[0]), (5, tables.segments[1]))
    )
    assert f"a cosine of {cosine(first, second):.3f}" in word


def test_sinusoids_would_drown_the_tokens(river: embedlab.positional.InputParts) -> None:
    told = readings(part(text=RIVER))[2]
    token, learned = river.norms[0].mean(), river.norms[1].mean()
    assert f"mean length of {token:.2f}, a sinusoid of 384 numbers always has {np.sqrt(192):.2f}" in told
    assert f"{np.sqrt(192) / token:.1f} times as long" in told
    assert f"√384 = {np.sqrt(384):.1f} the tokens have {token * np.sqrt(384):.1f}" in told
    assert f"no factor, it is {learned / token:.2f}" in told
    assert "the factor is 22.6 and a sinusoid's length 16.0" in told
    rows = part(text=RIVER).dataframe[1].value
    assert rows["position's length"].tolist()[-2:] == [0, 0]
    assert rows["position / token"].tolist()[2] == pytest.approx(np.sqrt(0.5) / token)


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "🙂",
        "<script>alert(1)</script> $x$ [CLS] [SEP] :smile:",
        "\x00\u202e",
        "no no no no no",
        "[CLS]",
        "猫が座った",
    ],
)
def test_hostile_text_is_text(text: str) -> None:
    part(text=text)
    part(text=text, added_second=text, added_word=text)


def test_an_empty_sentence_gets_a_sentence() -> None:
    at = part(text="  ")
    assert "The sentence is empty" in at.warning[0].value
    assert not at.get("plotly_chart")
    part(text=" ", added_second="dog")


@pytest.mark.parametrize("second", ["", "dog " * 100])
def test_what_the_window_leaves_out_is_said(second: str) -> None:
    at = part(text="1 " * 600, added_second=second)
    assert "beyond the model's window of 512" in at.warning[0].value.replace("\\", "").replace("\u2060", "")
    assert len(at.dataframe[0].value) == 512


def test_roles_are_rows_of_the_table(smollm: embedlab.context.Encoder) -> None:
    at = part(text=RIVER)
    assert len(readings(at)) == 3
    button = next(found for found in at.button if "chat" in found.label)
    at = button.click().run()
    assert not at.exception
    norms = np.linalg.norm(smollm.token_embeddings, axis=1)
    told = readings(at)[3]
    for token_id, token in ((1, "<|im_start|>"), (2, "<|im_end|>")):
        share = (norms < norms[token_id]).mean()
        assert f"{token} {norms[token_id]:.2f} (longer than {share:.0%})" in told
    assert f"median of all 49,152 rows is {np.median(norms):.2f}" in told
    summary = [
        Message("system", added_others.SYSTEM),
        Message("user", RIVER),
        Message("assistant", added_others.ANSWER),
    ]
    chat = embedlab.tokens.encode_chat(smollm.tokenizer, summary, chat=CHATML)
    table = at.dataframe[2].value
    assert table["token"].tolist() == [label.label for label in token_labels(chat)]
    assert "␣river" in table["token"].tolist()
    assert table["length of its row"].tolist() == pytest.approx(norms[chat.ids].tolist(), rel=1e-5)
    assert table["role token"].sum() == 6


def test_without_the_decoder_the_lines_to_install_it_stand_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "is_installed", lambda name: False)
    at = part()
    assert "pip install" in at.code[0].value
    assert not any("chat" in found.label for found in at.button)


@pytest.mark.parametrize("second", ["", "A river"])
def test_the_code_runs(second: str) -> None:
    code = part(text=RIVER, added_second=second, added_word="bank").code[-1].value
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(f"import embedlab\n{code}", {})
    assert len(printed.getvalue()) > 500
    assert part(text=" ").code[-1].value == ""
