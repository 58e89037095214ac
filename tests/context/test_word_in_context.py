"""A word in its sentences: the right characters, the right vectors, and senses that part."""

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
SENSES = ["river"] * 3 + ["money"] * 3


@pytest.fixture(scope="module")
def bank(encoder: embedlab.Encoder) -> embedlab.WordInContext:
    return embedlab.word_in_context(encoder, RIVER + MONEY, "bank")


def test_spans_are_the_word(bank: embedlab.WordInContext) -> None:
    assert bank.vectors.shape == (7, 6, 384)
    taken = [sentence[slice(*span)] for sentence, span in zip(bank.sentences, bank.spans, strict=True)]
    assert taken == ["bank"] * 5 + ["Bank"]


def test_vectors_are_those_of_the_encoder(bank: embedlab.WordInContext, encoder: embedlab.Encoder) -> None:
    (result,) = encoder.encode(RIVER[:1])
    place = result.tokens.index("bank")
    np.testing.assert_allclose(bank.vectors[:, 0], result.hidden_states[:, place], atol=2e-5)


def test_the_static_vector_is_one_and_the_contextual_ones_differ(bank: embedlab.WordInContext) -> None:
    assert (bank.static == bank.static[0]).all()
    last = embedlab.cosine_matrix(bank.vectors[-1])
    assert last[np.triu_indices(6, 1)].max() < 0.999


def test_senses_part_with_depth(bank: embedlab.WordInContext) -> None:
    separation = embedlab.sense_separation(bank, SENSES)
    assert separation.gap[0] < separation.gap[3]
    assert (separation.gap[1:] > 0).all()
    assert (separation.between > separation.baseline).all()


def test_separation_equals_a_hand_count(bank: embedlab.WordInContext) -> None:
    cosines = embedlab.cosine_matrix(bank.vectors[4])
    same = [cosines[i, j] for i in range(6) for j in range(i + 1, 6) if SENSES[i] == SENSES[j]]
    other = [cosines[i, j] for i in range(6) for j in range(i + 1, 6) if SENSES[i] != SENSES[j]]
    separation = embedlab.sense_separation(bank, SENSES)
    assert separation.within[4] == pytest.approx(np.mean(same))
    assert separation.between[4] == pytest.approx(np.mean(other))
    assert separation.all_pairs[4] == pytest.approx(np.mean(same + other))


def test_without_senses_only_all_pairs_are_known(bank: embedlab.WordInContext) -> None:
    separation = embedlab.sense_separation(bank)
    assert np.isnan(separation.within).all()
    assert not np.isnan(separation.all_pairs).any()


def test_one_map_for_all_layers_with_the_static_vector_at_the_origin(bank: embedlab.WordInContext) -> None:
    layers = embedlab.layer_map(bank)
    assert layers.coordinates.shape == (7, 6, 2)
    np.testing.assert_allclose(layers.static, 0, atol=1e-6)
    np.testing.assert_allclose(layers.coordinates.mean(axis=1), 0, atol=1e-5)
    river, money = layers.coordinates[-1, :3].mean(axis=0), layers.coordinates[-1, 3:].mean(axis=0)
    assert np.linalg.norm(river - money) > 0.1


@pytest.mark.parametrize("pooling", ["mean", "first", "last", "max"])
def test_poolings_of_a_word_of_several_pieces(pooling: str, encoder: embedlab.Encoder) -> None:
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


def test_the_word_is_found_as_a_whole_word(encoder: embedlab.Encoder) -> None:
    words = embedlab.word_in_context(encoder, ["The banker left the bank"], "bank")
    assert words.spans == ((20, 24),)


@pytest.mark.parametrize(
    ("sentences", "word", "message"),
    [
        (["The banker left"], "bank", "Sentence 1, “The banker left”, does not contain the word “bank”"),
        (["bank", "no such word"], "bank", "Sentence 2"),
        (["word " * 600 + "bank"], "bank", "beyond the model's window"),
        (["a bank"], " ", "type one word"),
    ],
)
def test_bad_input_names_the_sentence(
    sentences: list[str], word: str, message: str, encoder: embedlab.Encoder
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.word_in_context(encoder, sentences, word)


def test_labels_and_sentences_must_agree(bank: embedlab.WordInContext) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="2 sense labels for 6 sentences"):
        embedlab.sense_separation(bank, ["a", "b"])


def test_one_sentence_is_no_map(encoder: embedlab.Encoder) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="at least 2 sentences"):
        embedlab.layer_map(embedlab.word_in_context(encoder, ["a bank"], "bank"))


def test_cosines_of_zero_vectors_are_undefined() -> None:
    cosines = embedlab.cosine_matrix([[1, 0], [0, 0], [1, 1]])
    assert cosines[0, 2] == pytest.approx(2**-0.5)
    assert np.isnan(cosines[1]).all()


def test_the_pipeline_shows_the_stages_of_the_model(encoder: embedlab.Encoder) -> None:
    from embedlab.context.pipeline import run_pipeline

    table = embedlab.load_position_table("all-MiniLM-L6-v2")
    pipeline = run_pipeline(encoder, table, "bank bank")
    first, second = (place for place, token in enumerate(pipeline.tokens) if token == "bank")
    np.testing.assert_array_equal(pipeline.token_vectors[first], pipeline.token_vectors[second])
    assert not np.allclose(pipeline.contextual_vectors[first], pipeline.contextual_vectors[second], atol=0.1)
    np.testing.assert_array_equal(pipeline.position_vectors, table[: len(pipeline.ids)])
