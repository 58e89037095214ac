"""BM25 beside two references: rank_bm25, and LanceDB's own full-text search."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rank_bm25 import BM25Okapi

from embedlab.search import KeywordIndex, load_collection, words_of
from embedlab.search.keywords import K1, B

QUERIES = ("How to reset password?", "do you take cards", "photo photo book", "nothing_of_this_kind")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return list(load_collection("faq").texts)


@pytest.mark.parametrize("query", QUERIES)
def test_scores_are_those_of_rank_bm25_with_the_idf_of_lucene(query: str, texts: list[str]) -> None:
    ours = KeywordIndex(texts)
    reference = BM25Okapi([words_of(text) for text in texts], k1=K1, b=B)
    holders = {word: sum(word in words_of(text) for text in texts) for word in words_of(query)}
    reference.idf = {word: np.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for word, n in holders.items() if n}
    assert ours.scores(query) == pytest.approx(reference.get_scores(words_of(query)), abs=1e-12)


def test_scores_are_those_of_the_full_text_search_of_lancedb(texts: list[str], tmp_path: Path) -> None:
    import lancedb
    import pyarrow
    from lancedb.index import FTS

    table = lancedb.connect(str(tmp_path)).create_table(
        "texts", pyarrow.table({"row": np.arange(len(texts)), "text": texts})
    )
    table.create_index(
        "text", config=FTS(base_tokenizer="simple", stem=False, remove_stop_words=False, ascii_folding=False)
    )
    query = "reset password code"
    found = table.search(query, query_type="fts").limit(len(texts)).to_arrow().to_pydict()
    ours = KeywordIndex(texts).scores(query)
    assert set(found["row"]) == set(np.flatnonzero(ours).tolist())
    # it stores the length of a text in a byte, so that its scores differ in the second digit
    assert found["_score"] == pytest.approx(ours[found["row"]], rel=0.05)


def test_a_rare_word_weighs_more_than_a_frequent_one(texts: list[str]) -> None:
    index = KeywordIndex(texts)
    assert index.idf(1) > index.idf(10) > index.idf(len(texts)) > 0


def test_a_text_without_a_word_of_the_query_scores_zero() -> None:
    assert KeywordIndex(["a cat", "", "the dog"]).scores("CAT!").tolist()[1:] == [0, 0]
    assert KeywordIndex([]).scores("cat").shape == (0,)
