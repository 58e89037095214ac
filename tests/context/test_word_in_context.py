"""A word in its sentences: the right characters, the right vectors, and one map of them."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab

RIVER = ["I sat on the river bank", "The river burst its bank", "Reeds grew along the muddy bank"]
MONEY = [
    "The bank lent me money",
    "She has a savings account at the bank",
    "The Bank raised its interest rates",
]


@pytest.fixture(scope="module")
def bank(encoder: embedlab.context.Encoder) -> embedlab.context.WordInContext:
    return embedlab.word_in_context(encoder, RIVER + MONEY, "bank")


def test_spans_are_the_word(bank: embedlab.context.WordInContext) -> None:
    assert bank.vectors.shape == (7, 6, 384)
    taken = [sentence[slice(*span)] for sentence, span in zip(bank.sentences, bank.spans, strict=True)]
    assert taken == ["bank"] * 5 + ["Bank"]


def test_vectors_are_those_of_the_encoder(
    bank: embedlab.context.WordInContext, encoder: embedlab.context.Encoder
) -> None:
    (result,) = encoder.encode(RIVER[:1])
    place = result.tokens.index("bank")
    np.testing.assert_allclose(bank.vectors[:, 0], result.hidden_states[:, place], atol=2e-5)


def test_the_static_vector_is_one_and_the_contextual_ones_differ(
    bank: embedlab.context.WordInContext,
) -> None:
    assert (bank.static == bank.static[0]).all()
    last = embedlab.context.cosine_matrix(bank.vectors[-1])
    assert last[np.triu_indices(6, 1)].max() < 0.999


def test_one_map_for_all_layers_with_the_static_vector_at_the_origin(
    bank: embedlab.context.WordInContext,
) -> None:
    layers = embedlab.context.layer_map(bank)
    assert layers.coordinates.shape == (7, 6, 2)
    np.testing.assert_allclose(layers.static, 0, atol=1e-6)
    np.testing.assert_allclose(layers.coordinates.mean(axis=1), 0, atol=1e-5)
    river, money = layers.coordinates[-1, :3].mean(axis=0), layers.coordinates[-1, 3:].mean(axis=0)
    assert np.linalg.norm(river - money) > 0.1


@pytest.mark.parametrize("pooling", ["mean", "first", "last", "max"])
def test_poolings_of_a_word_of_several_pieces(pooling: str, encoder: embedlab.context.Encoder) -> None:
    sentence = "An unimaginably long day"
    words = embedlab.word_in_context(encoder, [sentence], "unimaginably", pooling=pooling)
    assert words.pieces == (("un", "##ima", "##gina", "##bly"),)
    (result,) = encoder.encode([sentence])
    pieces = result.hidden_states[:, 2:6]
    expected = {
        "mean": pieces.mean(axis=1),
        "first": pieces[:, 0],
        "last": pieces[:, -1],
        "max": pieces.max(axis=1),
    }[pooling]
    np.testing.assert_allclose(words.vectors[:, 0], expected, atol=2e-5)  # the other kernel


@pytest.mark.parametrize("pooling", ["mean", "first", "last", "max"])
def test_pooling_again_is_the_same_as_pooling_at_once(
    pooling: str, encoder: embedlab.context.Encoder
) -> None:
    sentences = ["An unimaginably long day", "The day was unimaginably long, said she"]
    before = embedlab.word_in_context(encoder, sentences, "unimaginably", pooling="first")
    again = before.pooled(pooling)
    at_once = embedlab.word_in_context(encoder, sentences, "unimaginably", pooling=pooling)
    np.testing.assert_allclose(again.vectors, at_once.vectors, atol=2e-5)
    np.testing.assert_allclose(again.static, at_once.static, atol=1e-6)
    assert (again.pooling, again.pieces, again.spans) == (pooling, before.pieces, before.spans)
    assert before.pooling == "first"  # what was there is left as it is
    table = encoder.token_embeddings[encoder.tokenizer.encode("unimaginably").ids]
    np.testing.assert_array_equal(again.piece_static[0], table)


def test_an_unknown_pooling_is_named(bank: embedlab.context.WordInContext) -> None:
    with pytest.raises(embedlab.UnknownNameError, match="median"):
        bank.pooled("median")


def test_each_sentence_says_which_occurrence_is_meant(encoder: embedlab.context.Encoder) -> None:
    sentence = "The bank on the river bank is a bank"
    words = embedlab.word_in_context(encoder, [sentence] * 3, "bank", occurrences=[1, 3, 2])
    assert words.spans == ((4, 8), (32, 36), (22, 26))
    (result,) = encoder.encode([sentence])
    places = [place for place, token in enumerate(result.tokens) if token == "bank"]
    for row, place in enumerate((places[0], places[2], places[1])):
        np.testing.assert_allclose(words.vectors[:, row], result.hidden_states[:, place], atol=2e-5)
    first = embedlab.word_in_context(encoder, [sentence], "bank")
    assert first.spans == ((4, 8),)


@pytest.mark.parametrize(
    ("occurrences", "message"),
    [
        ([1, 1], "2 occurrences for 1 sentences"),
        ([3], "“bank” 2 times, and occurrence 3 is asked for; choose 1 to 2"),
        ([0], "occurrence 0 is asked for"),
    ],
)
def test_an_occurrence_that_is_not_there_is_named(
    occurrences: list[int], message: str, encoder: embedlab.context.Encoder
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.word_in_context(encoder, ["a bank, a bank"], "bank", occurrences=occurrences)


def test_the_word_is_found_as_a_whole_word(encoder: embedlab.context.Encoder) -> None:
    words = embedlab.word_in_context(encoder, ["The banker left the bank"], "bank")
    assert words.spans == ((20, 24),)


@pytest.mark.parametrize(
    ("sentences", "word", "message"),
    [
        (["The banker left"], "bank", "Sentence 1, “The banker left”, does not contain the word “bank”"),
        (["bank", "no such word"], "bank", "Sentence 2"),
        (["word " * 600 + "bank"], "bank", "beyond the model's window"),
        (["a bank"], " ", "type one word"),
        (["猫" * 20], "猫" * 20, "is 20 pieces in sentence 1, and at most 16"),
    ],
)
def test_bad_input_names_the_sentence(
    sentences: list[str], word: str, message: str, encoder: embedlab.context.Encoder
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.word_in_context(encoder, sentences, word)


def test_some_of_the_sentences_are_what_the_model_returns_for_them(encoder: embedlab.context.Encoder) -> None:
    sentences = ["a river bank", "an unimaginably odd bank", "the bank lent"]
    words = embedlab.word_in_context(encoder, sentences, "bank").take([2, 0])
    alone = embedlab.word_in_context(encoder, [sentences[2], sentences[0]], "bank")
    np.testing.assert_allclose(words.vectors, alone.vectors, atol=1e-5)
    np.testing.assert_array_equal(words.pooled("max").static, alone.pooled("max").static)
    assert (words.sentences, words.spans, words.pieces) == (alone.sentences, alone.spans, alone.pieces)


def test_the_key_tells_poolings_and_sentences_apart(encoder: embedlab.context.Encoder) -> None:
    words = embedlab.word_in_context(encoder, ["an unimaginably odd day", "unimaginably odd"], "unimaginably")
    keys = {words.key, words.pooled("last").key, words.take([1, 0]).key, words.take([1]).key}
    assert len(keys) == 4
    assert words.take([0, 1]).key == words.pooled("mean").key == words.key


def test_one_sentence_is_no_map(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="at least 2 sentences"):
        embedlab.context.layer_map(embedlab.word_in_context(encoder, ["a bank"], "bank"))


def test_the_pipeline_shows_the_stages_of_the_model(encoder: embedlab.context.Encoder) -> None:
    from embedlab.context.pipeline import run_pipeline

    table = embedlab.load_position_table("all-MiniLM-L6-v2")
    pipeline = run_pipeline(encoder, table, "bank bank")
    first, second = (place for place, token in enumerate(pipeline.encoding.tokens) if token == "bank")
    np.testing.assert_array_equal(pipeline.token_vectors[first], pipeline.token_vectors[second])
    assert not np.allclose(pipeline.contextual_vectors[first], pipeline.contextual_vectors[second], atol=0.1)
    np.testing.assert_array_equal(pipeline.position_vectors, table[: len(pipeline.encoding.ids)])
