"""A text, or a pair, as the first layer gets it: which token stands where, and what its input is."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab.cosine import cosine_matrix
from embedlab.positional import InputTables, input_text, load_input_tables


@pytest.fixture(scope="module")
def tables(encoder: embedlab.context.Encoder) -> InputTables:
    return load_input_tables(encoder.name)


def test_a_text_is_what_the_encoder_reads(encoder: embedlab.context.Encoder, tables: InputTables) -> None:
    inputs = input_text(encoder, tables, "The bank by the river bank")
    (encoding,) = encoder.encode(["The bank by the river bank"])
    assert list(inputs.tokens) == encoding.tokens
    np.testing.assert_allclose(inputs.parts.normalized, encoding.hidden_states[0], atol=1e-5)
    assert inputs.special == (True, *[False] * 6, True)
    assert inputs.words == ["the", "bank", "by", "river"]
    assert inputs.positions("bank") == [2, 6]
    assert inputs.positions("[CLS]") == []
    assert inputs.cut == 0


def test_a_pair_has_two_segments(encoder: embedlab.context.Encoder, tables: InputTables) -> None:
    inputs = input_text(encoder, tables, "The dog", "A dog runs")
    assert inputs.tokens == ("[CLS]", "the", "dog", "[SEP]", "a", "dog", "runs", "[SEP]")
    assert inputs.parts.segments.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert inputs.words == ["dog", "the", "a", "runs"]
    first, second = tables.segments.astype(float)
    assert tables.segment_norms == pytest.approx([np.linalg.norm(first), np.linalg.norm(second)])
    assert tables.segment_cosine == pytest.approx(first @ second / tables.segment_norms.prod())


def test_means_leave_out_what_the_model_adds(encoder: embedlab.context.Encoder, tables: InputTables) -> None:
    inputs = input_text(encoder, tables, "no no yes")
    means, parts = inputs.means, inputs.parts
    assert means.tokens == 3
    np.testing.assert_allclose(means.norms, parts.norms[:, 1:-1].mean(axis=1))
    np.testing.assert_allclose(means.cosines, parts.cosines[:, 1:-1].mean(axis=1))
    assert means.crossing_range == (parts.crossing[1:-1].min(), parts.crossing[1:-1].max())
    different = cosine_matrix(parts.normalized)[3, 1:3]  # yes with each no
    assert inputs.other_token_cosine == pytest.approx(different.mean())


def test_tokens_without_a_fellow_have_no_mean(encoder: embedlab.context.Encoder, tables: InputTables) -> None:
    assert np.isnan(input_text(encoder, tables, "no no").other_token_cosine)
    empty = input_text(encoder, tables, "\u202e")  # no token of its own
    assert empty.words == []
    assert empty.means.tokens == 2
    with pytest.raises(embedlab.InvalidInputError, match="empty"):
        input_text(encoder, tables, " ", "dog")
