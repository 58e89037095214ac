"""Layer 0 without positions: all uses of a token are one vector there."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab.context import cosine_without_positions
from embedlab.cosine import cosine_matrix

SENTENCES = ("The bank lent me money", "We sat on the bank", "Her bank is closed")


def test_dots_differ_at_layer_0_by_their_positions_alone(encoder: embedlab.context.Encoder) -> None:
    words = embedlab.word_in_context(encoder, SENTENCES, "bank")
    cosines = cosine_matrix(words.vectors[0])
    assert cosines[0, 2] == pytest.approx(1, abs=1e-6)  # second word of both sentences
    assert cosines[0, 1] < 0.99
    assert cosine_without_positions(encoder, words) == pytest.approx(1, abs=1e-6)


def test_layer_0_is_the_layer_norm_of_token_position_and_segment(encoder: embedlab.context.Encoder) -> None:
    tables = embedlab.positional.load_input_tables("all-MiniLM-L6-v2")
    (encoding,) = encoder.encode(SENTENCES[:1], positions=False)
    total = encoder.token_embeddings[encoding.ids] + tables.positions[0] + tables.segments[0]
    spread = np.sqrt(total.var(axis=1, keepdims=True) + tables.epsilon)
    expected = (total - total.mean(axis=1, keepdims=True)) / spread * tables.scale + tables.shift
    np.testing.assert_allclose(encoding.hidden_states[0], expected, atol=1e-5)


def test_other_tokens_differ_without_positions_too(encoder: embedlab.context.Encoder) -> None:
    words = embedlab.word_in_context(encoder, ("a 🙂bank", "unbank the bank"), "bank")
    assert cosine_without_positions(encoder, words) <= 1 + 1e-6
    assert np.isnan(cosine_without_positions(encoder, words.take([0])))
