"""The training page: the letters, own text, one pair at a time, and what cannot be trained on."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.support.pages import plain, readings, texts, visit, warnings

LONG = "the quick brown fox jumps over the lazy dog and runs away from the angry farmer " * 8


def own(text: str) -> AppTest:
    """Open the page and paste a text."""
    at = visit("training", letters_text="Your own")
    assert not at.exception
    at.text_area(key="letters_own").input(text).run()
    assert not at.exception
    return at


def test_the_headline_counts_vowels_next_to_vowels() -> None:
    at = visit("training")
    assert readings(at)[0].startswith("Nobody named the vowels, yet ")
    assert "On text it never saw, the model’s loss falls from 3." in readings(at)[0]
    assert "pretty is not the same as good" in readings(at)[0]
    table = next(each.value for each in at.dataframe if "letter" in each.value)
    assert table["letter"].tolist()[:4] == ["space", "a", "b", "c"]


def test_an_own_text_is_learned_and_is_not_in_the_link() -> None:
    at = own(LONG)
    assert "Nobody named the vowels" in readings(at)[0]
    assert "fox" not in str(dict(at.query_params))
    assert "Your own text is not in it" in " ".join(plain(each.value) for each in [*at.markdown, *at.caption])
    exec(compile(at.code[0].value, "own text", "exec"), {})
    at.button_group(key="letters_text").set_value(["News"]).run()
    at.button_group(key="letters_text").set_value(["Your own"]).run()
    assert at.text_area(key="letters_own").value == LONG  # nothing typed is lost


@pytest.mark.bad_input(58)
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("otter", "5 letters and spaces; training needs at least 500"),
        ("Otters slid down the muddy river bank.", "at least 500"),
        ("\x00\x01 12 %% \x7f", "0 letters and spaces"),
        ("aaa bbb " * 100, "2 different letters; training needs at least 5"),
    ],
)
def test_a_text_too_small_to_learn_from_is_one_sentence(text: str, message: str) -> None:
    at = own(text)
    assert message in warnings(at)
    assert at.text_area(key="letters_own").value == text


@pytest.mark.bad_input(58)
def test_stop_words_alone_are_letters_like_any_other() -> None:
    assert "Nobody named the vowels" in readings(own("the of and to in is was for with that " * 20))[0]


def test_no_text_is_a_hint() -> None:
    assert "Nothing to show yet" in visit("training", letters_text="Your own").info[0].value


def test_a_text_without_known_vowels_is_compared_with_counting() -> None:
    assert "the model" in readings(own("שלום עולם זה טקסט קצר על חתול וכלב שישבו על מחצלת ליד הנהר " * 15))[0]


def test_the_next_pair_is_learned_after_the_one_before() -> None:
    at = visit("training", training_tab="One pair at a time")
    first = readings(at)[1]
    assert first.startswith("5 of 16 rows move; the loss falls from")
    assert "Pair 1 of 46: “the” is the center and “cat” stands beside it" in first
    next(each for each in at.button if each.label == "Next pair").click()
    at.run()
    assert "Pair 2 of 46" in readings(at)[1]
    assert at.query_params["pair"] in ("2", ["2"])
    exec(compile(at.code[0].value, "pair", "exec"), {})


@pytest.mark.bad_input(58)
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"pair_text": "otter"}, "has 1 word; a pair needs at least 2"),
        ({"pair_text": "the of and", "pair_negatives": "5"}, "at most 2"),
    ],
)
def test_a_text_without_pairs_is_one_sentence_and_the_page_goes_on(
    query: dict[str, str], message: str
) -> None:
    at = visit("training", training_tab="One pair at a time", **query)
    assert message in warnings(at)
    assert at.text_input(key="pair_text").value == query["pair_text"]
    assert "Nobody named the vowels" in readings(at)[0]


@pytest.mark.bad_input(53, 58)
def test_a_window_of_zero_in_a_link_is_named() -> None:
    at = visit("training", training_tab="One pair at a time", pair_window="0")
    assert "pair_window" in plain(at.toast[0].value)
    assert "rows move" in readings(at)[1]


def test_three_predictions_have_answers() -> None:
    at = visit("training")
    for _ in range(3):
        at.button(key="training bet A").click().run()
        at.button(key="training bets reveal").click().run()
        assert not at.exception
        at.button(key="training bets next").click().run()
    assert "of 3 answers" in at.success[0].value


def test_files_and_texts() -> None:
    at = visit("training", training_tab="Files")
    assert not at.exception
    assert "before and after training" in texts(at) + " ".join(plain(each.value) for each in at.markdown)


def test_the_same_seed_gives_the_same_table_and_another_one_does_not() -> None:
    at = visit("training", training_tab="Same twice?", letters_steps="300")
    assert readings(at)[1].startswith("The same seed gives the same table: 0 of 54 numbers differ.")
    assert "Another seed changes 54 of 54 numbers" in readings(at)[1]
    exec(compile(at.code[0].value, "repeats", "exec"), {})


def test_the_moves_sent_to_the_browser_add_up_to_every_table() -> None:
    from ui.training.picture import _whole_numbers

    steps = np.random.default_rng(0).normal(scale=0.01, size=(200, 5, 2))
    tables = np.cumsum(steps, axis=0).astype(np.float32)
    for jump in (0.0, 3.0):  # moves that fit a byte, and one that asks for coarser numbers
        tables[100:] += jump
        start, moves, full = _whole_numbers(tables)
        assert moves.dtype == np.int8
        rebuilt = np.cumsum([start, *moves.astype(int)], axis=0).reshape(tables.shape)
        reach = np.abs(tables).max()
        np.testing.assert_allclose(rebuilt / full * reach, tables, atol=0.501 / full * reach)
