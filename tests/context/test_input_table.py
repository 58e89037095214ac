"""The input table of an encoder as word vectors: its own numbers, whole words only."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab


@pytest.fixture(scope="module")
def table(encoder: embedlab.context.Encoder) -> embedlab.vectors.WordVectors:
    return embedlab.context.input_word_vectors(encoder)


def test_each_vector_is_the_encoders_own_row(
    table: embedlab.vectors.WordVectors, encoder: embedlab.context.Encoder
) -> None:
    for word in ("the", "bank", "queen", "!", "7"):
        (token_id,) = encoder.tokenizer.encode(word).ids
        np.testing.assert_array_equal(table[word], encoder.token_embeddings[token_id])
    words = ["king", "river", "paris"]
    looked_up = embedlab.context.input_vectors(encoder, words).vectors
    np.testing.assert_array_equal(looked_up, np.stack([table[word] for word in words]))


def test_only_whole_words_are_in_it_and_all_of_them(
    table: embedlab.vectors.WordVectors, encoder: embedlab.context.Encoder
) -> None:
    assert not any(word.startswith("##") for word in table.words)
    for left_out in ("[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]", "[unused7]", "##ing"):
        assert left_out not in table.words
    assert "[" in table.words  # a sign, not a special token
    spelled = [encoder.tokenizer.spelled(token_id) for token_id in range(encoder.tokenizer.vocabulary_size)]
    pieces = sum(token.startswith("##") and len(token) > 2 for token in spelled)
    spare = sum(token.startswith("[unused") for token in spelled)
    assert (pieces, spare) == (5_828, 994)  # of bert-base-uncased
    assert len(table) == 30_522 - pieces - spare - 5


def test_the_order_is_that_of_the_ids(
    table: embedlab.vectors.WordVectors, encoder: embedlab.context.Encoder
) -> None:
    ids = [encoder.tokenizer.encode(word).ids[0] for word in ("!", "a", "the", "king", "tokyo")]
    rows = [table.row(word) for word in ("!", "a", "the", "king", "tokyo")]
    assert np.argsort(ids).tolist() == np.argsort(rows).tolist()


def test_it_is_a_table_like_any_other(table: embedlab.vectors.WordVectors) -> None:
    assert table.name == "all-MiniLM-L6-v2 input table"
    assert table.uncased
    np.testing.assert_array_equal(table["Queen"], table["queen"])
    assert table.dim == 384
    assert "queen" in table.neighbors("king", k=10).words
    assert embedlab.analogy(table, "man", "king", "woman", k=1).words == ["queen"]


def test_pieces_of_another_algorithm_are_not_taken_for_words(
    encoder: embedlab.context.Encoder, tokenizers: dict[str, embedlab.tokens.Tokenizer]
) -> None:
    other = embedlab.context.Encoder(encoder._model, tokenizers["gpt2"], name="odd one")
    with pytest.raises(embedlab.InvalidInputError, match="odd one cuts words by byte-level BPE"):
        embedlab.context.input_word_vectors(other)
