"""The relations and presets are whole, all different, known to the table, and not all of them easy."""

from __future__ import annotations

from itertools import pairwise

import pytest

import embedlab
from embedlab.texts import PRESETS, RELATIONS


def best(
    vectors: embedlab.vectors.WordVectors, preset: embedlab.texts.Preset | embedlab.texts.Challenge
) -> str:
    return embedlab.analogy(vectors, preset.a, preset.b, preset.c, k=1).words[0]


@pytest.mark.parametrize("name", list(RELATIONS))
def test_every_relation_is_whole(name: str, vectors: embedlab.vectors.WordVectors) -> None:
    relation = RELATIONS[name]
    assert relation.name == name
    assert 8 <= len(relation.pairs) <= 20
    assert len(set(relation.pairs)) == len(relation.pairs)
    assert len({first for first, _ in relation.pairs}) == len(relation.pairs)
    for first, second in relation.pairs:
        assert first != second
        assert first in vectors
        assert second in vectors


def test_there_are_relations_of_several_groups() -> None:
    assert len(RELATIONS) >= 12
    assert len({relation.group for relation in RELATIONS.values()}) >= 4


def test_every_preset_is_known_and_no_two_are_the_same(vectors: embedlab.vectors.WordVectors) -> None:
    assert len(PRESETS) >= 24
    assert len({preset.group for preset in PRESETS}) >= 7
    assert len({(preset.a, preset.b, preset.c) for preset in PRESETS}) == len(PRESETS)
    for preset in PRESETS:
        assert len({preset.a, preset.b, preset.c}) == 3
        assert all(word in vectors for word in (preset.a, preset.b, preset.c, preset.expected))


def test_the_presets_of_a_group_stand_together() -> None:
    groups = [preset.group for preset in PRESETS]
    changes = sum(one != other for one, other in pairwise(groups))
    assert changes == len(set(groups)) - 1


def test_the_model_answers_most_presets_right_and_some_wrong(vectors: embedlab.vectors.WordVectors) -> None:
    wrong = [preset for preset in PRESETS if best(vectors, preset) != preset.expected]
    assert len(wrong) >= 3
    assert len(wrong) < len(PRESETS) / 2


def test_the_first_preset_is_the_famous_one(vectors: embedlab.vectors.WordVectors) -> None:
    assert (PRESETS[0].a, PRESETS[0].b, PRESETS[0].c) == ("man", "king", "woman")
    assert best(vectors, PRESETS[0]) == PRESETS[0].expected == "queen"
