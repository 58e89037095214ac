"""Offsets, spelling, special tokens, and what the border refuses."""

from __future__ import annotations

import pytest

import embedlab
from embedlab.display import visible_text
from embedlab.tokens import token_labels
from embedlab.tokens.encoding import byte_offsets, spell_bytes
from embedlab.tokens.local_engine import LocalEngine
from tests.support.texts import TEXTS

LOSSLESS = ["gpt2", "cl100k_base", "o200k_base", "mistral-v3", "tekken"]


def test_the_example_of_the_design(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    encoding = tokenizers["gpt2"].encode("The cat sat on the mat")
    assert encoding.ids == [464, 3797, 3332, 319, 262, 2603]
    assert encoding.tokens == ["The", "Ġcat", "Ġsat", "Ġon", "Ġthe", "Ġmat"]
    assert encoding.offsets[1] == (3, 7)
    assert len(encoding) == 6


@pytest.mark.parametrize("name", LOSSLESS)
def test_offsets_concatenate_to_the_text(name: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    for text in TEXTS:
        encoding = tokenizers[name].encode(text, special_tokens=True)
        assert "".join(text[start:end] for start, end in encoding.offsets) == text
        assert len(encoding.ids) == len(encoding.tokens) == len(encoding.offsets) == len(encoding.token_bytes)


@pytest.mark.parametrize("name", LOSSLESS)
def test_decode_returns_the_text(name: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    for text in TEXTS:
        assert tokenizers[name].decode(tokenizers[name].encode(text).ids) == text


def test_word_piece_offsets_cover_all_but_what_it_drops(
    tokenizers: dict[str, embedlab.tokens.Tokenizer],
) -> None:
    text = "She sat on the river bank"
    encoding = tokenizers["all-MiniLM-L6-v2"].encode(text)
    assert "".join(text[start:end] for start, end in encoding.offsets) == text.replace(" ", "")


def test_a_shared_character_belongs_to_the_token_of_its_first_byte() -> None:
    assert byte_offsets("a🙂b", [b"a", b"\xf0\x9f", b"\x99\x82", b"b"]) == [(0, 1), (1, 2), (2, 2), (2, 3)]


@pytest.mark.parametrize(
    ("name", "special"),
    [
        ("gpt2", []),
        ("cl100k_base", []),
        ("all-MiniLM-L6-v2", ["[CLS]", "[SEP]"]),
        ("mistral-v3", ["<s>"]),
        ("tekken", ["<s>"]),
    ],
)
def test_special_tokens_come_only_on_request(
    name: str, special: list[str], tokenizers: dict[str, embedlab.tokens.Tokenizer]
) -> None:
    plain = tokenizers[name].encode("a cat")
    asked = tokenizers[name].encode("a cat", special_tokens=True)
    assert not any(plain.special)
    added = [token for token, mark in zip(asked.tokens, asked.special, strict=True) if mark]
    assert added == special
    assert len(asked) == len(plain) + len(special)


@pytest.mark.parametrize("name", [*LOSSLESS, "all-MiniLM-L6-v2"])
def test_text_that_looks_special_is_text(name: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    for literal in ("<|endoftext|>", "[SEP]", "<s>", "[INST]"):
        assert len(tokenizers[name].encode(literal)) > 1


@pytest.mark.parametrize("name", [*LOSSLESS, "all-MiniLM-L6-v2"])
def test_half_surrogates_are_replaced(name: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    assert tokenizers[name].encode("a\ud800b").text == "a\ufffdb"


@pytest.mark.parametrize("name", [*LOSSLESS, "all-MiniLM-L6-v2"])
def test_empty_text_says_what_to_do(name: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="type at least one character"):
        tokenizers[name].encode("")


def test_an_unknown_id_names_the_limit(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    with pytest.raises(embedlab.EmbedLabError, match="50,256"):
        tokenizers["gpt2"].decode([50257])
    with pytest.raises(embedlab.EmbedLabError, match="100261"):  # below the limit, yet no token
        tokenizers["cl100k_base"].decode([100261])


def test_a_long_word_stays_one_unknown(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    assert tokenizers["all-MiniLM-L6-v2"].encode("a" * 1000).tokens == ["[UNK]"]


def test_vocabulary_sizes_of_the_design(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    sizes = {name: tokenizer.vocabulary_size for name, tokenizer in tokenizers.items()}
    assert sizes == {
        "gpt2": 50257,
        "cl100k_base": 100277,
        "o200k_base": 200019,
        "all-MiniLM-L6-v2": 30522,
        "mistral-v3": 32768,
        "tekken": 131072,
    }


def test_unknown_tokenizer_lists_the_known_ones() -> None:
    with pytest.raises(embedlab.UnknownNameError, match="gpt2"):
        embedlab.load_tokenizer("gpt-2")


def test_spelling_of_bytes_is_that_of_gpt2() -> None:
    assert spell_bytes(b" cat\n") == "ĠcatĊ"
    assert len({spell_bytes(bytes([byte])) for byte in range(256)}) == 256


def test_nothing_invisible_is_shown_as_such() -> None:
    assert visible_text(" \t\n\x00\u200b\u202e\u00a0") == "␣⇥⏎␀[U+200B][U+202E]⍽"
    assert visible_text("👩‍🚀") == "👩‍🚀"  # the joiner inside an emoji is part of it


def test_labels_show_bytes_where_a_token_holds_part_of_a_character(
    tokenizers: dict[str, embedlab.tokens.Tokenizer],
) -> None:
    labels = token_labels(tokenizers["tekken"].encode("a 🙂"))
    assert [(item.label, item.kind, item.start, item.end) for item in labels] == [
        ("a", "text", 0, 1),
        ("␣ F0 9F", "bytes", 1, 3),
        ("99", "bytes", 2, 3),
        ("82", "bytes", 2, 3),
    ]


def test_the_engine_reads_a_text_once(
    encoder: embedlab.context.Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    run = LocalEngine.run

    def record(engine: LocalEngine, text: str, *, special_tokens: bool) -> object:
        texts.append(text)
        return run(engine, text, special_tokens=special_tokens)

    monkeypatch.setattr(LocalEngine, "run", record)
    encoding = encoder.tokenizer.encode("a muddy bank")
    assert encoding.tokens == ["a", "muddy", "bank"]
    assert encoding.first(1).tokens == ["a"]
    encoder.encode(["the same bank"])
    assert texts == ["a muddy bank", "the same bank"]
