"""Where a map tears neighbors apart, and whether groups have regions of their own."""

from __future__ import annotations

import numpy as np

from embedlab.space import Tear, largest_tear, region_share

LINE = np.array([[float(number), 0.0] for number in range(6)])


def test_a_map_that_is_the_points_tears_nothing() -> None:
    assert largest_tear(LINE, LINE, metric="euclidean", k=2) is None


def test_the_nearest_pair_that_is_lost_is_the_tear_and_a_pair_of_two_groups_comes_first() -> None:
    points = LINE.copy()
    points[5] = (0.5, 0.1)  # truly between the first two
    drawn = LINE  # and far from them on the map
    tear = largest_tear(points, drawn, metric="euclidean", k=2)
    assert tear is not None
    assert 5 in {tear.row, tear.neighbor}
    assert {tear.row, tear.neighbor} & {0, 1}
    grouped = largest_tear(points, drawn, metric="euclidean", k=2, groups=("a", "b", "a", "a", "a", "b"))
    assert grouped in {Tear(5, 0), Tear(0, 5)}  # 5 and 1 are of one group


def test_points_nearest_to_their_own_center_have_a_region() -> None:
    assert region_share(LINE, list("aaabbb")) == 1.0
    assert region_share(LINE, list("ababab")) < 0.7
    assert region_share(np.array([[0, 0], [1, 0], [9, 0], [10, 0]]), list("aabb")) == 1.0
