"""The plane of an analogy is exact for its three inputs."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab


def test_inputs_and_target_lie_in_the_plane(vectors: embedlab.vectors.WordVectors) -> None:
    plane = embedlab.vectors.analogy_plane(vectors, "man", "king", "woman", ["queen"])
    units = [vectors.unit(word).astype(np.float64) for word in plane.words]
    np.testing.assert_allclose(plane.off_plane[:3], 0, atol=1e-6)
    for first in range(3):
        for second in range(3):
            drawn = np.linalg.norm(plane.coordinates[first] - plane.coordinates[second])
            assert drawn == pytest.approx(np.linalg.norm(units[first] - units[second]), abs=1e-6)
    # Pythagoras: what the shadow loses stands in off_plane
    target = units[1] - units[0] + units[2]
    shadow = np.linalg.norm(plane.coordinates[3] - plane.target)
    assert plane.target_distances[3] == pytest.approx(shadow)
    assert not plane.is_line
    assert np.hypot(shadow, plane.off_plane[3]) == pytest.approx(np.linalg.norm(units[3] - target), abs=1e-6)


def test_three_words_on_a_line_do_not_break(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    plane = embedlab.vectors.analogy_plane(tiny_vectors, "east", "west", "east")
    np.testing.assert_allclose(plane.coordinates[:, 1], 0)
    assert plane.is_line


def test_every_word_of_every_group_is_known(vectors: embedlab.vectors.WordVectors) -> None:
    assert len(embedlab.texts.WORD_GROUPS) >= 10
    for words in embedlab.texts.WORD_GROUPS.values():
        assert all(word in vectors for word in words)
        assert len(words) == len(set(words))
