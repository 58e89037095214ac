"""Sentences come out of lines and CSV as they went in, and too many are cut aloud."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import embedlab
from embedlab.context.sentence_table import (
    MAX_CHARACTERS,
    MAX_SENTENCE,
    MAX_SENTENCES,
    SentenceTable,
    read_sentence_table,
    sentence_table,
)


def rows(table: SentenceTable) -> list[tuple[str, str, int]]:
    return list(zip(table.sentences, table.senses, table.occurrences, strict=True))


def test_a_line_is_a_sentence_with_a_sense_and_an_occurrence() -> None:
    table = read_sentence_table("a bank\n river | by the  bank \n\n money | bank by bank | 2\n | one | two")
    assert rows(table) == [
        ("a bank", "", 1),
        ("by the bank", "river", 1),
        ("bank by bank", "money", 2),
        ("one | two", "", 1),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_known_by_its_header(delimiter: str) -> None:
    lines = [["sense", "sentence", "occurrence"], ["river", '"by, the; bank"', ""], ["", "bank to bank", "2"]]
    table = read_sentence_table("\ufeff" + "\r\n".join(delimiter.join(line) for line in lines))
    assert rows(table) == [("by, the; bank", "river", 1), ("bank to bank", "", 2)]


def test_a_csv_of_one_column_needs_only_its_name() -> None:
    assert read_sentence_table("Sentence\na bank, by the river").sentences == ("a bank, by the river",)


def test_a_first_sentence_is_no_header() -> None:
    table = read_sentence_table("This sentence, no header\na bank")
    assert table.sentences == ("This sentence, no header", "a bank")


@pytest.mark.parametrize("cell", ["0", "-1", "two", "1.5", "nan", "inf", "100"])
def test_an_occurrence_that_is_none_is_named(cell: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="Row 2 has the occurrence"):
        read_sentence_table(f"sentence,occurrence\na bank,1\na bank,{cell}")


words = st.text(st.sampled_from("ab |1 2é猫,'\""), max_size=12)


@given(st.lists(st.tuples(words, words.map(lambda sense: sense.replace("|", "")), st.integers(1, 99))))
def test_lines_are_read_as_they_were_written(given_rows: list[tuple[str, str, int]]) -> None:
    table = sentence_table(given_rows)
    assert rows(read_sentence_table(table.lines, lines_only=True)) == rows(table)


def test_a_bar_in_a_sense_does_not_end_it() -> None:
    table = read_sentence_table("sentence,sense\nThe bank was muddy,river|side")
    assert rows(read_sentence_table(table.lines, lines_only=True)) == [
        ("The bank was muddy", "river/side", 1)
    ]


def test_a_line_break_in_a_cell_is_white_space() -> None:
    table = read_sentence_table('sentence,sense\n"He sat on the\nriver bank",river\nmy bank,money')
    assert rows(table) == [("He sat on the river bank", "river", 1), ("my bank", "money", 1)]


@pytest.mark.parametrize("first", ["A word, sentence, or text about a bank", "sentence, or a bank"])
def test_a_line_with_a_comma_is_no_header(first: str) -> None:
    assert read_sentence_table(f"{first}\nOne more bank, sentence, here").sentences[0] == first


@pytest.mark.bad_input(3)
def test_too_many_sentences_are_cut_aloud() -> None:
    table = read_sentence_table("\n".join(f"bank {number}" for number in range(1_000)))
    assert len(table.sentences) == MAX_SENTENCES
    assert table.notes == ("The first 200 of 1,000 sentences are shown, which is the limit.",)


@pytest.mark.bad_input(4)
def test_a_long_sentence_is_cut_aloud() -> None:
    table = read_sentence_table("bank " + "a" * 1_000_000)
    assert len(table.sentences[0]) == MAX_SENTENCE
    assert "longer than 2,000 characters" in table.notes[0]


def test_all_sentences_together_are_bounded() -> None:
    table = read_sentence_table("\n".join("bank " + "a" * 1_900 for _ in range(100)))
    assert sum(map(len, table.sentences)) <= MAX_CHARACTERS
    assert f"The first {len(table.sentences)} of 100" in table.notes[-1]


@pytest.mark.bad_input(1)
def test_nothing_is_an_empty_table() -> None:
    assert read_sentence_table(" \n\n").sentences == ()
    assert read_sentence_table("sentence,sense\n").sentences == ()


@pytest.mark.bad_input(5)
def test_white_space_of_a_million_signs_is_no_sentence() -> None:
    assert read_sentence_table(" " * 1_000_000).sentences == ()
