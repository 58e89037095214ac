"""Hostile and clumsy texts: the rows of docs/bad_input.md about texts and tokenizers."""

from __future__ import annotations

import contextlib
import time

import pytest

import embedlab
from embedlab.display import visible_text
from embedlab.figures.style import escape as escape_label
from embedlab.graphemes import graphemes
from embedlab.text_files import read_text
from embedlab.tokens import token_labels
from tests.support.pages import UNESCAPED, texts, visit
from tests.support.texts import TEXTS, fuzzed_texts
from ui.layout import escape
from ui.tokens.long_text import MAX_LONG, to_form

Tokenizers = dict[str, embedlab.tokens.Tokenizer]
EVERY = embedlab.names_of("tokenizer")
SECONDS = 6.0  # far above what a shared machine needs for the largest text a page takes


@pytest.mark.bad_input(1)
def test_nothing_is_a_hint() -> None:
    at = visit("tokens")
    at.text_area(key="text").input("").run()
    assert "Nothing to show yet" in at.info[0].value
    with pytest.raises(embedlab.EmbedLabError, match="0 bytes"):
        read_text(b"")


@pytest.mark.bad_input(3)
def test_a_long_text_is_cut_and_says_so() -> None:
    at = visit("tokens", tokenizers="gpt2")
    at.file_uploader(key="long_file_0").set_value(("big.txt", b"word " * 200_000, "text/plain")).run()
    said = at.info[0].value.translate(UNESCAPED)
    assert "It has 1,000,000 characters; the first 200,000 are shown." in said
    assert "for 200,000 characters" in texts(at)
    assert not at.exception


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("character", ["a", " ", "\n", "é", "🙂", "\x00"])
@pytest.mark.bad_input(4, 5)
def test_one_character_without_end(name: str, character: str, tokenizers: Tokenizers) -> None:
    begun = time.monotonic()
    encoding = tokenizers[name].encode(character * MAX_LONG)
    labels = token_labels(encoding, 5_000)
    assert time.monotonic() - begun < SECONDS
    assert all(label.label.strip() for label in labels)  # nothing is invisible


@pytest.mark.bad_input(6)
def test_half_a_character_is_replaced_and_said(tokenizers: Tokenizers) -> None:
    for name in EVERY:
        assert tokenizers[name].encode("a\ud800b").text == "a\ufffdb"
    at = visit("tokens")
    at.text_area(key="text").input("a\ufffdb").run()  # what a browser sends for half a character
    assert any("half a surrogate pair" in caption.value for caption in at.caption)


@pytest.mark.bad_input(7)
def test_control_characters_are_kept_and_shown(tokenizers: Tokenizers) -> None:
    encoding = tokenizers["gpt2"].encode("a\x00\x07b")
    assert tokenizers["gpt2"].decode(encoding.ids) == "a\x00\x07b"
    assert "".join(label.label for label in token_labels(encoding)) == "a␀␇b"


@pytest.mark.parametrize(
    "content",
    ["naïve\r\ncafé\rx".encode(mark) for mark in ("utf-8-sig", "utf-16")]
    + [b"\xfe\xff" + "naïve\r\ncafé\rx".encode("utf-16-be")],
)
@pytest.mark.bad_input(8)
def test_marks_and_line_breaks(content: bytes) -> None:
    read = read_text(content)
    assert read.text == "naïve\ncafé\nx"
    assert len(read.notes) == 2


@pytest.mark.bad_input(9)
def test_latin_1_is_never_guessed() -> None:
    content = "déjà vu".encode("cp1252")
    with pytest.raises(embedlab.EmbedLabError, match="not utf-8 at byte 1; choose the encoding"):
        read_text(content)
    assert read_text(content, encoding="cp1252").text == "déjà vu"
    at = visit("tokens")
    at.file_uploader(key="long_file_0").set_value(("latin.txt", content, "text/plain")).run()
    assert "choose the encoding" in at.warning[0].value.translate(UNESCAPED)
    at.selectbox(key="long_encoding").set_value("cp1252").run()
    assert not at.warning
    assert "for the same 7 characters" in texts(at)


