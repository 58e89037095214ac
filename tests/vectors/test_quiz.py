"""Every challenge can be bet on, and the model, asked here, gets most of them right and some wrong."""

from __future__ import annotations

import pytest

import embedlab
from embedlab.texts import CHALLENGES


def answer(vectors: embedlab.vectors.WordVectors, challenge: embedlab.texts.Challenge) -> str:
    return embedlab.analogy(vectors, challenge.a, challenge.b, challenge.c, k=1).words[0]


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda challenge: f"{challenge.b}-{challenge.c}")
def test_a_challenge_offers_four_words_and_the_answer_of_the_model_is_one(
    challenge: embedlab.texts.Challenge, vectors: embedlab.vectors.WordVectors
) -> None:
    assert len(set(challenge.choices)) == 4
    assert list(challenge.choices) == sorted(challenge.choices)  # the order gives nothing away
    assert challenge.expected in challenge.choices
    assert all(word in vectors for word in (challenge.a, challenge.b, challenge.c, *challenge.choices))
    assert not {challenge.a, challenge.b, challenge.c} & set(challenge.choices)  # they are never answers
    assert answer(vectors, challenge) in challenge.choices


def test_there_are_ten_different_challenges_of_which_the_model_fails_some(
    vectors: embedlab.vectors.WordVectors,
) -> None:
    assert len({(challenge.a, challenge.b, challenge.c) for challenge in CHALLENGES}) == 10
    wrong = sum(answer(vectors, challenge) != challenge.expected for challenge in CHALLENGES)
    assert 3 <= wrong < 5
