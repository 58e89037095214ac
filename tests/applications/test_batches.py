"""Batches change no vector, a cache computes each text once, and its key holds what decides a vector."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab import applications
from embedlab.applications.batches import ORDERS, SIZES
from embedlab.texts import TICKETS

TEXTS = [each.text for each in TICKETS[:20]]


@pytest.fixture(scope="module")
def speeds() -> applications.BatchSpeeds:
    return applications.measure_batches(TEXTS, "all-MiniLM-L6-v2")


def test_a_batch_gives_the_vectors_of_single_texts(speeds: applications.BatchSpeeds) -> None:
    assert speeds.max_difference < 1e-6


def test_every_way_is_measured_and_sorting_pads_less(speeds: applications.BatchSpeeds) -> None:
    assert set(speeds.sizes) <= {*SIZES, speeds.texts}
    assert len(speeds.speeds) == 4
    assert all((values > 0).all() for values in speeds.speeds.values())
    assert speeds.padding[ORDERS[0]] < speeds.padding[ORDERS[1]]


def test_one_changed_text_is_all_that_is_embedded_again(speeds: applications.BatchSpeeds) -> None:
    assert speeds.hit_rate == (speeds.texts - 1) / speeds.texts


def test_a_cache_returns_what_the_encoder_would(encoder: embedlab.context.Encoder) -> None:
    cache = applications.VectorCache(encoder, entries=10)
    np.testing.assert_allclose(cache.embed(TEXTS), encoder.embed(TEXTS), atol=1e-6)  # more than it holds
    assert cache.missing(TEXTS) == TEXTS[:10]
    cache.embed([TEXTS[-1], TEXTS[-1], TEXTS[0]])
    assert (cache.hits, cache.lookups) == (2, 23)


def test_vectors_of_another_model_are_not_handed_out(encoder: embedlab.context.Encoder) -> None:
    wider = embedlab.context.Encoder(encoder.model, encoder.tokenizer, name=encoder.name, bulk_window=8)
    one, other = applications.VectorCache(encoder), applications.VectorCache(wider)
    assert one._key("a text") != other._key("a text")
    assert one._key("a text") != one._key("a text ")
