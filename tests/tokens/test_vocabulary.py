"""Searching a vocabulary, its lengths, the forms of a word."""

from __future__ import annotations

import pytest

import embedlab
from embedlab.tokens.vocabulary import Vocabulary, word_forms

Tokenizers = dict[str, embedlab.tokens.Tokenizer]


@pytest.mark.parametrize("name", embedlab.names_of("tokenizer"))
def test_every_id_that_encodes_a_text_spells_it(name: str, tokenizers: Tokenizers) -> None:
    vocabulary = Vocabulary.of(tokenizers[name])
    assert len(vocabulary) == tokenizers[name].vocabulary_size
    encoding = tokenizers[name].encode("the quick brown fox, unimaginably happy")
    spelled = b"".join(vocabulary.token_bytes[token_id] for token_id in encoding.ids)
    assert spelled.replace(b" ", b"") == b"thequickbrownfox,unimaginablyhappy"
    for token_id, token in zip(encoding.ids, encoding.tokens, strict=True):
        assert vocabulary.tokenizer.spelled(token_id) == token


def test_find_is_literal_and_knows_the_space(tokenizers: Tokenizers) -> None:
    vocabulary = Vocabulary.of(tokenizers["gpt2"])
    found = {vocabulary.token_bytes[token_id] for token_id in vocabulary.find("bank")}
    assert {b"bank", b" bank", b" banks"} <= found
    assert all(b"bank" in token for token in found)
    with_space = vocabulary.find("bank", space="with")
    without = vocabulary.find("bank", space="without")
    assert sorted(with_space + without) == sorted(vocabulary.find("bank"))
    assert vocabulary.token_bytes[with_space[0]] == b" bank"
    assert vocabulary.token_bytes[without[0]] == b"bank"
    assert vocabulary.find("b.nk") == []  # a dot is a dot
    assert vocabulary.find("(a+)+$" * 20) == []


def test_word_piece_tells_the_beginning_of_a_word_from_its_inside(tokenizers: Tokenizers) -> None:
    vocabulary = Vocabulary.of(tokenizers["all-MiniLM-L6-v2"])
    inside = [vocabulary.tokenizer.spelled(token_id) for token_id in vocabulary.find("ing", space="without")]
    assert inside[0] == "##ing"
    assert all(token.startswith("##") for token in inside)


def test_ranges_of_ids(tokenizers: Tokenizers) -> None:
    vocabulary = Vocabulary.of(tokenizers["gpt2"])
    assert vocabulary.between(464, 466) == [464, 465, 466]
    for first, last in ((5, 4), (-1, 3), (0, 50_257)):
        with pytest.raises(embedlab.EmbedLabError, match="50,256"):
            vocabulary.between(first, last)
    with pytest.raises(embedlab.EmbedLabError, match="nothing to search"):
        vocabulary.find("")


def test_lengths_count_every_token_once(tokenizers: Tokenizers) -> None:
    vocabulary = Vocabulary.of(tokenizers["gpt2"])
    lengths = vocabulary.lengths()
    assert sum(lengths.values()) == 50_256  # all but <|endoftext|>
    whole = [token for token in vocabulary.token_bytes if token.isascii() and len(token) == 1]
    assert lengths[1] >= len(whole) == 128
    assert lengths[0] > 0  # parts of characters


def test_forms_of_a_word(tokenizers: Tokenizers) -> None:
    forms = {form.change: form for form in word_forms(tokenizers["gpt2"], "café")}
    assert forms["as typed"].text == "café"
    assert len(forms["decomposed (NFD)"].text) == 5
    assert forms["decomposed (NFD)"].encoding.ids != forms["as typed"].encoding.ids
    assert forms["without accents"].text == "cafe"
    assert "lower case" not in forms  # the same as typed
    assert [form.change for form in word_forms(tokenizers["gpt2"], "1")] == ["as typed", "a space before"]
