"""Exact search is brute force, fusion is its formula, a document stands where its best chunk does."""

from __future__ import annotations

import numpy as np
import pytest

import embedlab
from embedlab.search import (
    MODES,
    Chunking,
    SearchIndex,
    best_sentences,
    build_search_index,
    chance_band,
    load_collection,
    matching_words,
)

TEXTS = ("I'm sad today.", "The stock went down.", "We climbed down the ladder.", "   ")


@pytest.fixture(scope="module")
def encoder() -> embedlab.context.Encoder:
    return embedlab.load_encoder("all-MiniLM-L6-v2")


@pytest.fixture(scope="module")
def index(encoder: embedlab.context.Encoder) -> SearchIndex:
    return build_search_index(load_collection("faq").texts, encoder, chunking=Chunking(2, 1, "sentences"))


def test_meaning_finds_what_shares_no_word(encoder: embedlab.context.Encoder) -> None:
    small = build_search_index(TEXTS, encoder)
    assert small.search("unhappy").rows[0] == 0
    assert not len(small.search("unhappy", mode="keywords").rows)
    assert 3 not in small.search("unhappy").rows  # nothing but spaces


def test_meaning_is_still_drawn_to_the_words(encoder: embedlab.context.Encoder) -> None:
    small = build_search_index(TEXTS, encoder)
    assert small.search("feeling down").rows[0] == 1  # that the page shows it is what makes it honest


def test_the_password_is_found_under_account_recovery(encoder: embedlab.context.Encoder) -> None:
    documents = load_collection("faq")
    hits = build_search_index(documents.texts, encoder).search("How to reset password?", 3)
    assert documents.titles[hits.rows[0]] == "Account recovery steps"


def test_exact_search_is_brute_force(index: SearchIndex) -> None:
    query = "my parcel never came"
    (vector,) = index.encoder.embed([query])
    chunk_vectors = index.encoder.embed([index.chunk_text(row) for row in range(len(index.chunks))])
    assert index.vectors == pytest.approx(chunk_vectors, abs=1e-5)  # batches change the last digits
    cosines = chunk_vectors.astype(np.float64) @ vector.astype(np.float64)
    best = [cosines[index.text_rows == row].max() for row in range(len(index.texts))]
    order = np.argsort(-np.array(best), kind="stable")[:10]
    hits = index.search(query, 10)
    assert hits.scores == pytest.approx(np.array(best)[hits.rows], abs=1e-5)
    assert hits.scores == pytest.approx(np.array(best)[order], abs=1e-5)
    for row, chunk in zip(hits.rows.tolist(), hits.chunks.tolist(), strict=True):
        assert index.text_rows[chunk] == row
        assert cosines[chunk] == pytest.approx(best[row], abs=1e-5)


def test_both_is_reciprocal_rank_fusion(index: SearchIndex) -> None:
    query = "code for my phone"
    orders = [index.search(query, 100, mode=mode).rows.tolist() for mode in ("meaning", "keywords")]
    sums = {
        row: sum(1 / (60 + order.index(row) + 1) for order in orders if row in order)
        for row in {*orders[0], *orders[1]}
    }
    hits = index.search(query, 10, mode="hybrid")
    assert hits.scores == pytest.approx(sorted(sums.values(), reverse=True)[:10])
    assert [sums[row] for row in hits.rows.tolist()] == pytest.approx(hits.scores)


def test_many_queries_are_answered_as_one_is(index: SearchIndex) -> None:
    queries = ["my parcel never came", "coupon", "erase everything"]
    for mode in MODES:
        for query, hits in zip(queries, index.search_many(queries, 5, mode=mode), strict=True):
            assert hits.rows.tolist() == index.search(query, 5, mode=mode).rows.tolist()


def test_vectors_of_another_model_are_refused(index: SearchIndex) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="another model made them"):
        SearchIndex(["a"], [index.chunks[:1]], np.ones((1, 768), dtype=np.float32), index.encoder)


@pytest.mark.parametrize("query", ["", "  \n"])
@pytest.mark.bad_input(1)
def test_an_empty_query_is_one_sentence(query: str, index: SearchIndex) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="type at least one word"):
        index.search(query)


def test_documents_without_a_word_are_one_sentence(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="give at least one"):
        build_search_index(["", " "], encoder)


@pytest.mark.bad_input(88)
def test_a_query_of_ten_thousand_characters_is_answered(index: SearchIndex) -> None:
    for mode in MODES:
        assert len(index.search("where is my parcel? " * 500, 5, mode=mode).rows) == 5


def test_the_marked_sentence_is_the_nearest_of_its_chunk(encoder: embedlab.context.Encoder) -> None:
    text = "We ship on Mondays. The sky is blue. Forgot your password? Ask for a new one. Cats sleep."
    index = build_search_index([text], encoder)
    ((sentence, cosine),) = best_sentences(index, "reset my password", [0])
    assert sentence.of(text) == "Forgot your password?"
    reference = encoder.embed(["reset my password", "Forgot your password?"])
    assert cosine == pytest.approx(float(reference[0] @ reference[1]), abs=1e-5)


def test_matching_words_are_those_of_the_query() -> None:
    text = "Reset the PASSWORD, not the passwords."
    assert [text[start:end] for start, end in matching_words("reset password", text)] == ["Reset", "PASSWORD"]


def test_a_good_answer_lies_beyond_the_band_of_random_pairs(index: SearchIndex) -> None:
    band = chance_band(index, "meaning")
    assert -0.3 < band.low < 0.1 < band.high < 0.5
    assert index.search("How to reset password?", 1).scores[0] > band.high
