"""The answers to the questions against other ways to compute them."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from transformers import RobertaConfig, RobertaModel

import embedlab
from embedlab import positional
from embedlab.positional import POSITION_GUESSES, answer_guess, position_guesses


@pytest.fixture(scope="module")
def table() -> np.ndarray:
    return embedlab.load_position_table("all-MiniLM-L6-v2")


def test_every_answer_is_one_of_the_choices_and_surprises(
    encoder: embedlab.context.Encoder, table: np.ndarray
) -> None:
    for place, guess in enumerate(POSITION_GUESSES):
        answer = answer_guess(place, encoder, table)
        assert answer.choice in guess.choices
        assert guess.expected in guess.choices
        assert answer.choice != guess.expected
        assert len(set(guess.choices)) == len(guess.choices)


def test_without_positions_a_word_keeps_its_vector(
    encoder: embedlab.context.Encoder, table: np.ndarray
) -> None:
    guess = POSITION_GUESSES[0]
    answer = answer_guess(0, encoder, table)
    assert answer.choice == guess.choices[0]
    bag = copy.deepcopy(encoder.model)
    bag.embeddings.position_embeddings.weight.zero_()
    texts = guess.question.split("“")[1:3]
    for model, cosine in ((bag, 1.0), (encoder.model, None)):
        vectors = []
        for text in (some.split("”")[0] for some in texts):
            ids = encoder.tokenizer.encode(text, special_tokens=True).ids
            place = ids.index(encoder.tokenizer.encode("dog").ids[0])
            with torch.inference_mode():
                vectors.append(model(torch.tensor([ids])).last_hidden_state[0, place].double().numpy())
        found = vectors[0] @ vectors[1] / np.linalg.norm(vectors[0]) / np.linalg.norm(vectors[1])
        if cosine:
            assert found == pytest.approx(cosine, abs=1e-6)
        else:
            assert f"their cosine is {found:.2f}" in answer.reason
    assert encoder.model.embeddings.position_embeddings.weight.abs().max() > 0  # still there


def test_an_encoder_that_notices_gets_another_answer(
    encoder: embedlab.context.Encoder, table: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        position_guesses, "PARAMETER", "embeddings.token_type_embeddings.weight"
    )  # positions stay
    answer = answer_guess(0, encoder, table)
    assert answer.choice == POSITION_GUESSES[0].choices[1]
    assert "something else tells the two orders apart" in answer.reason
    assert "bag of tokens" not in answer.reason


def test_a_difference_of_zero_is_a_difference(
    encoder: embedlab.context.Encoder, table: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes = iter([np.ones((20, 4)), np.ones((20, 4)), np.eye(20, 4), np.ones((20, 4))])
    monkeypatch.setattr(encoder, "last_layer_with", lambda ids, weights: [next(passes), next(passes)])
    answer = answer_guess(0, encoder, table)
    assert answer.choice == POSITION_GUESSES[0].choices[0]
    assert "no more than rounding" in answer.reason


def test_an_encoder_of_another_family_is_refused_or_read(
    smollm: embedlab.context.Encoder, table: np.ndarray, tokenizers: dict[str, embedlab.tokens.Tokenizer]
) -> None:
    for place in (0, 1):
        with pytest.raises(embedlab.InvalidInputError, match="BERT"):
            answer_guess(place, smollm, table)
    torch.manual_seed(0)
    config = RobertaConfig(
        vocab_size=50_257,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=40,
        pad_token_id=1,
        attn_implementation="eager",
    )
    tiny = embedlab.context.Encoder(RobertaModel(config).eval().requires_grad_(False), tokenizers["gpt2"])
    assert answer_guess(0, tiny, table).choice == POSITION_GUESSES[0].choices[0]  # “ dog”


def test_what_is_said_of_distances_follows_the_scores(
    encoder: embedlab.context.Encoder, table: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no more than rounding" in answer_guess(1, encoder, table).reason
    monkeypatch.setattr(position_guesses, "move_both", lambda pair, steps: [pair.total + 9])
    answer = answer_guess(1, encoder, table)
    assert answer.choice == POSITION_GUESSES[1].choices[0]
    assert "rounding" not in answer.reason
    assert "Only the distance" not in answer.reason


def test_only_the_distance_counts(encoder: embedlab.context.Encoder, table: np.ndarray) -> None:
    answer = answer_guess(1, encoder, table)
    assert answer.choice == "The query alone by one"
    found = positional.head_vectors(encoder, "The cat sat on the mat")
    turned = [
        positional.apply_rotary(np.stack([found.queries[3], found.keys[2]]), places)
        for places in ([5, 2], [6, 2])
    ]
    scores = [pair[0] @ pair[1] for pair in turned]
    assert f"is {scores[0]:.3f}" in answer.reason
    assert f"changes it by {abs(scores[1] - scores[0]):.3f}" in answer.reason


def test_the_nearest_position_is_the_nearest_in_the_table(
    encoder: embedlab.context.Encoder, table: np.ndarray
) -> None:
    cosines = {
        place: float(table[0] @ table[place] / np.linalg.norm(table[0]) / np.linalg.norm(table[place]))
        for place in (1, 3, 100, 511)
    }
    answer = answer_guess(2, encoder, table)
    assert answer.choice == f"position {max(cosines, key=cosines.__getitem__)}"
    for place, cosine in cosines.items():
        assert f"{place}: {cosine:.2f}" in answer.reason
    turned = table.copy()
    turned[511] = 3 * turned[0]
    assert answer_guess(2, encoder, turned).choice == "position 511"


@pytest.mark.parametrize("place", [-1, 3])
def test_there_are_no_other_questions(
    encoder: embedlab.context.Encoder, table: np.ndarray, place: int
) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=f"question {place}"):
        answer_guess(place, encoder, table)
