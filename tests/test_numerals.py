"""Numbers are written one way everywhere."""

from __future__ import annotations

import doctest

import pytest

from embedlab import numerals
from embedlab.numerals import number_text, percent_text


def test_the_examples_of_the_module_hold() -> None:
    assert doctest.testmod(numerals).failed == 0


@pytest.mark.parametrize(
    ("number", "text"), [(-0.0, "0.00"), (-0.004, "0.00"), (-0.006, "−0.01"), (2, "2.00")]
)
def test_what_rounds_to_zero_has_no_sign(number: float, text: str) -> None:
    assert number_text(number) == text
    assert "-" not in number_text(number)


def test_percent_stands_next_to_its_number() -> None:
    assert percent_text(1) == "100%"
    assert percent_text(-0.001) == "0%"
    assert percent_text(0.0004, 1) == "<0.1%"
    assert percent_text(0.0) == "0%"