@pytest.mark.bad_input(10)
def test_composed_and_decomposed_differ_until_asked(tokenizers: Tokenizers) -> None:
    one, other = "é", "e\u0301"
    assert tokenizers["gpt2"].encode(one).ids != tokenizers["gpt2"].encode(other).ids
    assert to_form(other, "NFC") == one
    assert to_form(one, "NFD") == other
    assert to_form(other, "as typed") == other


@pytest.mark.bad_input(11)
def test_a_family_is_one_grapheme_and_its_bytes_are_shown(tokenizers: Tokenizers) -> None:
    family = "👨‍👩‍👧‍👦"
    assert graphemes(family) == [family]
    labels = token_labels(tokenizers["gpt2"].encode(family))
    assert any(label.kind == "bytes" for label in labels)
    assert not any("\ufffd" in label.label for label in labels)


@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\u200f", "\u200b", "\u00a0", "\ufeff", "\u2028", "\ue000"]
)
@pytest.mark.bad_input(12, 13)
def test_what_acts_or_hides_is_shown(character: str) -> None:
    shown = visible_text(f"a{character}b")
    assert character not in shown
    assert shown != "ab"


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("literal", ["<|endoftext|>", "[CLS]", "<s>", "[INST]", "<|im_start|>", "</s>"])
@pytest.mark.bad_input(14)
def test_special_tokens_that_are_typed_are_text(name: str, literal: str, tokenizers: Tokenizers) -> None:
    tokenizer = tokenizers[name]
    encoding = tokenizer.encode(f"a {literal} b")
    assert not any(encoding.special)
    assert not set(encoding.ids) & (
        set(tokenizer.special_tokens.values()) - {tokenizer.special_tokens.get("[UNK]")}
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=y>",
        "[x](javascript:y)",
        "$x$",
        ":red[y]",
        ":smile:",
        "**b**",
    ],
)
@pytest.mark.bad_input(15, 16)
def test_markup_is_text(text: str) -> None:
    assert escape(text).translate(UNESCAPED) == text
    assert "<" not in escape_label(text)
    at = visit("tokens", tokens_tab="Stages")
    at.text_area(key="text").input(text).run()
    assert not at.exception
    assert not any(text in element.value for element in at.markdown)


@pytest.mark.parametrize("needle", ["(a+)+$", ".*", "[", "\\", "%", "'; --"])
@pytest.mark.bad_input(52)
def test_a_search_is_literal(needle: str) -> None:
    at = visit("tokens", tokens_tab="Vocabulary", needle=needle, tokenizers="gpt2")
    assert not at.exception
    count = len(embedlab.tokens.Vocabulary.of(embedlab.load_tokenizer("gpt2")).find(needle))
    assert f"{count:,} of the 50,257" in texts(at)


@pytest.mark.bad_input(53)
def test_a_link_of_two_megabytes() -> None:
    at = visit(
        "tokens", text="x" * 2_000_000, tokenizers="x" * 10_000, token="NaN", budget="inf", price="nan"
    )
    assert not at.exception
    assert at.title


def test_a_link_longer_than_its_field_says_so() -> None:
    at = visit("home", text="x" * 300_000)
    said = " ".join(each.value for each in at.toast)
    assert "is longer than 2,000 characters; its beginning is shown" in said.replace("\\", "")


def test_only_errors_of_one_kind_come_out(tokenizers: Tokenizers) -> None:
    for text in TEXTS + fuzzed_texts(300):
        for tokenizer in tokenizers.values():
            with contextlib.suppress(embedlab.EmbedLabError):
                for word in tokenizer.stages(text).words:
                    tokenizer.replay(word)
                embedlab.tokens.cut_to_budget(tokenizer, text, 3)
                embedlab.tokens.word_forms(tokenizer, text)
