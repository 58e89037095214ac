"""The figures of the shuffle test hold the numbers they were given, and no token acts."""

from __future__ import annotations

import numpy as np
import pytest

from embedlab.figures.positional_why import (
    MOST_ACROSS,
    MOST_NAMED,
    MOST_ROWS,
    MOST_WRITTEN,
    changes_figure,
    moved_figure,
    weights_figure,
)
from embedlab.figures.style import TICK_SIZE
from tests.support.figures import cell_texts
from tests.support.hostile import HOSTILE_LABEL

RANDOM = np.random.default_rng(0)


def shares(count: int) -> np.ndarray:
    return RANDOM.dirichlet(np.ones(count), size=count)


def test_few_tokens_carry_their_numbers() -> None:
    weights = shares(5)
    figure = weights_figure(weights, ["a", "b", "a", HOSTILE_LABEL, "e"], high=0.9)
    heat = figure.data[0]
    np.testing.assert_allclose(heat.z, weights, rtol=1e-6)
    assert [[float(cell) for cell in row] for row in cell_texts(figure)] == [
        [pytest.approx(share, abs=0.0051) for share in row] for row in weights
    ]
    assert (heat.zmin, heat.zmax) == (0, 0.9)
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert list(axis.ticktext)[:3] == ["a", "b", "a"]
        assert "<b>" not in axis.ticktext[3]
        assert axis.tickfont.size >= 14
    assert tuple(figure.layout.yaxis.range) == (4.5, -0.5)  # the first token on top
    assert figure.data[1].textfont.size >= TICK_SIZE


@pytest.mark.parametrize("count", [1, MOST_WRITTEN + 1, MOST_ACROSS + 1, MOST_NAMED, MOST_NAMED + 1, 512])
def test_many_tokens_still_fit(count: int) -> None:
    figure = weights_figure(shares(count), ["word"] * count, high=1.0)
    assert figure.layout.height <= 820
    if count <= MOST_NAMED:
        assert (figure.layout.height - 130) / count >= 16  # a name needs so many pixels
    assert (not cell_texts(figure)) == (count > MOST_WRITTEN)
    assert (figure.layout.xaxis.ticktext is None) == (count > MOST_ACROSS)
    assert (figure.layout.yaxis.ticktext is None) == (count > MOST_NAMED)


def test_columns_with_numbers_have_rows_with_numbers() -> None:
    figure = weights_figure(shares(20), ["word"] * 20, high=1.0)
    assert figure.layout.yaxis.ticktext[3] == "3 word"


def test_what_a_mask_hides_is_empty_and_not_nothing() -> None:
    weights = np.array([[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.0, 0.4, 0.6]])
    figure = weights_figure(weights, ["a", "b", "c"], high=0.6, masked=True)
    heat = figure.data[0]
    assert np.isnan(heat.z).tolist() == [[False, True, True], [False, False, True], [False, False, False]]
    assert cell_texts(figure) == [["1.00", "", ""], ["0.50", "0.50", ""], ["0", "0.40", "0.60"]]
    assert not heat.hoverongaps
    assert weights[0, 1] == 0  # the caller's array is not changed


def test_nothing_rounding_and_a_change_are_told_apart() -> None:
    moved = {
        "one layer|no positions": np.array([0.0, 2.6e-16]),
        "positions": np.array([0.414, 1.2]),
        "mask": np.array([0.004, 0.0002]),
    }
    figure = moved_figure(moved, ["dog", HOSTILE_LABEL])
    heat = figure.data[0]
    assert cell_texts(figure) == [["0", "0.41", "0.004"], ["0", "1.20", "0.00020"]]
    assert list(figure.layout.xaxis.ticktext) == ["one layer<br>no positions", "positions", "mask"]
    assert figure.layout.yaxis.ticktext[0] == "0 dog"
    assert "<b>" not in figure.layout.yaxis.ticktext[1]
    np.testing.assert_allclose(heat.z[:, 1], [0.414, 1.2], rtol=1e-6)
    assert heat.zmax == 1.2


def test_no_change_is_0_and_both_panels_have_one_scale() -> None:
    moved = np.array([[7e-17, 0.75], [0.0, 0.004]])
    figure = changes_figure(moved, ["dog", HOSTILE_LABEL], np.array([[1, 2], [2, 1]]))
    without, added = figure.data
    assert list(without.text) == ["no change", "no change"]
    assert list(without.x) == [0, 0]
    assert list(added.text) == ["75%", "0.4%"]
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range
    assert figure.layout.yaxis.ticktext[0] == "dog<br>1 → 2"
    assert "<b>" not in figure.layout.yaxis.ticktext[1]
    places = np.ones((512, 2), dtype=np.int64)
    many = changes_figure(np.ones((512, 2)), ["word"] * 512, places, "learned positions")
    assert len(many.data[0].x) == MOST_ROWS
    assert many.layout.annotations[1].text == "With<br>learned positions"
    still = changes_figure(np.zeros((1, 2)), ["word"], np.ones((1, 2), dtype=np.int64))
    assert still.layout.xaxis.range[1] > 0


def test_the_scale_does_not_blow_up_rounding() -> None:
    heat = moved_figure({"no positions": np.array([1e-16, 3e-16])}, ["a", "b"]).data[0]
    assert heat.zmax >= 0.5


def test_the_strip_ends_after_forty_tokens() -> None:
    figure = moved_figure({"positions": np.ones(512)}, ["word"] * 512)
    assert len(figure.data[0].z) == len(figure.layout.yaxis.ticktext) == MOST_ROWS
    assert figure.layout.height < 1500
