"""Labels of a figure: those written never overlap, and none was left out without a reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embedlab.figures.lettering import separate_labels

RANDOM = np.random.default_rng(0)
CENTERS = RANDOM.normal(scale=200, size=(500, 2))
WIDTHS = RANDOM.uniform(10, 120, len(CENTERS))


def overlaps(centers: np.ndarray, widths: np.ndarray, line: float, rows: np.ndarray) -> np.ndarray:
    """Return which pairs of boxes share an area, as a square of truths; the diagonal is False."""
    (x, y), half = centers[rows].T, widths[rows] / 2
    left, right = x - half, x + half
    across = (left[:, None] < right - 1e-6) & (left < right[:, None] - 1e-6)
    down = (y[:, None] < y + line - 1e-6) & (y < y[:, None] + line - 1e-6)
    return across & down & ~np.eye(len(rows), dtype=bool)


def test_only_labels_in_the_way_are_left_out() -> None:
    order = RANDOM.permutation(len(CENTERS))
    assert overlaps(CENTERS, WIDTHS, 18, order).any()  # before: the test could fail
    written = separate_labels(CENTERS, WIDTHS, line=18, priority=order)
    assert not overlaps(CENTERS, WIDTHS, 18, written).any()
    rank = np.argsort(order)
    for left_out in set(order.tolist()) - set(written.tolist()):
        better = written[rank[written] < rank[left_out]]
        assert overlaps(CENTERS, WIDTHS, 18, np.append(better, left_out))[-1].any()


@pytest.mark.parametrize("first", [0, 17, 49])
def test_the_order_decides(first: int) -> None:
    order = np.array([first, *(index for index in range(50) if index != first)])
    assert separate_labels(np.zeros((50, 2)), np.full(50, 40.0), line=18, priority=order).tolist() == [first]


@pytest.mark.parametrize(
    ("width", "order", "written"),
    [
        (449, [0, 1, 2], [0, 1, 2]),
        (451, [0, 1, 2], [0, 2]),
        (451, [1, 0, 2], [1]),
        (449, [2, 0], [2, 0]),
        (449, [], []),
    ],
)
def test_a_worked_example(width: float, order: list[int], written: list[int]) -> None:
    centers = np.array([[50.0, 0], [500, 0], [950, 0]])
    priority = np.array(order, dtype=np.int64)
    assert separate_labels(centers, np.full(3, float(width)), line=18, priority=priority).tolist() == written


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 500)), min_size=1, max_size=40
    ),
    st.floats(1, 60),
)
def test_boxes_anywhere(boxes: list[tuple[float, float, float]], line: float) -> None:
    table = np.array(boxes)
    written = separate_labels(table[:, :2], table[:, 2], line=line, priority=np.arange(len(table)))
    assert written[0] == 0
    assert not overlaps(table[:, :2], table[:, 2], line, written).any()
