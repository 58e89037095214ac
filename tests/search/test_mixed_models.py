"""Models of one width: a mix is chance, a rotation by itself is none, and the store refuses the mix."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab.search import ROTATED, TABLE_MEAN, Chunking, MixedModels, load_collection, mix_models
from embedlab.search.mixed_models import mean_input_vectors


@pytest.fixture(scope="module")
def encoder() -> embedlab.context.Encoder:
    return embedlab.load_encoder("all-MiniLM-L6-v2")


@pytest.fixture(scope="module")
def mixed(encoder: embedlab.context.Encoder) -> MixedModels:
    return mix_models(load_collection("faq"), encoder, Chunking(128))


def test_a_mix_finds_less_than_either_model_and_a_rotated_one_only_chance(
    mixed: MixedModels, encoder: embedlab.context.Encoder
) -> None:
    own, rotated = mixed.recalls[encoder.name, encoder.name], mixed.recalls[ROTATED, ROTATED]
    assert own > 0.9
    assert rotated == pytest.approx(own, abs=0.02)  # no cosine changes, but for the rounding of ties
    assert mixed.recalls[TABLE_MEAN, TABLE_MEAN] > 3 * mixed.chance
    assert mixed.recalls[encoder.name, TABLE_MEAN] < own
    assert mixed.recalls[encoder.name, ROTATED] < 2.5 * mixed.chance  # 76 queries: twice the chance is luck


def test_the_store_refuses_the_other_model_and_every_change_is_another_key(mixed: MixedModels) -> None:
    assert mixed.is_refused
    assert len(set(mixed.keys.values())) == len(mixed.keys) == 4


def test_the_mean_of_input_vectors_knows_no_order(encoder: embedlab.context.Encoder) -> None:
    first, second, other = mean_input_vectors(encoder, ["dog bites man", "man bites dog", "a river bank"])
    assert first == pytest.approx(second, abs=1e-6)
    assert np.linalg.norm(first) == pytest.approx(1)
    assert first @ other < 0.9
