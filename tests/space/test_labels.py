"""Words on a map: those chosen never overlap, and none was left out without a reason."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embedlab
from embedlab.space.labels import MARGIN, choose_boxes, choose_labels

RANDOM = np.random.default_rng(0)
MANY = RANDOM.normal(size=(20_000, 2)).astype(np.float32)
WIDTHS = RANDOM.uniform(10, 120, len(MANY))


def scaled(coordinates: np.ndarray, width: float, height: float) -> np.ndarray:
    """Return where a figure draws the points, written anew from its rule."""
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    inner = np.array([width, height]) * (1 - 2 * MARGIN)
    return np.array([width, height]) * MARGIN + (coordinates - low) / (high - low) * inner


def overlaps(places: np.ndarray, widths: np.ndarray, line: float, chosen: np.ndarray) -> np.ndarray:
    """Return which pairs of boxes share an area, as a square of truths; the diagonal is False."""
    (x, y), half = places[chosen].T, widths[chosen] / 2
    left, right = x - half, x + half
    across = (left[:, None] < right - 1e-6) & (left < right[:, None] - 1e-6)
    down = (y[:, None] < y + line - 1e-6) & (y < y[:, None] + line - 1e-6)
    return across & down & ~np.eye(len(chosen), dtype=bool)


@pytest.mark.parametrize(("width", "height", "line"), [(1000, 600, 18), (300, 200, 30), (3000, 2000, 12)])
def test_no_two_chosen_labels_overlap(width: float, height: float, line: float) -> None:
    places = scaled(MANY.astype(np.float64), width, height)
    every = np.arange(2_000)
    assert overlaps(places, WIDTHS, line, every).any()  # before: the test could fail
    chosen = choose_labels(MANY, WIDTHS, width=width, height=height, line=line)
    assert len(chosen) > 10
    assert not overlaps(places, WIDTHS, line, chosen).any()


def test_only_those_in_the_way_are_left_out() -> None:
    points, widths = MANY[:500], WIDTHS[:500]
    order = RANDOM.permutation(500)
    chosen = choose_labels(points, widths, width=800, height=500, priority=order, most=500)
    places = scaled(points.astype(np.float64), 800, 500)
    rank = {int(index): place for place, index in enumerate(order)}
    for left_out in set(range(500)) - set(chosen.tolist()):
        better = np.array([index for index in chosen if rank[int(index)] < rank[left_out]])
        assert overlaps(places, widths, 18, np.append(better, left_out))[-1].any()


def test_the_order_decides() -> None:
    same = np.zeros((50, 2))
    for first in (0, 17, 49):
        order = [first, *(index for index in range(50) if index != first)]
        assert choose_labels(same, np.full(50, 40), width=100, height=100, priority=order).tolist() == [first]


def test_a_worked_example() -> None:
    # 1000 pixels with margins of 50: the points stand at x = 50, 500 and 950
    line = [[0, 0], [0.5, 0], [1, 0]]
    assert choose_labels(line, [449, 449, 449], width=1000, height=100).tolist() == [0, 1, 2]
    assert choose_labels(line, [451, 451, 451], width=1000, height=100).tolist() == [0, 2]
    assert choose_labels(line, [451, 451, 451], width=1000, height=100, priority=[1, 0, 2]).tolist() == [1]
    assert choose_labels(line, [449] * 3, width=1000, height=100, priority=[2, 0]).tolist() == [2, 0]


@pytest.mark.parametrize("point", [[0.0, 0.0], [1e30, -1e30]])
def test_a_lone_point_is_chosen(point: list[float]) -> None:
    assert choose_labels([point], [5000], width=10, height=10).tolist() == [0]


def test_more_room_more_words() -> None:
    counts = [
        len(choose_labels(MANY[:2_000], WIDTHS[:2_000], width=100 * n, height=60 * n)) for n in (1, 3, 10, 30)
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] <= 400
    assert len(choose_labels(MANY, WIDTHS, width=3000, height=2000, most=25)) == 25


def test_twenty_thousand_points_are_quick() -> None:
    seconds = []
    for _ in range(5):
        begun = time.perf_counter()
        choose_labels(MANY, WIDTHS, width=1280, height=720)
        seconds.append(time.perf_counter() - begun)
    assert min(seconds) < 0.1


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 500)), min_size=1, max_size=40
    ),
    st.floats(1, 60),
)
def test_boxes_anywhere(boxes: list[tuple[float, float, float]], line: float) -> None:
    table = np.array(boxes)
    chosen = choose_boxes(table[:, :2], table[:, 2], line=line)
    assert chosen[0] == 0
    assert not overlaps(table[:, :2], table[:, 2], line, chosen).any()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"coordinates": [[0, 0, 0]]}, "2 dimensions and these points have 3"),
        ({"coordinates": [[0, np.nan]]}, "1 of 1 points have coordinates that are not finite"),
        ({"coordinates": [["x", "y"]]}, "not numbers"),
        ({"coordinates": [[0, 0], [1, 1]]}, "1 labels and 2 points"),
        ({"coordinates": np.zeros((0, 2)), "widths": []}, "0 points"),
        ({"widths": [-1]}, "negative or not finite"),
        ({"widths": [np.nan]}, "negative or not finite"),
        ({"widths": [[1]]}, "one width for each point"),
        ({"width": 0}, "width = 0"),
        ({"height": np.inf}, "height = inf"),
        ({"line": -1}, "line = -1"),
        ({"most": -1}, "most = -1"),
        ({"priority": [1]}, "does not exist"),
        ({"priority": [0, 0]}, "a point twice"),
        ({"priority": [0.5]}, "whole numbers"),
    ],
)
def test_what_cannot_be_chosen_from_is_said(options: dict[str, object], message: str) -> None:
    given = {"coordinates": [[0, 0]], "widths": [10], "width": 100, "height": 100} | options
    coordinates, widths = given.pop("coordinates"), given.pop("widths")
    with pytest.raises(embedlab.InvalidInputError, match=message):
        choose_labels(coordinates, widths, **given)  # type: ignore[arg-type]
