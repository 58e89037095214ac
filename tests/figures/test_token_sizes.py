"""Bytes per token, drawn: every number inside the frame, nothing where a text was not read."""

from __future__ import annotations

from embedlab.figures.tokens import token_size_figure
from embedlab.tokens import TokenCost


def test_bars_are_bytes_per_token_and_an_unread_text_has_none() -> None:
    english, hindi = TokenCost(14, 12, 60, 60, 0), TokenCost(15, 9, 43, 112, 0)
    unread = TokenCost(9, 9, 43, 112, 3)
    figure = token_size_figure(("English", "Hindi"), {"a": (english, hindi), "b": (english, unread)})
    first, second = figure.data
    assert (first.name, second.name) == ("English", "Hindi")
    assert list(first.x) == [60 / 14] * 2
    assert list(second.x) == [112 / 15, 0]
    assert list(second.text) == ["7.5", "not read: unknown"]
    assert figure.layout.xaxis.range[1] > 1.1 * 112 / 15  # the number beside the longest bar
