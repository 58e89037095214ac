"""The applications page: what it says of a text, every part, edited labels, and what cannot be learned."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.pages import plain, readings, texts, visit, warnings
from ui.applications import collections
from ui.applications.collections import HELP_DESK, OWN, ROWS

PARTS = {
    "Edit the labels": r"Of texts it has not seen, \d\d% are sorted right\.",
    "Read the mistakes": r"Texts on “\w+” are taken for “\w+” most often: \d+ times\.",
    "Groups without labels": r"6 groups stand out without any label, such as “\w+”, “\w+” and “\w+”\.",
    "Shorter vectors": r"64 random numbers keep \d\d% of the nearest neighbors\.",
    "Static or contextual?": r"Layer \d sorts best: \d\d% right\.",
    "What does it cost?": r"1,000,000 such texts are [\d,]+ tokens: 0\.\d\d at this price\.",
}


def with_rows(rows: list[tuple[str, str]], **query: str) -> AppTest:
    """Open the page with labeled texts of one's own."""
    at = visit("applications")
    at.session_state[ROWS] = {OWN: tuple(rows)}
    for key, value in ({"sort_collection": OWN} | query).items():
        at.query_params[key] = value
    at.segmented_control(key="sort_collection").set_value(OWN).run()
    assert not at.exception, at.exception[0].message
    return at


def test_the_picture_names_the_desk_and_the_examples_that_decided() -> None:
    at = visit("applications")
    headline = readings(at)[0]
    assert headline.startswith("“The van drove past my house and never stopped” goes to delivery (")
    deciding = next(plain(each.value) for each in at.markdown if "What decided for" in each.value)
    contributions = [float(value) for value in re.findall(r"\*\*\+(\d\.\d\d)\*\*", deciding)]
    assert contributions == sorted(contributions, reverse=True)
    assert len(contributions) == 4


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_its_finding(part: str) -> None:
    at = visit("applications", sort_tab=part)
    assert not at.exception
    assert re.match(PARTS[part], readings(at)[1]), readings(at)[1]


def test_the_label_curve_shows_that_vectors_need_few_labels() -> None:
    at = visit("applications", sort_tab="How many labels?")
    for _ in range(200):
        if len(readings(at)) > 1:
            break
        at.run()
    assert re.match(r"With 1 label a class, vectors sort \d\d% right\.", readings(at)[1])


def test_an_edited_label_changes_the_answer_at_once() -> None:
    data = collections.bundled()
    rows = [
        ("spam" if desk == "delivery" else desk, text)
        for desk, text in zip(data.labels, data.texts, strict=True)
    ]
    at = visit("applications")
    at.session_state[ROWS] = {HELP_DESK: tuple(rows)}
    at.run()
    assert "goes to spam" in readings(at)[0]


def test_own_texts_are_learned_from() -> None:
    rows = [("praise", "I love it"), ("praise", "wonderful"), ("blame", "I hate it"), ("blame", "awful")]
    at = with_rows(rows, sort_text="How nice!")
    at.text_input(key="sort_text").input("How nice!").run()
    assert "goes to praise" in readings(at)[0]


@pytest.mark.bad_input(81)
@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("x", "one"), ("x", "two")], "There is one class"),
        ([("x", "one"), ("x", "two"), ("y", "three")], "The class “y” has one text"),
        ([("x", "one"), ("", "two")], "has no label"),
        ([("x", "one"), ("y", " ")], "Text 2 is empty"),
        ([], "There is one class"),
    ],
)
def test_what_cannot_be_learned_is_one_sentence_and_the_page_goes_on(
    rows: list[tuple[str, str]], sentence: str
) -> None:
    at = with_rows(rows)
    assert sentence in warnings(at)
    assert "goes to delivery" in readings(at)[0]  # the table from before


@pytest.mark.bad_input(82)
def test_the_same_text_with_two_labels_is_named() -> None:
    rows = [("x", "same"), ("y", "same"), ("x", "other"), ("y", "third")]
    at = with_rows(rows)
    at.query_params["sort_tab"] = "Edit the labels"
    at.run()
    assert "“same” has several labels: x and y" in warnings(at)


@pytest.mark.bad_input(1)
@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_is_a_hint(text: str) -> None:
    at = visit("applications", sort_text=text)
    at.text_input(key="sort_text").input(text).run()
    assert "Nothing to sort yet" in texts(at)
