"""The index of a corpus finds what exact search in memory finds, by meaning and by keywords."""

from __future__ import annotations

import numpy as np
import pytest
from pyarrow import parquet

import embedlab
from embedlab.corpora import Corpus, index_corpus, read_index_facts, search_corpus
from embedlab.corpora.index import sample_chunks
from embedlab.search import MODES

QUERY = "who counted the votes today?"


def test_a_query_finds_the_nearest_chunks_and_those_with_its_words(
    corpus: Corpus, tiny: embedlab.context.Encoder
) -> None:
    assert index_corpus(corpus).partitions == 0
    result = search_corpus(corpus, QUERY, tiny, k=5)
    table = parquet.read_table(corpus.folder / "parts")
    vectors, texts = np.stack(table["vector"].to_numpy()), table["text"].to_pylist()
    cosines = np.sort(vectors @ tiny.embed([QUERY])[0])[::-1]
    meaning, keywords = result.hits["meaning"], result.hits["keywords"]
    np.testing.assert_allclose(meaning.scores, cosines[:5], atol=1e-5)
    np.testing.assert_allclose(
        result.index.cosines(tiny.embed([QUERY])[0])[meaning.rows], meaning.scores, atol=1e-5
    )
    assert all("votes" in result.index.texts[row] for row in keywords.rows)
    assert set(result.hits) == set(MODES)
    title = result.titles[int(meaning.rows[0])]
    assert texts[int(title.removeprefix("notes.jsonl, row ")) - 1] == result.index.texts[meaning.rows[0]]
    for query in ('"quoted" AND (', "zzz"):
        assert not len(search_corpus(corpus, query, tiny).hits["keywords"].rows)


def test_an_approximate_index_says_what_it_finds(corpus: Corpus, tiny: embedlab.context.Encoder) -> None:
    facts = index_corpus(corpus, approximate_from=200)
    assert facts == read_index_facts(corpus)
    assert facts.partitions == round(240**0.5)
    assert 0.9 <= facts.recall <= 1
    assert len(search_corpus(corpus, QUERY, tiny, k=7).hits["meaning"].rows) == 7


def test_what_cannot_be_searched_says_why(corpus: Corpus, encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="did not make"):
        search_corpus(corpus, "x", encoder)
    with pytest.raises(embedlab.EmbedLabError, match="empty"):
        search_corpus(corpus, " ", encoder)


def test_a_sample_has_the_vectors_of_its_texts(corpus: Corpus, tiny: embedlab.context.Encoder) -> None:
    texts, vectors = sample_chunks(corpus, 8)
    np.testing.assert_allclose(vectors, tiny.embed(texts), atol=1e-5)
