"""A word is found as a reader would find it: whole, in any case, script and spelling."""

from __future__ import annotations

import time

import pytest

from embedlab.context.word_borders import whole_words


@pytest.mark.parametrize(
    ("sentence", "word", "taken"),
    [
        ("The banker's bank, the Bank and riverbanks", "BANK", ["bank", "Bank"]),
        ("bank2 2bank bank", "bank", ["bank"]),
        ("(bank) _bank_ river-bank bank’s", "bank", ["bank"] * 4),
        ("naïvebank banké bank", "bank", ["bank"]),
        ("C++ beats C", "c++", ["C++"]),
        ("I can’t and can't", "can't", ["can’t", "can't"]),
        ("a well\u2011known and a well-known", "well-known", ["well\u2011known", "well-known"]),
        ("the river  bank and river\u00a0bank", "river bank", ["river  bank", "river\u00a0bank"]),
        ("cafe\u0301 cafe", "cafe", ["cafe"]),  # not the letters without their accent
        ("cafe\u0301 CAF\u00c9", "caf\u00e9", ["cafe\u0301", "CAF\u00c9"]),
        ("caf\u00e9", "cafe\u0301", ["caf\u00e9"]),
        ("cafe\u0301s", "caf\u00e9", []),  # a letter after the accent goes on with the word
        ("a\u0301", "\u0301", []),
        ("我在银行工作，银行", "银行", ["银行", "银行"]),
        ("銀行に行く", "銀行", ["銀行"]),
        ("สวัสดีธนาคาร", "ธนาคาร", ["ธนาคาร"]),
        ("은행에서 돈을", "은행", ["은행"]),
        ("बैंकों में बैंक", "बैंक", ["बैंक"]),  # not the plural, whose ending begins with a vowel sign
        ("Банк банка", "банк", ["Банк"]),
        ("👨‍👩‍👧 and 👩", "👩", ["👩"]),  # a family is one character
        ("🇯🇵 flag", "🇯", []),
        ("👍🏽 thumb 👍", "👍", ["👍"]),
        ("I 🙂you", "🙂", ["🙂"]),
        ("<b>bank</b>", "<b>", ["<b>"]),
        ("bank", "a bank that is longer than the sentence", []),
        ("any", " ", []),
    ],
)
def test_whole_words(sentence: str, word: str, taken: list[str]) -> None:
    assert [sentence[start:end] for start, end in whole_words(sentence, word)] == taken


def test_a_part_of_one_character_hides_no_later_word() -> None:
    assert whole_words("👨‍👩‍👧👩", "👩") == [(5, 6)]
    assert whole_words("aaa aa", "aa") == [(4, 6)]
    assert whole_words("aé é é", "é é") == [(3, 6)]


@pytest.mark.parametrize("character", ["a", "银", "\u0301", "🇯"])
def test_one_character_without_end_is_searched_in_no_time(character: str) -> None:
    begun = time.monotonic()
    whole_words(character * 20_000, character)
    assert time.monotonic() - begun < 6
