"""A whole set under every method: the same numbers as one by one, kept as plain values, stopped at will."""

from __future__ import annotations

import json

import pytest

import embedlab
from embedlab.vectors.analogies import METHODS
from embedlab.vectors.analogy_search import SEARCHES
from embedlab.vectors.scoreboard import LIMITS, estimate_seconds, pack, score_methods, unpack

QUESTIONS = embedlab.vectors.read_analogy_text(
    ": capitals\nparis france tokyo japan\nrome italy cairo egypt\n: past\nwalk walked swim swam"
)


def test_every_report_is_that_of_its_own_evaluation(vectors: embedlab.vectors.WordVectors) -> None:
    board = score_methods("glove-6b-50d", QUESTIONS, 5_000)
    assert len(board.methods) == 2 * len(METHODS)
    for method in METHODS:
        for hidden in (True, False):
            expected = embedlab.evaluate_analogies(
                vectors, QUESTIONS, vocabulary_limit=5_000, method=method, exclude_inputs=hidden
            )
            assert board.report(method, exclude_inputs=hidden) == expected
    smaller = [limit for limit in LIMITS if limit < 5_000]
    assert [report.vocabulary_limit for report in board.limits[::2]] == [*smaller, 5_000]
    assert all(report.method == METHODS[0] for report in board.limits)
    assert board.limits[-2:] == (board.methods[0], board.methods[len(METHODS)])


def test_it_is_kept_as_plain_values(tiny_vectors: embedlab.vectors.WordVectors) -> None:
    board = score_methods(tiny_vectors, QUESTIONS, 5)  # none can be asked
    arrays, facts = pack(board)
    assert unpack(arrays, json.loads(json.dumps(facts))) == board
    assert board.methods[0].total == 0


def test_it_tells_how_far_it_is_and_can_be_stopped(vectors: embedlab.vectors.WordVectors) -> None:
    shares: list[float] = []
    score_methods(vectors, QUESTIONS, 5_000, watch=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)

    def stop(share: float) -> None:
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_methods(vectors, QUESTIONS, 5_000, watch=stop)


def test_more_words_are_expected_to_take_longer() -> None:
    short, long = (estimate_seconds(QUESTIONS, limit) for limit in (10_000, 400_000))
    assert 1 < short < long < 90


def test_whole_sets_and_single_questions_know_the_same_methods() -> None:
    assert tuple(SEARCHES) == METHODS
