"""The attention page: what it says of a sentence, its parts, and links that ask for too much."""

from __future__ import annotations

import json

import numpy as np
import pytest

from embedlab.attention import LayerProbe, layer_probes
from embedlab.attention.probes import probe_model
from tests.support.pages import readings, texts, visit, warnings
from ui import decoder, fits, models
from ui.attention import knows, picture, predictions, summaries, view
from ui.attention.query import Query
from ui.models import ENCODER

BANK = "Otter after otter slid down the muddy river bank"
QUERY = Query(BANK, ENCODER, 3, 12, None)
PARTS = {
    "What do heads look at?": r"Previous token: head 3 of layer 1",
    "All heads at once": "72 heads look at the same sentence in 72 ways",
    "Do similar words attend to each other?": "Rarely",
    "Through the layers": "The state of “bank” goes from length",
    "Two texts": "“bank” takes most from “river” in the first text (56%), from “savings” in the second",
    "Are these the model's numbers?": "No head of layer 3 lies farther than",
}


def test_the_headline_names_the_largest_weight_and_the_distance_to_the_model() -> None:
    result = view.view(QUERY)
    summary = summaries.summary(result)
    assert summary.startswith("“bank” takes ")
    assert "from “river” in head 12 of layer 3" in summary
    assert "millionths of its length from the model's own" in summary
    assert result.errors.max() < 1e-5


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_a_finding(part: str) -> None:
    at = visit("attention", attention_tab=part)
    assert not at.exception, at.exception[0].message
    assert any(PARTS[part] in reading for reading in readings(at)), readings(at)
    assert not at.warning


def test_what_a_worker_probed_is_read_back_and_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def offer(key: str, task: object, name: str, **options: object) -> dict[str, LayerProbe]:
        assert (task, name) == (probe_model, ENCODER)
        arrays, facts = knows.KIND.pack(layer_probes(models.encoder(name), permutations=3))
        probes: dict[str, LayerProbe] = knows.KIND.unpack(arrays, facts)
        return probes

    monkeypatch.setattr(fits, "offer", offer)
    at = visit("attention", attention_tab="What do layers know?")
    assert not at.exception, at.exception[0].message
    assert "In MiniLM the length of a word is read best in layer" in " ".join(readings(at))


@pytest.mark.parametrize(
    ("speech", "sense", "verdict"),
    [
        ([0.5, 0.9, 0.5, 0.5], [0.5, 0.5, 0.5, 0.9], "layers meaning” holds here"),
        ([0.5, 0.5, 0.5, 0.9], [0.5, 0.9, 0.5, 0.5], "is the other way round"),
        ([0.5, 0.9, 0.89, 0.5], [0.5, 0.5, 0.89, 0.9], "peaks earlier than sense, and in 1 of 4 layers both"),
        ([0.5, 0.5, 0.9, 0.5], [0.5, 0.5, 0.9, 0.5], "peaks in the same layer as sense"),
    ],
)
def test_the_order_of_syntax_and_meaning_is_computed(
    speech: list[float], sense: list[float], verdict: str
) -> None:
    curves = (np.array(values) for values in (speech, speech, sense))
    probes = {str(row): LayerProbe(curve, curve, curve, 0.3, 100) for row, curve in enumerate(curves)}
    assert verdict in summaries.order(probes, causal=False)


def test_the_picture_holds_the_models_numbers_and_stays_small() -> None:
    data = picture._data(QUERY, 9)
    assert len(json.dumps(data)) <= 150_000
    assert data["rows"] == list(range(11))
    assert [step["key"] for step in data["steps"]] == ["x", "qkv", "score", "softmax", "mix", "add"]
    assert picture._rows(60, 40) == [0, *range(21, 44)]
    assert picture._rows(60, 59) == [0, *range(37, 60)]
    assert data["sharing"] is None


def test_the_token_of_the_link_asks() -> None:
    at = visit("attention", token="9")
    assert "“river” takes" in readings(at)[0]


