"""The parts about one sentence: what they say is what the package computes, and nothing raises."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embedlab
from tests.support.context_parts import charts, in_sentences, run_code, run_part
from tests.support.pages import readings

SENTENCES = (
    "We sat on the bank and watched the boats go by",
    "The river burst its bank after days of rain",
    "Reeds grew thick along the muddy bank",
    "The bank raised its interest rates again",
    "She opened a savings account at the bank",
    "The bank refused to lend him the money",
)
SENSES = ("river",) * 3 + ("money",) * 3


def visit(
    part: str,
    query: dict[str, str] | None = None,
    *,
    sentences: Sequence[str] = SENTENCES,
    senses: Sequence[str] = SENSES,
    numbers: Sequence[int] | None = None,
    layer: int = 6,
) -> AppTest:
    return run_part(part, in_sentences(sentences, senses, numbers=numbers), layer=layer, **(query or {}))


def test_the_strongest_word_and_its_cosine_are_said(encoder: embedlab.context.Encoder) -> None:
    at = visit("leave_out", {"inside_of": "2"})
    span = (20, 24)
    influence = embedlab.context.word_influence(encoder, SENTENCES[1], span)
    strongest = influence.strongest(6)
    summary = readings(at)[0]
    assert f"Without “{influence.words[strongest]}”, the vector of “bank” turns most" in summary
    assert f"{influence.cosines[6, strongest]:.3f}" in summary
    rest = np.delete(influence.cosines[6], [strongest, influence.target])
    assert f"without any other word it is {rest.min():.3f} or more" in summary
    table = at.dataframe[0].value
    assert list(table["word"]) == list(influence.words)
    np.testing.assert_allclose(table["cosine without it, layer 6"], influence.cosines[6], atol=1e-5)
    assert charts(at) == 2


def test_the_sense_is_read_beside_the_other_sentences(encoder: embedlab.context.Encoder) -> None:
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    at = visit("leave_out", {"inside_of": "5"})
    own = embedlab.context.read_sense(words.vectors[:, 4], words, SENSES, leave_out=4)
    assert (
        f"nearest to the sense {own.nearest[6]} (river {own.cosines[6, 0]:.2f} and money" in readings(at)[0]
    )
    influence = embedlab.context.word_influence(encoder, SENTENCES[4], words.spans[4])
    without = [
        embedlab.context.read_sense(vectors, words, SENSES, leave_out=4).nearest[6]
        for vectors in influence.without
    ]
    without[influence.target] = ""
    assert list(at.dataframe[0].value["nearest sense without it"]) == without


def test_a_sense_that_changes_names_the_word(encoder: embedlab.context.Encoder) -> None:
    found = None
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    for layer in range(7):
        for place, sentence in enumerate(SENTENCES):
            influence = embedlab.context.word_influence(encoder, sentence, words.spans[place])
            whole = embedlab.context.read_sense(influence.vectors, words, SENSES, leave_out=place).nearest[
                layer
            ]
            for number, vectors in enumerate(influence.without):
                sense = embedlab.context.read_sense(vectors, words, SENSES, leave_out=place).nearest[layer]
                if sense != whole:
                    found = layer, place, influence.words[number], sense
    assert found is not None, "no single word changes a sense here; choose other sentences"
    layer, place, word, sense = found
    at = visit("leave_out", {"inside_of": str(place + 1)}, layer=layer)
    summary = readings(at)[0]
    assert "; it becomes " in summary
    assert f"{sense} without “{word}”" in summary


def test_a_replacement_is_the_new_sentence(encoder: embedlab.context.Encoder) -> None:
    at = visit("leave_out", {"inside_of": "2", "swap": "2", "swap_with": "manager"})
    found = embedlab.context.replace_word(encoder, SENTENCES[1], (20, 24), 1, "manager")
    summary = readings(at)[2]
    assert "“The manager burst its bank after days of rain”" in summary
    assert f"cosine of {found.cosines[6]:.2f}" in summary
    np.testing.assert_allclose(at.dataframe[1].value["cosine"], found.cosines, atol=1e-5)
    assert found.changed in run_code(at, encoder)
    at.text_input(key="swap_with").set_value("").run()
    assert len(readings(at)) == 2
    assert "replace_word" not in at.code[-1].value


def test_the_strongest_word_is_replaced_unless_another_is_chosen(encoder: embedlab.context.Encoder) -> None:
    at = visit("leave_out", {"inside_of": "2", "swap_with": "manager"})
    influence = embedlab.context.word_influence(encoder, SENTENCES[1], (20, 24))
    assert f"for “{influence.words[influence.strongest(6)]}”" in readings(at)[2]
    found = embedlab.context.replace_word(encoder, SENTENCES[1], (20, 24), influence.strongest(6), "manager")
    assert found.changed in run_code(at, encoder)


def test_attention_and_its_agreement_are_said(encoder: embedlab.context.Encoder) -> None:
    at = visit("attention", layer=4)
    (encoding,) = encoder.encode([SENTENCES[0]])
    span = (14, 18)
    attention = embedlab.context.word_attention(encoding, span)
    influence = embedlab.context.word_influence(encoder, SENTENCES[0], span)
    agreement = embedlab.context.attention_agreement(attention, influence)
    row = attention.outgoing[3].mean(axis=0)
    most, heads, agreed = readings(at)
    assert "Step into layer 4" in most
    assert f"takes most from {attention.tokens[row.argmax()]}: {row.max():.0%}" in most
    assert f"{row[0] + row[-1]:.0%} of its attention" in most
    resting = sum(attention.special[token] for token in attention.outgoing[3].argmax(axis=1))
    assert f"{resting} of 12 heads" in heads
    assert f"agree by {agreement[3]:.2f} at layer 4".replace("-", "−") in agreed
    assert charts(at) == 3
    assert run_code(at, encoder)
    at.selectbox(key="inside_head").set_value("3").run()
    one = attention.outgoing[3, 2]
    assert f"takes most from {attention.tokens[one.argmax()]}: {one.max():.0%}" in readings(at)[0]


def test_at_layer_0_nothing_has_been_attended_to() -> None:
    assert "Step into layer 1" in readings(visit("attention", layer=0))[0]


def test_a_mask_leaves_layer_0_as_it_is() -> None:
    at = visit("leave_out", {"how": "mask"}, layer=0)
    assert "No word changes the vector of “bank” at layer 0" in readings(at)[0]


@pytest.mark.parametrize("senses", [("",) * 6, ("a",) * 6, SENSES])
def test_with_and_without_senses(senses: tuple[str, ...], encoder: embedlab.context.Encoder) -> None:
    at = visit("leave_out", {"swap_with": "money"}, senses=senses)
    labeled = len(set(senses)) > 1
    assert ("nearest to the sense" in readings(at)[0]) == labeled
    assert ("nearest sense" in readings(at)[2]) == labeled
    assert run_code(at, encoder)


def test_a_table_that_became_shorter_forgets_the_sentence() -> None:
    at = visit("leave_out", {"inside_of": "6", "swap": "8", "swap_with": "x"})
    assert "refused" in "".join(at.dataframe[0].value["word"])
    at.session_state["test sentences"] = in_sentences(("my bank here", "the bank"), ("a", "b"))
    at.run()
    assert not at.exception
    assert list(at.dataframe[0].value["word"]) == ["my", "bank", "here"]
    at.session_state["test sentences"] = in_sentences(("the bank",), ("a",))
    at.run()
    assert not at.exception
    assert charts(visit("attention", sentences=("the bank",), senses=("a",))) == 3


@pytest.mark.parametrize(
    "sentences",
    [
        ("bank",),
        ("bank " + "a " * 60,),
        ("bank " + "x" * 1_100,),
        ("bank!", "a bank"),
        ("bank \ufffd \u200b ?",),
    ],
)
def test_what_cannot_be_taken_apart_says_why(sentences: tuple[str, ...]) -> None:
    at = visit("leave_out", sentences=sentences, senses=("",) * len(sentences))
    assert len(at.warning) == 1
    assert charts(at) == 0


HOSTILE = "<b>x</b> :red[a] $y$ bank `c` **d** [e](f) 🙂 銀行"


@pytest.mark.parametrize("part", ["leave_out", "attention"])
@pytest.mark.parametrize(
    "sentence",
    [
        HOSTILE,
        "[MASK] bank [SEP] [CLS]",
        "bank \x00 a\u202eb cafe\u0301",
        "bank bank bank x",
        "a bank 's %{x}",
    ],
)
def test_hostile_sentences_are_text(part: str, sentence: str) -> None:
    at = visit(part, {"swap_with": "<b>$z$"}, sentences=(sentence, "a bank"), senses=("<b>", ":red[s]"))
    markdown = " ".join(element.value for kind in (at.markdown, at.caption, at.warning) for element in kind)
    for acting in ("<b>", ":red[", "$y$", "$z$", "`c`", "**d**", "[e](", "\x00"):
        assert acting not in markdown.replace("\\<b", "")
    assert charts(at)


@pytest.mark.parametrize("key", ["inside_of", "how", "swap", "swap_with"])
@pytest.mark.parametrize("value", ["", "0", "7", "-1", "NaN", "x" * 5_000, "a\x00b", "<b>"])
def test_no_link_breaks_the_inside(key: str, value: str) -> None:
    visit("leave_out", {key: value})


@pytest.mark.parametrize("value", ["", "0", "13", "NaN", "a\x00b"])
def test_no_link_breaks_the_attention(value: str) -> None:
    visit("attention", {"inside_head": value})


def test_a_sentence_without_a_sense_is_read_beside_those_that_have_one(
    encoder: embedlab.context.Encoder,
) -> None:
    sentences = ("We agreed to meet at the bank after lunch", *SENTENCES)
    senses = ("", *SENSES)
    numbers = (2, 3, 4, 5, 6, 7, 9)  # a row of the table may be left out
    at = visit("leave_out", sentences=sentences, senses=senses, numbers=numbers)
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    use = embedlab.word_in_context(encoder, sentences[:1], "bank").vectors[:, 0]
    read = embedlab.context.read_sense(use, words, SENSES)
    summary = readings(at)[0]
    assert f"nearest to the sense {read.nearest[6]} (river {read.cosines[6, 0]:.2f} and" in summary
    assert "though it is given" not in summary
    assert at.selectbox(key="inside_of").options == ["2", "3", "4", "5", "6", "7", "9"]
    assert run_code(at, encoder)
    own = visit("leave_out", {"inside_of": "9"}, sentences=sentences, senses=senses, numbers=numbers)
    left = embedlab.context.read_sense(words.vectors[:, 5], words, SENSES, leave_out=5)
    assert f"(river {left.cosines[6, 0]:.2f} and money {left.cosines[6, 1]:.2f})" in readings(own)[0]
    assert "leave_out=5)" in own.code[-1].value
