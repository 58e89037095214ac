"""Question sets a person supplies: both formats are read, and what does not fit is named by its line."""

from __future__ import annotations

import pytest

import embedlab
from embedlab.vectors import question_text

BATS = "album\talbums\nant\tants\nbenefit\tbenefits/gains\n"


def test_the_text_of_the_google_set_reads_like_its_file() -> None:
    path = embedlab.vectors.google_analogies_path()
    read = embedlab.vectors.read_analogy_text(path.read_text("utf-8"), name="Google")
    assert read == embedlab.read_analogies(path)


def test_each_pair_asks_about_every_other() -> None:
    read = embedlab.vectors.read_analogy_text(BATS, name="plurals")
    assert read.sections == {
        "plurals": (
            ("album", "albums", "ant", "ants"),
            ("album", "albums", "benefit", "benefits"),
            ("ant", "ants", "album", "albums"),
            ("ant", "ants", "benefit", "benefits"),
            ("benefit", "benefits", "album", "albums"),
            ("benefit", "benefits", "ant", "ants"),
        )
    }
    assert len(read) == 6
    assert read.answers("plurals")[1] == ("benefits", "gains")
    assert read.answers("plurals")[0] == ("ants",)


def test_headings_part_the_pairs_and_repeated_pairs_count_once() -> None:
    read = embedlab.vectors.read_analogy_text(
        f":plural\r\n{BATS}ant\tants\r\n: young \ncat kitten\ndog puppy\n"
    )
    assert {name: len(questions) for name, questions in read.sections.items()} == {"plural": 6, "young": 2}
    assert read.sections["young"][0] == ("cat", "kitten", "dog", "puppy")


def test_words_between_tabs_may_hold_spaces() -> None:
    read = embedlab.vectors.read_analogy_text("new york\tthe usa / america\nparis\tfrance")
    assert read.sections["your questions"][1] == ("paris", "france", "new york", "the usa")
    assert read.answers("your questions")[1] == ("the usa", "america")


def test_questions_before_a_heading_go_by_the_name_of_the_text() -> None:
    read = embedlab.vectors.read_analogy_text("\ufeffa b c d\n: more\ne f g h", name="mine")
    assert read.sections == {"mine": (("a", "b", "c", "d"),), "more": (("e", "f", "g", "h"),)}
    assert read.answers("more") == [("h",)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "“mine” is empty"),
        (" \n\t\n", "“mine” is empty"),
        (": heading\n", "headings but no question"),
        ("a b c", "Line 1 of “mine” has 3 words; a question has four"),
        ("\nword", "Line 2 of “mine” has 1 word; a question has four"),
        ("a b c d\n\na b c", "Line 3 of “mine” has 3 words, the lines before it four"),
        ("a\tb\nc\td\te", "Line 2 of “mine” has 3 words, the lines before it two"),
        ("a\tb\nc\t/ /", "Line 2 of “mine” has no answer to “c”"),
        (": one\na b\n: two\nc d\ne f", "The section “one” of “mine” has one pair"),
    ],
)
def test_what_does_not_fit_is_named(text: str, message: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=message):
        embedlab.vectors.read_analogy_text(text, name="mine")


def test_too_many_questions_name_the_limit() -> None:
    with pytest.raises(embedlab.InvalidInputError, match="100,001 questions; at most 100,000"):
        embedlab.vectors.read_analogy_text("a b c d\n" * 100_001)
    pairs = [f"word{row}\tanswer{row}" for row in range(317)]
    with pytest.raises(embedlab.InvalidInputError, match=r"100,172 questions.* 316 at most in one section"):
        embedlab.vectors.read_analogy_text("\n".join(pairs))
    assert len(embedlab.vectors.read_analogy_text("\n".join(pairs[:316]))) == 99_540


def test_too_much_text_names_the_limit() -> None:
    with pytest.raises(embedlab.InvalidInputError, match=r"3\.0 MB of text; at most 2 MB"):
        embedlab.vectors.read_analogy_text("é" * 1_500_000)
    assert question_text.MAX_TEXT == 2_000_000
