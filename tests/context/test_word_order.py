"""Shuffled words are the same words: each vector is compared with its own, and the static ones stay."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab.context.sentence_words import sentence_words
from tests.support.models import tiny_encoder

SENTENCE = "The dog bit the unimaginably old man, not me."


@pytest.fixture(scope="module")
def order(encoder: embedlab.context.Encoder) -> embedlab.context.WordOrder:
    return embedlab.context.shuffle_words(encoder, SENTENCE, shuffles=5)


def words_of(sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in sentence_words(sentence)]


def test_the_words_are_the_same_in_another_order(order: embedlab.context.WordOrder) -> None:
    assert len(set(order.shuffled)) == 5
    assert SENTENCE not in order.shuffled
    for sentence, places in zip(order.shuffled, order.orders, strict=True):
        assert words_of(sentence) == [order.words[place] for place in places]
        assert sorted(places) == list(range(9))


def test_punctuation_stays_where_it_is(order: embedlab.context.WordOrder) -> None:
    for sentence in order.shuffled:
        assert sentence.endswith(".")
        assert sentence.count(",") == 1
        assert len(words_of(sentence.partition(",")[0])) == 7


def test_every_word_is_compared_with_itself(
    order: embedlab.context.WordOrder, encoder: embedlab.context.Encoder
) -> None:
    (whole,) = encoder.encode([SENTENCE])
    original = [1, 2, 3, 4, slice(5, 9), 9, 10, 12, 13]  # the tokens of each word
    for number, sentence in enumerate(order.shuffled):
        (other,) = encoder.encode([sentence])
        place = 1  # behind [CLS]
        found: dict[int, slice] = {}
        for position, which in enumerate(order.orders[number]):
            size = 4 if order.words[which] == "unimaginably" else 1
            found[which] = slice(place, place + size)
            place += size + (position == 6)  # the comma behind the seventh word
        for which, where in enumerate(original):
            one = whole.hidden_states[:, where if isinstance(where, slice) else slice(where, where + 1)]
            own = other.hidden_states[:, found[which]]
            first, second = one.mean(axis=1).astype(float), own.mean(axis=1).astype(float)
            expected = (
                (first * second).sum(1) / np.linalg.norm(first, axis=1) / np.linalg.norm(second, axis=1)
            )
            np.testing.assert_allclose(order.each[number, :, which], expected, atol=1e-5)


def test_the_mean_is_over_the_shuffles(order: embedlab.context.WordOrder) -> None:
    np.testing.assert_allclose(order.cosines, sum(order.each) / 5)
    np.testing.assert_array_equal(order.first_cosines, order.each[0])
    assert order.cosines.shape == (7, 9)


def test_the_sentence_vector_is_the_mean_over_all_tokens(
    order: embedlab.context.WordOrder, encoder: embedlab.context.Encoder
) -> None:
    vectors = encoder.embed([SENTENCE, *order.shuffled], pooling="mean")
    np.testing.assert_allclose(order.sentence_cosines[:, -1], vectors[1:] @ vectors[0], atol=1e-5)
    assert order.sentence_cosines.shape == (5, 7)


def test_static_vectors_do_not_notice_and_contextual_ones_do(order: embedlab.context.WordOrder) -> None:
    np.testing.assert_array_equal(order.static_cosines, 1)
    moved = order.orders != np.arange(9)
    assert (order.each[:, -1].min(axis=1) < 0.95).all()
    assert moved.any(axis=1).all()


def test_a_word_at_its_own_place_keeps_layer_0(encoder: embedlab.context.Encoder) -> None:
    order = embedlab.context.shuffle_words(encoder, "red green blue", shuffles=5)
    stays = np.zeros((5, 3), dtype=bool)
    for number, places in enumerate(order.orders):
        for place, which in enumerate(places):
            stays[number, which] = place == which
    assert stays.any()
    np.testing.assert_allclose(order.each[:, 0][stays], 1, atol=1e-9)
    assert (order.each[:, 0][~stays] < 1 - 1e-4).all()


def test_all_orders_of_few_words_are_taken_once(encoder: embedlab.context.Encoder) -> None:
    order = embedlab.context.shuffle_words(encoder, "red green blue!", shuffles=50)
    assert len(order.shuffled) == 5  # of 3! = 6, one is the sentence itself
    assert set(order.shuffled) == {
        "red blue green!", "green red blue!", "green blue red!", "blue red green!", "blue green red!",
    }  # fmt: skip
    twice = embedlab.context.shuffle_words(encoder, "the cat the", shuffles=50)
    assert set(twice.shuffled) == {"the the cat", "cat the the"}


def test_the_same_number_gives_the_same_orders(encoder: embedlab.context.Encoder) -> None:
    first, again, other = (
        embedlab.context.shuffle_words(encoder, SENTENCE, shuffles=3, random_state=state).shuffled
        for state in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_words_of_one_case_are_one_order_to_this_model(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=r"Every order of the 3 words .* is the same"):
        embedlab.context.shuffle_words(encoder, "Bank bank, BANK!")


def test_words_that_touch_are_kept_apart(encoder: embedlab.context.Encoder) -> None:
    order = embedlab.context.shuffle_words(encoder, "river🙂bank money", shuffles=50)
    assert any("river bank" in sentence for sentence in order.shuffled)
    for sentence, places in zip(order.shuffled, order.orders, strict=True):
        assert words_of(sentence) == [order.words[place] for place in places]


def test_rows_that_depend_on_the_place_are_told(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    cased = tiny_encoder(tokenizers["gpt2"])  # " dog" and "dog" are two tokens
    cased._model.resize_token_embeddings(50257)  # its table ends at BERT's size
    order = embedlab.context.shuffle_words(cased, "dogs bite men", shuffles=5)
    moved_from_front = [places[0] != 0 for places in order.orders]
    np.testing.assert_array_equal(order.static_cosines[:, 0] < 1, moved_from_front)


@pytest.mark.parametrize(
    ("sentence", "shuffles", "message"),
    [
        ("two words.", 10, "has 2 words; write a sentence of at least 3"),
        ("", 10, "has 0 words"),
        ("?!", 10, "has 0 words"),
        ("a " * 61, 10, "61 words, and at most 60"),
        ("x" * 1_001, 10, "1,001 characters"),
        (SENTENCE, 0, "0 shuffles cannot be made; choose 1 to 50"),
        (SENTENCE, 51, "51 shuffles cannot be made"),
    ],
)
def test_limits_name_the_number_and_the_remedy(
    sentence: str, shuffles: int, message: str, encoder: embedlab.context.Encoder
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.context.shuffle_words(encoder, sentence, shuffles=shuffles)


def test_a_sentence_beyond_the_window_is_refused(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    tiny = tiny_encoder(tokenizers["all-MiniLM-L6-v2"], window=6)
    assert embedlab.context.shuffle_words(tiny, "one two three four").cut == 0
    with pytest.raises(embedlab.InvalidInputError, match="beyond the model's window"):
        embedlab.context.shuffle_words(tiny, "one two three four five")


def test_the_yardstick_is_two_different_words_of_the_sentence(
    order: embedlab.context.WordOrder, encoder: embedlab.context.Encoder
) -> None:
    (whole,) = encoder.encode(["red green blue"])
    short = embedlab.context.shuffle_words(encoder, "red green blue", shuffles=1)
    for layer in range(7):
        cosines = embedlab.context.cosine_matrix(whole.hidden_states[layer, 1:4])
        expected = (cosines[0, 1] + cosines[0, 2] + cosines[1, 2]) / 3
        assert short.between[layer] == pytest.approx(expected, abs=1e-5)
    assert (order.between[1:] < order.cosines.mean(axis=1)[1:]).all()
