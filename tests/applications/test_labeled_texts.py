"""Labeled texts as people bring them: lines, tables through the reader of documents, eras of messages."""

from __future__ import annotations

import pytest

import embedlab
from embedlab.applications import LabeledTexts, label_documents, read_labeled_lines
from embedlab.search import read_documents, read_untrusted_documents
from embedlab.texts import era_of, era_passages, state_of_the_union

FILES = {
    "a.csv": "label,text\npraise,I love it\nblame,I hate it\npraise,wonderful\nblame,awful",
    "b.csv": "id;Text;Category\n1;I love it;praise\n2;I hate it;blame\n3;wonderful;praise\n4;awful;blame",
    "c.tsv": "text\tlabel\nI love it\tpraise\nI hate it\tblame\n\tpraise\nwonderful\tpraise\nawful\tblame\n",
    "d.jsonl": """{"text": "I love it", "label": "praise"}
{"text": "I hate it", "label": "blame"}
{"text": "wonderful", "label": "praise"}
{"text": "awful", "label": "blame"}""",
}


def check(data: LabeledTexts) -> None:
    assert data.texts == ("I love it", "I hate it", "wonderful", "awful")
    assert data.labels == ("praise", "blame", "praise", "blame")


@pytest.mark.parametrize("name", FILES)
def test_tables_are_read_with_their_labels(name: str) -> None:
    check(label_documents(read_documents(FILES[name].encode(), name=name)))


def test_the_sandbox_reads_what_the_reader_reads() -> None:
    documents = read_untrusted_documents(FILES["c.tsv"].encode(), name="c.tsv")
    check(label_documents(documents))
    assert documents.notes == ("Rows without a text were left out: 1 of 5.",)
    assert documents.total == 4


def test_lines_are_read_with_a_bar_or_a_tab() -> None:
    check(read_labeled_lines("praise | I love it\nblame\tI hate it\n\npraise|wonderful\nblame | awful"))
    for text in ("", "one line"):
        with pytest.raises(embedlab.EmbedLabError, match="has no label; write lines such as"):
            read_labeled_lines(text)


def table(rows: list[tuple[str, str]]) -> bytes:
    return "\n".join(["label,text", *(",".join(row) for row in rows)]).encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (table([("x", "one"), ("x", "two")]), "There is one class, “x”"),
        (table([("x", "one"), ("x", "two"), ("y", "three")]), "The class “y” has one text"),
        (table([(str(row), f"text {row}") for row in range(100)] * 2), "There are 100 classes; at most 20"),
        (
            table([("xy"[row % 2], f"text {row}") for row in range(100_000)]),
            "There are 100,000 texts; at most 2,000",
        ),
        (
            table([("xy"[row % 2], "w" * 2_000) for row in range(1_000)]),
            "the first 500 documents and at most 1,000,000",
        ),
        (table([("x", "one"), ("", "two"), ("y", "three")]), "Text 2, “two”, has no label"),
        (b"name,text\nx,one\ny,two", "The file has no column of labels"),
        (table([("x", "one" * 2_000_000)]), "The file has 6.0 MB and at most 5 MB are read"),
    ],
)
def test_what_cannot_be_learned_from_a_file_is_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(embedlab.EmbedLabError, match=sentence):
        label_documents(read_documents(content, name="a.csv"))


def test_labels_that_are_numbers_are_names() -> None:
    data = label_documents(read_documents(table([("1", "a"), ("2.5", "b"), ("-1", "c")] * 2), name="a.csv"))
    assert data.classes == ("1", "2.5", "-1")
    assert data.has_numbers_as_labels
    assert not read_labeled_lines("1st | a\n2 | b\n1st | c\n2 | d").has_numbers_as_labels


def test_every_message_gives_a_passage_of_its_own_words_and_the_era_of_its_year() -> None:
    messages, passages = state_of_the_union(), era_passages()
    assert len({text for text, _ in passages}) == len(messages) == len(passages)
    for message, (text, era) in zip(messages, passages, strict=True):
        assert text in " ".join(message.text.split())
        assert era == era_of(message.year)
    assert [era_of(year) for year in (1790, 1815, 1816, 1945, 1946, 2026)] == [
        "1790–1815", "1790–1815", "1816–1860", "1930–1945", "1946–1968", "1969–today",
    ]  # fmt: skip
