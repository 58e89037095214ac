"""Tables made smaller for a screen, against plain loops."""

from __future__ import annotations

import numpy as np
import pytest

from embedlab import positional
from embedlab.positional import blocks


@pytest.mark.parametrize(("shape", "steps"), [((10, 7), (2, 3)), ((12, 9), (3, 3)), ((5, 3), (1, 1))])
def test_each_cell_is_the_mean_of_its_block(shape: tuple[int, int], steps: tuple[int, int]) -> None:
    table = np.random.default_rng(0).normal(size=shape)
    most = tuple(-(-length // step) for length, step in zip(shape, steps, strict=True))
    found = blocks.block_means(table, (most[0], most[1]))
    assert (found.row_step, found.column_step) == steps
    assert found.whole == (steps == (1, 1))
    for i, row in enumerate(range(0, shape[0], steps[0])):
        for j, column in enumerate(range(0, shape[1], steps[1])):
            block = table[row : row + steps[0], column : column + steps[1]]
            assert found.values[i, j] == pytest.approx(block.mean())
            assert found.rows[i] == row + (block.shape[0] - 1) / 2
            assert found.columns[j] == column + (block.shape[1] - 1) / 2


def test_a_fast_wave_becomes_pale_and_never_slow() -> None:
    """Every 63rd position of the fastest pair looks like a slow wave; its mean does not."""
    table = positional.sinusoidal(63 * 256, 2)
    assert np.abs(np.diff(table[::63, 0])).max() < 0.2  # what thinning would show
    assert np.abs(table[::63, 0]).max() > 0.9
    assert np.abs(blocks.block_means(table).values).max() < 0.04


def test_pairs_are_not_parted() -> None:
    table = positional.sinusoidal(8, 900)
    assert blocks.block_steps(table.shape, blocks.MAX_TABLE) == (1, 3)
    found = blocks.block_means(table, together=2)
    assert found.column_step == 4
    assert blocks.block_steps((8, 300), blocks.MAX_TABLE, together=2) == (1, 1)
    np.testing.assert_allclose(found.values[:, 0], table[:, :4].mean(axis=1))


def test_masked_cells_do_not_count() -> None:
    table = np.array([[1.0, -np.inf, -np.inf, -np.inf], [2.0, 3.0, -np.inf, -np.inf]])
    found = blocks.block_means(table, (1, 2)).values
    np.testing.assert_array_equal(found, [[2.0, -np.inf]])


def test_angles_have_a_direction_or_none() -> None:
    angles = np.array([[0.1, 0.0], [2 * np.pi - 0.1, np.pi]])
    found = blocks.block_angles(angles, (1, 2)).values
    assert np.cos(found[0, 0]) == pytest.approx(1)  # around 0, not their plain mean π
    assert np.isnan(found[0, 1])  # opposite
    whole = blocks.block_angles(positional.rotary_angles(9, 4, start=-4)).values
    assert whole.min() >= 0
    assert whole.max() < 2 * np.pi
    np.testing.assert_allclose(np.cos(whole[:, 0]), np.cos(np.arange(-4, 5)))
    np.testing.assert_allclose(np.sin(whole[:, 0]), np.sin(np.arange(-4, 5)), atol=1e-12)
