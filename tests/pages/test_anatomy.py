"""The anatomy that all pages share: parts and their old links, folds, Start over."""

from __future__ import annotations

import importlib
import re
from collections import Counter

import pytest
from streamlit.testing.v1 import AppTest

from tests.support import ROOT
from tests.support.pages import plain, readings, run_script, visit
from ui.layout import split_sentence
from ui.navigation import COURSE

BAR = """
from ui.parts_bar import ask_part
from ui.part import Part, no_options

nothing = lambda *_: []
parts = (
    Part("First", no_options, nothing, nothing, nothing, line="The first."),
    Part("Second", no_options, *[nothing] * 3, line="The second.", former=("Old name",), deeper=True),
)
ask_part(parts, key="some_tab")
"""


def open_line(at: AppTest) -> str:
    assert not at.exception, at.exception[0].message
    return plain(at.caption[0].value)


def test_the_first_part_is_open_unless_the_link_names_another() -> None:
    assert open_line(run_script(BAR)) == "The first."
    assert open_line(run_script(BAR, some_tab="Second")) == "The second."


def test_an_old_name_in_a_link_still_opens_its_part() -> None:
    assert open_line(run_script(BAR, some_tab="Old name")) == "The second."


@pytest.mark.bad_input(53)
def test_a_part_that_does_not_exist_is_named_and_the_first_is_open() -> None:
    at = run_script(BAR, some_tab="<b>none</b>")
    assert open_line(at) == "The first."
    assert "<b>none</b>" in plain(at.toast[0].value)
    assert "some_tab" not in at.query_params


def test_only_what_is_unfolded_is_sent() -> None:
    at = visit("tokens", unfolded=False)
    assert not at.code
    assert "The same in Python" not in " ".join(str(each.value) for each in at.markdown)
    at.button_group(key="behind").set_value(["Python"]).run()
    assert "import embedlab" in at.code[0].value
    assert "Where these numbers come from" not in " ".join(str(each.value) for each in at.markdown)


@pytest.mark.parametrize("page", COURSE)
def test_every_lesson_has_notes_for_teachers(page: str) -> None:
    at = visit(page, unfolded=False)
    at.button_group(key="behind").set_value(["For teachers"]).run()
    assert any("**They will say.**" in str(each.value) for each in at.markdown)


def test_start_over_puts_every_control_of_the_link_at_its_default() -> None:
    at = visit("vectors", a="paris", b="france", c="rome", vectors_tab="Files")
    before = readings(at)[0]
    next(each for each in at.button if each.label == "Start over").click()
    at.run()
    assert not at.exception
    assert at.text_input(key="a").value == "man"
    assert readings(at)[0] != before
    assert "vectors_tab" not in at.query_params


@pytest.mark.parametrize("page", COURSE)
def test_parts_have_distinct_names_old_ones_included(page: str) -> None:
    declared = re.findall(r"(\w+)\.PART\b", (ROOT / "pages" / f"{page}.py").read_text("utf-8"))
    parts = [importlib.import_module(f"ui.{page}.{module}").PART for module in declared]
    # a name that stood for two parts is told apart by the keys of its link
    names = Counter(
        name for part in parts for name in (part.label, *(() if part.former_keys else part.former))
    )
    assert len(parts) >= {"search": 7}.get(page, 8)
    assert all(count == 1 for count in names.values()), names
    assert 1 <= sum(not part.deeper for part in parts) <= 5


@pytest.mark.parametrize(
    ("summary", "headline", "note"),
    [
        ("One sentence.", "One sentence.", ""),
        (
            "The map keeps 3.5 of 8. It tears “U.S. troops” apart.",
            "The map keeps 3.5 of 8.",
            "It tears “U.S. troops” apart.",
        ),
        ("“U.S. troops” is near. So it is.", "“U.S. troops” is near.", "So it is."),
        ("No stop at the end", "No stop at the end", ""),
        ("", "", ""),
    ],
)
def test_the_headline_is_the_first_sentence(summary: str, headline: str, note: str) -> None:
    assert split_sentence(summary) == (headline, note)
