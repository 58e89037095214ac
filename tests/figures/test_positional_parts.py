"""The figures of the parts hold the numbers they were given; a pattern or a symbol goes with every color."""

from __future__ import annotations

import numpy as np
import pytest

from embedlab.figures.positional_parts import (
    MOST_ROWS,
    chain_figure,
    distance_figure,
    roles_figure,
    spread_figure,
)
from tests.support.hostile import HOSTILE_LABEL


def test_the_parts_stand_head_to_tail_in_their_true_lengths_and_angle() -> None:
    vectors = np.random.default_rng(0).normal(size=(3, 16))
    figure = chain_figure(vectors)
    token, position, segment, total = (
        np.array([[trace.x[place], trace.y[place]] for place in (0, 2)], float) for trace in figure.data
    )
    for before, after in ((token, position), (position, segment)):
        np.testing.assert_allclose(before[1], after[0])
    np.testing.assert_allclose(total, [token[0], segment[1]])
    one, other = token[1] - token[0], position[1] - position[0]
    np.testing.assert_allclose(
        [np.linalg.norm(one), np.linalg.norm(other)], np.linalg.norm(vectors[:2], axis=1)
    )
    assert one @ other == pytest.approx(vectors[0] @ vectors[1])
    assert np.linalg.norm(segment[1] - segment[0]) < np.linalg.norm(vectors[2])  # a shadow
    assert [note.text for note in figure.layout.annotations] == ["token", "position", "segment", "their sum"]


def test_every_token_has_a_sign_in_each_row_and_one_a_ring() -> None:
    norms = np.arange(12, dtype=np.float64).reshape(3, 4)
    figure = spread_figure(norms, 2, [1.0, 2.0, 3.0])
    *parts, ring = figure.data
    for trace, row in zip(parts, norms, strict=True):
        np.testing.assert_allclose(trace.x, row)
    assert len({trace.marker.symbol for trace in parts}) == 3
    np.testing.assert_allclose(ring.x, norms[:, 2])
    assert [note.text for note in figure.layout.annotations] == [
        f"{mean}.00 on average" for mean in (1, 2, 3)
    ]


def test_the_curve_carries_the_places_of_the_text() -> None:
    after, before = np.linspace(1, 0.5, 10), np.linspace(1, 0.7, 10)
    figure = distance_figure({"after": after, "before": before}, start=2, marked=[3, 9], yardstick=0.1)
    named = {trace.name: trace for trace in figure.data}
    np.testing.assert_allclose(named["after"].y, after, rtol=1e-6)
    np.testing.assert_allclose(named["before"].y, before, rtol=1e-6)
    assert named["after"].line.dash != named["before"].line.dash
    assert list(named["in this text"].x) == [3, 9]
    np.testing.assert_allclose(named["in this text"].y, after[[3, 9]], rtol=1e-6)
    assert list(named["two different tokens"].y) == [0.1, 0.1]


def test_what_is_not_there_is_not_drawn() -> None:
    figure = distance_figure({"after": np.ones(1)}, start=511, marked=[], yardstick=float("nan"))
    assert [trace.name for trace in figure.data] == ["after"]


def test_role_tokens_are_hatched_beside_the_usual_row() -> None:
    norms = np.array([3.3, 2.0, 4.0, 3.4])
    figure = roles_figure(
        norms, ["<|im_start|>", "user", HOSTILE_LABEL, "<|im_end|>"], [True, False, False, True], usual=3.1
    )
    roles, others, usual = figure.data
    assert list(roles.y) == [0, 3]
    np.testing.assert_allclose(roles.x, [3.3, 3.4], rtol=1e-6)
    assert list(others.y) == [1, 2]
    assert roles.width == others.width
    assert roles.marker.pattern.shape != others.marker.pattern.shape
    assert list(usual.x) == [3.1, 3.1]
    assert figure.layout.yaxis.ticktext[0].startswith("&lt;|im_")
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # the first token on top
    long = roles_figure(np.ones(100), ["a"] * 100, [True] * 100, usual=1)
    assert len(long.data[0].y) == MOST_ROWS
