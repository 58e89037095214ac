"""A named axis points where its pairs point, and a coordinate on it is a cosine."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab

WEST_EAST = embedlab.vectors.named_axis([[-1, 0]], [[3, 0]], negative="west", positive="east")
NORTHEAST = embedlab.vectors.named_axis([[0, 0]], [[5, 5]], negative="southwest", positive="northeast")


def test_an_example_by_hand() -> None:
    np.testing.assert_allclose(WEST_EAST.direction, [1, 0])
    np.testing.assert_allclose(NORTHEAST.direction, [0.5**0.5, 0.5**0.5], rtol=1e-6)
    drawn = embedlab.space.axis_map([[2, 0], [0, 3], [-1, -1], [0, 0]], [WEST_EAST, NORTHEAST])
    root = 0.5**0.5
    expected = [[1, root], [0, root], [-root, -1], [0, 0]]
    np.testing.assert_allclose(drawn.projection.coordinates, expected, atol=1e-6)
    assert drawn.angle == pytest.approx(45, abs=1e-3)
    assert drawn.projection.method == "axes"
    assert drawn.projection.parameters["axes"] == ["west → east", "southwest → northeast"]


def test_each_pair_counts_the_same_however_far_apart_its_words_are() -> None:
    axis = embedlab.vectors.named_axis([[0, 0], [0, 0]], [[100, 0], [0, 1]])
    np.testing.assert_allclose(axis.direction, [0.5**0.5, 0.5**0.5], rtol=1e-6)
    assert axis.agreement == pytest.approx(0.5**0.5)  # each pair lies at 45 degrees to it


def test_one_pair_agrees_with_itself() -> None:
    assert embedlab.vectors.named_axis([1, 2, 3], [3, 2, 1]).agreement == pytest.approx(1)


def test_gender_is_read_off_an_axis(vectors: embedlab.vectors.WordVectors) -> None:
    def rows(text: str) -> np.ndarray:
        return np.stack([vectors[word] for word in text.split()])

    gender = embedlab.vectors.named_axis(rows("man king uncle"), rows("woman queen aunt"))
    size = embedlab.vectors.named_axis(rows("small tiny"), rows("large huge"))
    assert 0.6 < gender.agreement < 1
    words = ["he", "she", "father", "mother", "brother", "sister", "actor", "actress"]
    matrix = rows(" ".join(words))
    drawn = embedlab.space.axis_map(matrix, [gender, size])
    at = dict(zip(words, drawn.projection.coordinates[:, 0], strict=True))
    for low, high in (("he", "she"), ("father", "mother"), ("brother", "sister"), ("actor", "actress")):
        assert at[low] + 0.1 < at[high]
    for column, axis in enumerate((gender, size)):
        cosines = matrix @ axis.direction / np.linalg.norm(matrix, axis=1)
        np.testing.assert_allclose(drawn.projection.coordinates[:, column], cosines, atol=1e-5)
    swapped = embedlab.vectors.named_axis(rows("woman queen aunt"), rows("man king uncle"))
    np.testing.assert_allclose(swapped.direction, -gender.direction, atol=1e-6)


def test_three_axes_make_a_map_in_three_dimensions() -> None:
    axes = [embedlab.vectors.named_axis(np.zeros(3), unit) for unit in np.eye(3)]
    matrix = np.array([[1.0, 2, 2], [0, 0, 5]])
    drawn = embedlab.space.axis_map(matrix, axes)
    np.testing.assert_allclose(drawn.projection.coordinates, [[1 / 3, 2 / 3, 2 / 3], [0, 0, 1]], atol=1e-6)
    assert drawn.angle == pytest.approx(90)


@pytest.mark.parametrize(
    ("negatives", "positives", "message"),
    [
        (np.empty((0, 2)), np.empty((0, 2)), "needs pairs"),
        ([[1, 2], [3, 4]], [[1, 2]], r"\(2, 2\) and \(1, 2\)"),
        ([[1, 2]], [[1, 2, 3]], r"\(1, 2\) and \(1, 3\)"),
        ([[0, 0], [1, 2]], [[1, 0], [1, 2]], "Pair 2 of the axis bad → good"),
        ([[0, 0], [1, 0]], [[1, 0], [0, 0]], "opposite directions"),
    ],
)
def test_what_gives_no_direction_is_said(negatives: object, positives: object, message: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.vectors.named_axis(negatives, positives, negative="bad", positive="good")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("matrix", "axes", "message"),
    [
        (np.eye(2), [WEST_EAST], "1 axes"),
        (np.eye(2), [WEST_EAST] * 4, "4 axes"),
        (np.eye(3), [WEST_EAST, NORTHEAST], "2 numbers and the vectors 3"),
        ([[np.nan, 1], [1, 1]], [WEST_EAST, NORTHEAST], "not finite"),
    ],
)
def test_what_has_no_place_is_said(
    matrix: np.ndarray, axes: list[embedlab.vectors.NamedAxis], message: str
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.space.axis_map(matrix, axes)