@pytest.mark.parametrize(
    ("part", "finding"),
    [
        ("Which token comes next?", "the model expects “Paris” with 77%"),
        ("What would each layer write?", "in layer 27 its rank is 34"),
        ("What if?", "Without head 5 of layer 24, “Paris” goes from 77% to 14%"),
        ("Does attention tell what matters?", "looks most at “The” (67%), but hiding “capital” changes more"),
    ],
)
def test_the_decoder_writes_the_next_token(
    part: str, finding: str, smollm: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoder, "is_requested", lambda: True)
    at = visit("attention", attention_tab=part)
    assert any(finding in reading for reading in readings(at)), readings(at)
    assert not at.warning


def test_a_hidden_word_and_another_one_change_the_answer(
    smollm: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoder, "is_requested", lambda: True)
    hidden = visit("attention", attention_tab="What if?", what_if="a word is hidden")
    assert any("With “France” hidden, “Paris” goes from 77% to <1%" in each for each in readings(hidden))
    other = visit("attention", attention_tab="What if?", what_if="another word", what_if_new="Spain")
    assert any("; the model now expects “Madrid”" in each for each in readings(other)), readings(other)
    empty = visit("attention", attention_tab="What if?", next_of=" ")
    assert "The text is empty" in warnings(empty)


def test_without_a_beginning_nothing_is_written(smollm: object) -> None:
    at = visit("attention", attention_tab="Let it write", write_of=" ")
    assert any("type the beginning of a sentence" in each.value for each in at.info)


@pytest.mark.bad_input(94)
def test_a_link_beyond_the_model_shows_the_default() -> None:
    at = visit("attention", layer="7", head="13", token="99")
    assert "“bank” takes 56% from “river” in head 12 of layer 3" in readings(at)[0]
    assert len(at.toast) == 2


@pytest.mark.bad_input(1)
def test_an_empty_sentence_is_a_hint_and_signs_alone_a_sentence() -> None:
    at = visit("attention")
    at.text_input(key="text").input("  ").run()
    assert "Nothing to show yet" in texts(at)
    at.text_input(key="text").input("\x00\x01").run()
    assert "type at least one word" in warnings(at)


@pytest.mark.bad_input(55)
def test_a_text_beyond_the_limit_is_cut_and_the_page_says_so() -> None:
    result = view.view(Query("bank " * 300, ENCODER, 1, 1, None))
    assert "The first 64 tokens are computed, 238 are left out." in summaries.summary(result)


def test_one_token_is_enough() -> None:
    at = visit("attention")
    at.text_input(key="text").input("bank").run()
    assert not at.exception
    assert "“bank” takes" in readings(at)[0]


def test_the_parts_of_too_short_a_text_say_so() -> None:
    at = visit("attention", attention_tab="Do similar words attend to each other?")
    at.text_input(key="text").input("bank").run()
    assert "too few tokens" in warnings(at)


@pytest.mark.bad_input(1)
@pytest.mark.bad_input(55)
@pytest.mark.bad_input(94)
def test_a_second_text_that_cannot_be_compared_is_a_sentence() -> None:
    at = visit("attention", attention_tab="Two texts")
    at.text_input(key="second_text").input(" ").run()
    assert "type a second text above" in texts(at)
    at.text_input(key="second_text").input("🙂🙂").run()
    assert "no token “bank”" in warnings(at)
    at.text_input(key="second_text").input("bank " * 90).run()
    assert "The first 64 tokens are computed, 28 are left out." in texts(at)
    at.text_input(key="second_text").input(BANK).run()
    assert "In 0 of all 72 heads" in texts(at)
    assert not at.warning


def test_the_second_text_follows_the_first_until_it_is_changed() -> None:
    at = visit("attention", attention_tab="Two texts")
    at.text_input(key="text").input("The milk was sour").run()
    assert at.text_input(key="second_text").value == "The milk was sick"
    at.text_input(key="second_text").input("The milk is sour").run()
    at.text_input(key="text").input("The milk was very sour").run()
    assert at.text_input(key="second_text").value == "The milk is sour"


def test_the_predictions_have_their_answers_among_the_choices() -> None:
    for index in range(3):
        question, answer = predictions._ask(index), predictions._reveal(index)
        assert answer.choice in question.choices
    assert predictions._reveal(0).choice == "milk"
