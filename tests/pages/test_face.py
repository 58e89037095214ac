"""What every page looks like at first: a headline of one line, nothing unfolded."""

from __future__ import annotations

import pytest

from tests.support.pages import plain, visit
from ui.navigation import COURSE

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
