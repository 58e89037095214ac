"""A map is turned onto another exactly, and stability asks for the same neighbors, not the same places."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import procrustes

import embedlab
from embedlab.space import Projection
from embedlab.space.alignment import turn

RANDOM = np.random.default_rng(0)
MAP = RANDOM.normal(size=(60, 2)) * (3, 1) + (5, -2)


def turned(angle: float, *, mirrored: bool = False) -> np.ndarray:
    rotation = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return rotation * (1, -1) if mirrored else rotation


@pytest.mark.parametrize("angle", [0.0, 0.7, np.pi / 2, 2.5, np.pi])
@pytest.mark.parametrize("mirrored", [False, True])
def test_turning_mirroring_size_and_place_are_taken_back(angle: float, mirrored: bool) -> None:
    moving = MAP @ turned(angle, mirrored=mirrored) * 0.25 + (100, 7)
    found = embedlab.space.align(moving, MAP, resize=True)
    np.testing.assert_allclose(found.coordinates, MAP, atol=1e-5)
    np.testing.assert_allclose(found.rotation, turned(angle, mirrored=mirrored).T, atol=1e-9)
    assert found.scale == pytest.approx(4)
    assert found.disparity == pytest.approx(0, abs=1e-12)
    again = (moving - found.center) @ found.rotation * found.scale + found.shift  # as its docstring says
    np.testing.assert_allclose(again, found.coordinates, atol=1e-5)


def test_three_dimensions_are_turned_too() -> None:
    solid = RANDOM.normal(size=(30, 3)) * (3, 2, 1)
    rotation, _ = np.linalg.qr(RANDOM.normal(size=(3, 3)))
    found = embedlab.space.align(solid @ rotation, solid, resize=True)
    np.testing.assert_allclose(found.coordinates, solid, atol=1e-5)


def test_without_resizing_the_map_keeps_its_size_and_lies_around_0() -> None:
    found = embedlab.space.align(MAP @ turned(1.0) * 0.25 + (100, 7), MAP)
    assert found.scale == 1
    np.testing.assert_allclose(found.coordinates, (MAP - MAP.mean(axis=0)) * 0.25, atol=1e-5)


def test_the_disparity_is_that_of_scipy() -> None:
    for noise in (0.0, 0.3, 1.0, 10.0):
        other = MAP @ turned(0.4) + RANDOM.normal(size=MAP.shape) * noise
        for resize in (False, True):
            found = embedlab.space.align(other, MAP, resize=resize)
            assert found.disparity == pytest.approx(procrustes(MAP, other)[2], abs=1e-9)


def test_no_other_size_or_turn_comes_nearer() -> None:
    other = MAP @ turned(0.4) * 5 + RANDOM.normal(size=MAP.shape) * 4
    found = embedlab.space.align(other, MAP, resize=True)
    centered = MAP - MAP.mean(axis=0)

    def error(scale: float, angle: float) -> float:
        placed = (other - found.center) @ found.rotation @ turned(angle) * found.scale * scale
        return float(((placed - centered) ** 2).sum())

    best = error(1, 0)
    assert best / (centered**2).sum() == pytest.approx(found.disparity)
    assert found.disparity > 0.1
    for scale, angle in ((0.99, 0), (1.01, 0), (1, 0.01), (1, -0.01)):
        assert error(scale, angle) > best


def test_a_map_on_one_spot_is_left_as_it_is() -> None:
    found = embedlab.space.align(np.full((60, 2), 3.0), MAP)
    assert found.disparity == 1
    np.testing.assert_array_equal(found.coordinates, 0)


def test_maps_of_other_points_are_refused() -> None:
    with pytest.raises(embedlab.InvalidInputError, match=r"\(60, 2\) and \(59, 2\)"):
        embedlab.space.align(MAP, MAP[1:])


@pytest.mark.parametrize("resize", [False, True])
def test_frames_turn_with_their_map(resize: bool) -> None:
    # states that grow: each is the map itself, smaller and somewhere else
    frames = np.stack([MAP * size + (size * 50, 0) for size in (0.1, 0.5, 1.0)]).astype(np.float32)
    drawn = Projection(frames[-1], "umap", {"a": 1}, frames=frames, steps=(1, 2, 3))
    goal = MAP @ turned(2.0, mirrored=True) * 2 + (1, 1)
    moved = embedlab.space.align(drawn.coordinates, goal, resize=resize)
    after = turn(drawn, moved)
    np.testing.assert_array_equal(after.coordinates, moved.coordinates)
    np.testing.assert_array_equal(after.frames[-1], after.coordinates)
    center = moved.coordinates.mean(axis=0)
    for frame, size in zip(after.frames, (0.1, 0.5, 1.0), strict=True):
        np.testing.assert_allclose(frame - center, (moved.coordinates - center) * size, atol=1e-4)
    assert (after.steps, after.parameters) == (drawn.steps, drawn.parameters)
    assert len(turn(Projection(frames[-1], "umap", {}), moved).frames) == 0


def test_a_turned_copy_is_the_same_map() -> None:
    copies = [MAP, MAP @ turned(1.2) * 3, MAP @ turned(0.3, mirrored=True) + 9]
    stability = embedlab.space.map_stability(copies)
    np.testing.assert_array_equal(stability.shared, 1)
    np.testing.assert_allclose(stability.drift, 0, atol=1e-5)
    np.testing.assert_allclose(stability.aligned[1], stability.aligned[0], atol=1e-4)


def test_random_maps_agree_as_chance_would() -> None:
    maps = RANDOM.normal(size=(4, 500, 2))
    stability = embedlab.space.map_stability(maps, k=10)
    assert stability.expected == pytest.approx(10 / 499)
    assert stability.shared.mean() == pytest.approx(stability.expected, abs=0.005)
    assert np.median(stability.drift) > 1


def test_a_cluster_that_moves_as_a_whole_is_stable() -> None:
    clusters = np.repeat([[0.0, 0], [30, 0], [0, 30], [30, 30]], 20, axis=0)
    points = clusters + RANDOM.normal(size=clusters.shape)
    moved = points.copy()
    moved[60:] += (60, 10)
    stability = embedlab.space.map_stability([points, moved])
    np.testing.assert_array_equal(stability.shared, 1)
    assert stability.drift[60:].min() > stability.drift[:20].max() > 0.05
    torn = points.copy()
    torn[::20] = RANDOM.normal(size=(4, 2)) + 15  # one of each leaves its cluster
    shared = embedlab.space.map_stability([points, torn]).shared
    assert shared[::20].max() == 0 < np.delete(shared, np.arange(0, 80, 20)).min()


def test_k_is_lowered_for_few_points() -> None:
    stability = embedlab.space.map_stability([MAP[:7], MAP[:7]])
    assert (stability.k, stability.expected) == (3, 0.5)


@pytest.mark.parametrize(
    ("maps", "message"),
    [([MAP], "at least 2 maps"), ([MAP, MAP[:9]], "shapes"), ([MAP[:2], MAP[:2]], "at least 3 points")],
)
def test_what_cannot_be_compared_is_said(maps: list[np.ndarray], message: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.space.map_stability(maps)
