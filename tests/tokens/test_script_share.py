"""Letters of a script in a vocabulary, and why Hindi costs more tokens than English."""

from __future__ import annotations

import re

import pytest

import embedlab
from embedlab.tokens import Vocabulary, count_script_tokens, script_of, token_cost

SENTENCES = {sentence.language: sentence for sentence in embedlab.texts.LANGUAGES}
DEVANAGARI = re.compile("[\u0904-\u0939\u0958-\u0961\u0971-\u097f]")  # its letters, without marks and digits


@pytest.mark.parametrize("language", ["English", "Hindi", "Arabic", "Georgian", "Korean", "Tamil"])
def test_the_script_of_a_sentence_is_that_of_its_language(language: str) -> None:
    sentence = SENTENCES[language]
    assert script_of(f"{sentence.text} (ok)") == sentence.script


def test_a_text_without_letters_has_no_script() -> None:
    with pytest.raises(embedlab.InvalidInputError, match="3 characters has no letters"):
        script_of("1 2")


@pytest.mark.parametrize("name", ["gpt2", "cl100k_base"])
def test_tokens_of_a_script_are_those_that_hold_one_of_its_letters(
    name: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]
) -> None:
    vocabulary = Vocabulary.of(tokenizers[name])
    texts = [token.decode("utf-8", "ignore") for token in vocabulary.token_bytes]
    assert count_script_tokens(vocabulary, "Devanagari") == sum(
        bool(DEVANAGARI.search(text)) for text in texts
    )


@pytest.mark.parametrize("name", ["gpt2", "cl100k_base", "o200k_base"])
def test_hindi_costs_more_for_its_bytes_and_for_its_few_pieces(
    name: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]
) -> None:
    tokenizer = tokenizers[name]
    english, hindi = (token_cost(tokenizer.encode(SENTENCES[each].text)) for each in ("English", "Hindi"))
    assert hindi.tokens > english.tokens
    assert english.bytes_per_character == 1
    assert 2 < hindi.bytes_per_character < 3  # three for a letter, one for a space
    ratio = hindi.utf8_bytes / english.utf8_bytes * english.bytes_per_token / hindi.bytes_per_token
    assert hindi.tokens / english.tokens == pytest.approx(ratio)
    vocabulary = Vocabulary.of(tokenizer)
    assert count_script_tokens(vocabulary, "Devanagari") < count_script_tokens(vocabulary, "Latin") / 20
