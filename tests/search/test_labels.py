"""Labels as CSV: several documents a query, queries without an answer, and a sentence for each mistake."""

from __future__ import annotations

import pytest

import embedlab
from embedlab.search.evaluation import MAX_LABELS, read_labels
from embedlab.texts import LabeledQuery

TITLES = ["Paying, by card", "Lost parcels", "Sizes"]


def test_lines_of_one_query_are_its_documents_and_an_empty_one_is_none() -> None:
    content = '\ufeffQuery,Document\nmoney,"Paying, by card"\n\nmoney,Sizes\nmoney,Sizes\ncake,\n'.encode()
    assert read_labels(content, TITLES) == (
        LabeledQuery("money", ("Paying, by card", "Sizes")),
        LabeledQuery("cake", ()),
    )


def test_a_head_may_be_missing() -> None:
    assert read_labels(b"where is my box,Lost parcels", TITLES) == (
        LabeledQuery("where is my box", ("Lost parcels",)),
    )


@pytest.mark.bad_input(91)
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"query,document\n", "have 0 lines; give 1 to 1,000"),
        (b"money\n", "Line 1 of the labels is not a query and a document"),
        (b"query,document\nmoney,Paying, by card\n", "Line 2 of the labels is not a query"),
        (b",Sizes\n", "Line 1 of the labels is not a query"),
        (b"money,Prices\n", "Line 1 of the labels names the document “Prices”, which is not among these 3"),
        (b"q,Sizes\n" * (MAX_LABELS + 1), "have 1,001 lines"),
        (b"x" * 600_000, "have 0.6 MB and at most 0.5 MB"),
        (b'"' + b"x" * 200_000, "are not CSV"),
    ],
)
def test_a_mistake_is_one_sentence(content: bytes, message: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message) as caught:
        read_labels(content, TITLES)
    assert str(caught.value).count(".") <= 3  # one sentence; decimals count
