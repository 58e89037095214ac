"""What every page looks like at first: a headline of one line, nothing unfolded."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.pages import plain, run_script, visit
from ui.context import attention
from ui.layout import MOST_SENTENCES, split_sentence
from ui.navigation import COURSE
from ui.part import Part
from ui.positional import conventions, measure

MOST = 70  # characters of a headline: one line on a projector


@pytest.mark.parametrize("page", ["home", *COURSE])
def test_the_headline_of_a_first_visit_fits_on_one_line(page: str) -> None:
    at = visit(page, unfolded=False)
    headline = plain(at.header[0].value)
    assert 10 < len(headline) <= MOST, headline


@pytest.mark.parametrize("page", COURSE)
def test_nothing_is_folded_out_on_a_first_visit(page: str) -> None:
    at = visit(page, unfolded=False)
    tables = [str(table.key) for table in at.dataframe]
    assert all(key.startswith("sentence table") for key in tables), tables  # typed in, not a result
    assert not at.code
    assert not at.warning


DENSE = [
    ("positional", measure.PART, {"position_tab": "One measure"}),
    ("positional", conventions.PART, {"position_tab": "Conventions"}),
    ("positional", conventions.PART, {"position_tab": "Conventions", "conv_topic": "Rotary"}),
    ("positional", conventions.PART, {"position_tab": "Conventions", "conv_topic": "ALiBi"}),
    ("context", attention.PART, {"context_tab": "Attention"}),
]
FOLDED = """
from ui import layout
rest = layout.brief_finding("A first one. Two of 3.5. Three that is this! Four. Five.")
layout.fold(rest, "Six.")
layout.fold("", "")
"""


def test_a_brief_finding_shows_two_sentences_and_folds_the_rest() -> None:
    at = run_script(FOLDED)
    assert [plain(each.value) for each in at.header] == ["A first one"]
    (fold,) = at.expander
    assert [plain(each.value) for each in fold.caption] == ["Four. Five. Six."]
    assert plain(at.caption[0].value) == "Two of 3.5. Three that is this!"


@pytest.mark.parametrize(("page", "part", "link"), DENSE)
def test_a_dense_part_says_little_before_its_fold(
    page: str, part: Part[Any, Any], link: dict[str, str]
) -> None:
    at = visit(page, unfolded=False, **link)
    folds = [fold for fold in at.expander if fold.label == "More on this"]
    assert folds
    folded = {each.value for fold in folds for each in fold.caption}
    captions = [plain(each.value) for each in at.caption if each.value not in folded]
    for caption in captions[captions.index(part.line) + 1 :]:
        count, rest = 0, caption
        while rest:
            count, (_, rest) = count + 1, split_sentence(rest)
        assert count <= MOST_SENTENCES, caption
