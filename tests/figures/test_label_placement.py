"""Labels of a map: none covers another, a marker or an obstacle, and as many as fit are written."""

from __future__ import annotations

import numpy as np
import pytest

from embedlab.figures.label_placement import SIDES, Area, PlacedLabel, place_heading, place_labels, text_width

AREA = Area(600, 500)
SIZE, OFFSET, MARKER = 16.0, 8.0, 5.0


def place(points: np.ndarray, texts: list[str], **options: object) -> list[PlacedLabel]:
    values = {"area": AREA, "size": SIZE, "offset": OFFSET, "marker": MARKER, "order": range(len(texts))}
    return place_labels(points, texts, **{**values, **options})  # type: ignore[arg-type]


def overlaps(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def square(point: np.ndarray, half: float) -> tuple[float, ...]:
    return (*(point - half), *(point + half))


@pytest.mark.parametrize("count", [2, 40, 150, 600])
@pytest.mark.parametrize("seed", range(3))
def test_no_label_covers_a_label_a_marker_or_the_border(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    points = random.uniform(0, 1, size=(count, 2)) * (AREA.width, AREA.height)
    texts = ["x" * length for length in random.integers(1, 12, count)]
    placed = place(points, texts)
    assert len(placed) >= min(count, 15)
    for number, label in enumerate(placed):
        left, top, right, bottom = label.box
        assert 0 <= left < right <= AREA.width
        assert 0 <= top < bottom <= AREA.height
        assert right - left == pytest.approx(text_width(texts[label.index], SIZE))
        assert not any(overlaps(label.box, other.box) for other in placed[:number])
        assert not any(overlaps(label.box, square(point, MARKER)) for point in points)


def test_a_label_stands_at_its_point_on_the_side_that_it_names() -> None:
    point = np.array([[300.0, 250.0]])
    for side, right, down in SIDES:
        better = np.array([square_of(other) for other in sides_before(side)]).reshape(-1, 4)
        (label,) = place(point, ["word"], obstacles=better)
        assert label.side == side
        middle = (np.array(label.box[:2]) + label.box[2:]) / 2 - point[0]
        half = (np.array(label.box[2:]) - label.box[:2]) / 2
        np.testing.assert_allclose(middle, (OFFSET + half) * (right, down), atol=1e-9)


def sides_before(side: str) -> list[tuple[int, int]]:
    names = [name for name, _, _ in SIDES]
    return [(right, down) for _, right, down in SIDES[: names.index(side)]]


def square_of(direction: tuple[int, int]) -> tuple[float, ...]:
    """Return a small obstacle in the middle of where a label on that side would stand."""
    half = np.array([text_width("word", SIZE), SIZE]) / 2
    return square(np.array([300.0, 250.0]) + (OFFSET + half) * direction, 1)


def test_the_important_come_first_and_only_those_asked_for_are_written() -> None:
    points = np.full((5, 2), 250.0) + np.arange(5)[:, None] * 0.1
    placed = place(points, ["word"] * 5, order=[3, 1], marker=0.0, markers=np.empty((0, 2)))
    assert [label.index for label in placed] == [3, 1]
    crowd = np.full((200, 2), 250.0)
    placed = place(crowd, ["word"] * 200, order=range(199, -1, -1), marker=0.0, markers=np.empty((0, 2)))
    assert [label.index for label in placed] == list(range(199, 199 - len(placed), -1))
    assert 1 <= len(placed) <= len(SIDES)


def test_a_label_without_room_pushes_another_to_its_other_side() -> None:
    points = np.array([[300.0, 250.0], [300.0 + text_width("word", SIZE) + 30, 250.0]])
    walls = np.array([(0, 0, 600, 238), (0, 262, 600, 500), (points[1, 0] + 5, 0, 600, 500)])
    first, second = place(points, ["word", "word"], obstacles=walls, markers=points[:1])
    assert (first.side, second.side) == ("middle left", "middle left")


def test_markers_may_be_covered_where_a_crowd_leaves_no_room() -> None:
    points = np.stack(np.meshgrid(np.arange(5, 400, 14.0), np.arange(5, 300, 14.0)), axis=-1).reshape(-1, 2)
    texts = ["word"] * len(points)
    small = Area(400, 300)
    assert not place(points, texts, area=small)
    first = np.where(np.arange(len(points)) == 300, len(points), 0)
    assert [label.index for label in place(points, texts, area=small, most_covered=first)] == [300]
    assert len(place(points, texts, area=small, most_covered=12)) > 30


def test_a_heading_is_free_and_nearest_to_its_own_points() -> None:
    own, others = np.array([[100.0, 100.0], [160.0, 120.0]]), np.array([[400.0, 300.0]])
    markers = np.array([square(point, MARKER) for point in (*own, *others)])
    options = {"area": AREA, "size": 20.0, "obstacles": markers, "own": own, "others": others}
    box = place_heading(own.mean(axis=0), "kind", **options)  # type: ignore[arg-type]
    assert box is not None
    assert not any(overlaps(box, tuple(marker)) for marker in markers)
    middle = (np.array(box[:2]) + box[2:]) / 2
    assert np.linalg.norm(own - middle, axis=1).min() < np.linalg.norm(others - middle, axis=1).min()
    full = np.array([(0.0, 0.0, AREA.width, AREA.height)])
    assert place_heading(own[0], "kind", **{**options, "obstacles": full}) is None  # type: ignore[arg-type]


def test_widths_grow_with_what_is_written() -> None:
    assert text_width("", 16) == 0
    assert text_width("ill", 16) < text_width("hat", 16) < text_width("HAT", 16) < text_width("WWW", 16)
    assert text_width("猫", 16) >= 16  # as wide as high
    assert text_width("e\u0301", 16) == text_width("e", 16)  # a combining accent takes no room
