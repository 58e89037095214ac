"""Hostile and clumsy words and sentences for the encoder and for a word in its sentences.

Whatever is asked, the answer is a result or one plain sentence.
"""

from __future__ import annotations

import numpy as np
import pytest

import embedlab


def ask(encoder: embedlab.context.Encoder, sentence: str, word: str) -> embedlab.context.WordInContext:
    """Return the word in one sentence, having checked that the result is whole."""
    found = embedlab.word_in_context(encoder, [sentence], word)
    assert found.vectors.shape == (encoder.layers + 1, 1, encoder.dim)
    assert np.isfinite(found.vectors).all()
    assert len(found.pieces[0]) == found.piece_vectors[0].shape[1] >= 1
    start, end = found.spans[0]
    assert 0 <= start < end <= len(found.sentences[0])
    return found


def taken(found: embedlab.context.WordInContext) -> str:
    return found.sentences[0][slice(*found.spans[0])]


def refused(encoder: embedlab.context.Encoder, sentence: str, word: str, said: str) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=said) as caught:
        embedlab.word_in_context(encoder, [sentence], word)
    message = str(caught.value)
    message.encode()  # nothing in it that a page could not show
    assert len(message) < 300
    assert message.endswith(".")


@pytest.mark.bad_input(1)
def test_nothing_at_all(encoder: embedlab.context.Encoder) -> None:
    refused(encoder, "", "bank", "Sentence 1, “”, does not contain the word “bank”")
    refused(encoder, "a bank", "", "The word to look for is empty; type one word")
    with pytest.raises(embedlab.InvalidInputError, match="There are 0 texts to encode"):
        encoder.encode([])
    with pytest.raises(embedlab.InvalidInputError, match="0 texts"):
        embedlab.word_in_context(encoder, [], "bank")
    with pytest.raises(embedlab.InvalidInputError, match="Text 2 is empty"):
        encoder.encode(["a bank", ""])


@pytest.mark.bad_input(5)
def test_spaces_without_end(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.InvalidInputError, match="Text 1 is empty") as caught:
        encoder.encode([" \n" * 500_000])
    assert len(str(caught.value)) < 200
    refused(encoder, " " * 1_000_000, "bank", "does not contain")
    refused(encoder, "a bank", "\n" * 1_000_000, "type one word")
    assert taken(ask(encoder, " " * 100_000 + "bank" + "\n" * 100_000, "bank")) == "bank"


@pytest.mark.bad_input(6)
def test_half_a_character(encoder: embedlab.context.Encoder) -> None:
    found = ask(encoder, "a \ud800 bank", "bank")
    assert (found.sentences, taken(found)) == (("a \ufffd bank",), "bank")
    assert encoder.encode(["bank\ud800"])[0].text == "bank\ufffd"
    refused(encoder, "a bank", "ban\ud800k", "does not contain the word “ban\ufffdk”")
    refused(encoder, "a \ud83d bank", "\ud83d", "Sentence 1|sentence 1")  # the tokenizer drops U+FFFD


@pytest.mark.parametrize("word", ["\x00", "\x1b[31m", "\x07", "\u200b", "\u202e", "\ufeff", "\x7f"])
@pytest.mark.bad_input(7)
def test_control_characters(word: str, encoder: embedlab.context.Encoder) -> None:
    assert taken(ask(encoder, f"the {word} river{word} bank{word}", "bank")) == "bank"
    (encoding,) = encoder.encode([f"{word} bank {word}"])
    assert "bank" in encoding.tokens
    if word == "\x1b[31m":
        assert ask(encoder, f"a {word} bank", word).word == "[31m"
    else:  # what nobody sees is no word
        refused(encoder, f"a {word} bank", word, "type one word")


@pytest.mark.bad_input(7)
def test_a_word_that_the_model_does_not_read(encoder: embedlab.context.Encoder) -> None:
    found = ask(encoder, "the b\x00ank", "b\x00ank")  # the tokenizer takes the control character out
    assert found.pieces == (("bank",),)
    assert ask(encoder, "the bank\u00ad", "bank\u00ad").pieces == (("bank",),)  # no token reaches its end
    refused(encoder, "a \u00ad bank", "\u00ad", r"the model has no token where “\[U\+00AD\]” stands; choose")


@pytest.mark.bad_input(13)
def test_a_soft_hyphen_is_no_part_of_a_word(encoder: embedlab.context.Encoder) -> None:
    plain = ask(encoder, "the softhyphen and the bank", "softhyphen")
    for sentence, word in (
        ("the soft\u00adhyphen and the bank", "softhyphen"),
        ("the soft\u00adhy\u00ad\u00adphen and the bank", "soft\u00adhyphen"),
        ("the softhyphen and the bank", "soft\u00adhyphen"),
    ):
        found = ask(encoder, sentence, word)
        assert found.pieces == plain.pieces
        np.testing.assert_allclose(found.vectors, plain.vectors, atol=2e-5)
    refused(encoder, "the bank\u00ading trade", "bank", "does not contain the word")


@pytest.mark.bad_input(8)
def test_marks_and_line_ends(encoder: embedlab.context.Encoder) -> None:
    plain = ask(encoder, "bank of the river", "bank")
    marked = ask(encoder, "\ufeffbank of the river\r\n", "\ufeffbank")
    assert (marked.word, taken(marked)) == ("bank", "bank")
    np.testing.assert_allclose(marked.vectors, plain.vectors, atol=2e-5)
    for line_end in ("\r\n", "\r", "\n", "\u2028"):
        assert taken(ask(encoder, f"the river{line_end}bank{line_end}broke", "bank")) == "bank"
        assert taken(ask(encoder, f"the river{line_end}bank", "river bank")) == f"river{line_end}bank"


@pytest.mark.bad_input(10)
def test_accents_typed_apart(encoder: embedlab.context.Encoder) -> None:
    for sentence in ("a cafe\u0301 here", "a caf\u00e9 here"):
        for word in ("caf\u00e9", "cafe\u0301", "CAF\u00c9"):
            found = ask(encoder, sentence, word)
            assert taken(found) in {"cafe\u0301", "caf\u00e9"}
            assert found.pieces == (("cafe",),)
        refused(
            encoder, sentence, "cafe", "does not contain"
        )  # another word, though the model drops the accent
    assert taken(ask(encoder, "nai\u0308ve", "na\u00efve")) == "nai\u0308ve"


@pytest.mark.bad_input(11)
def test_an_emoji_is_a_word(encoder: embedlab.context.Encoder) -> None:
    assert ask(encoder, "so happy 🙂", "🙂").pieces == (("[UNK]",),)
    assert taken(ask(encoder, "the 👨‍👩‍👧‍👦 went out", "👨‍👩‍👧‍👦")) == "👨‍👩‍👧‍👦"
    refused(encoder, "the 👨‍👩‍👧‍👦 went out", "👩", "does not contain")  # one character is not cut
    refused(encoder, "go 🇯🇵", "🇯", "does not contain")


@pytest.mark.bad_input(12)
def test_right_to_left(encoder: embedlab.context.Encoder) -> None:
    assert taken(ask(encoder, "ذهبت إلى بنك كبير", "بنك")) == "بنك"
    assert taken(ask(encoder, "the \u202ebank\u202c moved", "bank")) == "bank"
    assert taken(ask(encoder, "the bank moved", "\u202ebank\u202c")) == "bank"


@pytest.mark.bad_input(13)
def test_signs_of_no_width(encoder: embedlab.context.Encoder) -> None:
    assert taken(ask(encoder, "the\u00a0bank\u200b moved", "bank")) == "bank"
    assert taken(ask(encoder, "New\u00a0York", "New York")) == "New\u00a0York"
    refused(encoder, "the b\u0430nk moved", "bank", "does not contain")  # a Cyrillic а: another word


@pytest.mark.parametrize("word", ["[SEP]", "[CLS]", "[UNK]", "[PAD]", "[MASK]", "<|endoftext|>", "</s>"])
@pytest.mark.bad_input(14)
def test_special_tokens_are_text(word: str, encoder: embedlab.context.Encoder) -> None:
    found = ask(encoder, f"here {word} is text", word)
    assert taken(found) == word
    assert word not in found.pieces[0]
    assert len(found.pieces[0]) > 2
    (encoding,) = encoder.encode([f"here {word} is text"])
    assert sum(encoding.special) == 2
    assert not set(encoding.tokens[1:-1]) & {"[CLS]", "[SEP]", "[PAD]", "[MASK]", "[UNK]"}


@pytest.mark.parametrize(
    "word",
    ["<script>alert(1)</script>", "<img onerror=x>", "[x](javascript:y)", "$x$", ":red[x]", r"\w+", "(", "*"],
)
@pytest.mark.bad_input(15)
def test_markup_and_patterns_are_text(word: str, encoder: embedlab.context.Encoder) -> None:
    assert taken(ask(encoder, f"a {word} bank", word)) == word
    refused(encoder, "a bank", word, "does not contain")


@pytest.mark.bad_input(55)
def test_the_cut_is_told(encoder: embedlab.context.Encoder) -> None:
    long = "bank " + "word " * 599
    (encoding,) = encoder.encode([long], attentions=False)
    assert encoding.cut == 600 + 2 - encoder.window
    assert len(encoding.ids) == encoder.window
    found = embedlab.word_in_context(encoder, ["a bank", long], "bank")
    assert found.cut == (0, encoding.cut)


@pytest.mark.bad_input(55)
def test_the_word_beyond_the_window_names_its_sentence(encoder: embedlab.context.Encoder) -> None:
    beyond = "In sentence 2 the word stands beyond the model's window of 512 tokens; shorten the sentence"
    with pytest.raises(embedlab.InvalidInputError, match=beyond):
        embedlab.word_in_context(encoder, ["a bank", "word " * 600 + "bank"], "bank")
    late = "bank " + "word " * 600 + "bank"
    with pytest.raises(embedlab.InvalidInputError, match=beyond):
        embedlab.word_in_context(encoder, ["a bank", late], "bank", occurrences=[1, 2])
    room = encoder.window - 2  # without the two special tokens
    pieces = 4
    whole = "word " * (room - pieces) + "unimaginably far"
    assert ask(encoder, whole, "unimaginably").pieces == (("un", "##ima", "##gina", "##bly"),)
    refused(
        encoder, "word " + whole, "unimaginably", "sentence 1 the word stands beyond"
    )  # its last piece is cut off


@pytest.mark.bad_input(56)
def test_the_word_is_not_in_the_sentence(encoder: embedlab.context.Encoder) -> None:
    with pytest.raises(embedlab.InvalidInputError, match=r"Sentence 2, “The shore”.*“bank”.*or remove the"):
        embedlab.word_in_context(encoder, ["A bank", "The shore"], "bank")
    refused(encoder, "The banks and the banker", "bank", "does not contain")
    refused(encoder, "The bank " * 1_000, "shore", "does not contain the word “shore”")
    refused(encoder, "a bank", "bank" * 100_000, "does not contain")


@pytest.mark.bad_input(56)
def test_occurrences_that_are_not_there(encoder: embedlab.context.Encoder) -> None:
    for occurrence in (0, 2, -1):
        with pytest.raises(embedlab.InvalidInputError, match=r"once, and occurrence .* choose 1"):
            embedlab.word_in_context(encoder, ["a bank"], "bank", occurrences=[occurrence])
    with pytest.raises(embedlab.InvalidInputError, match=r"2 times, and occurrence 3 .* choose 1 to 2"):
        embedlab.word_in_context(encoder, ["bank by a bank"], "bank", occurrences=[3])
    with pytest.raises(embedlab.InvalidInputError, match="1 occurrences for 2 sentences"):
        embedlab.word_in_context(encoder, ["a bank", "a bank"], "bank", occurrences=[1])


@pytest.mark.parametrize(
    ("sentence", "word", "pieces"),
    [
        ("An UNIMAGINABLY long day", "unimaginably", ("un", "##ima", "##gina", "##bly")),
        ("I can't swim", "can't", ("can", "'", "t")),
        ("I can’t swim", "can't", ("can", "’", "t")),
        ("a well-known bank", "Well-Known", ("well", "-", "known")),
        ("the river bank", "river bank", ("river", "bank")),
        ("我在银行工作", "银行", ("[UNK]", "行")),
        ("ธนาคารใหญ่", "ธนาคาร", None),
        ("은행에서 만나요", "은행", None),
        ("in 3.14 ways", "3.14", ("3", ".", "14")),
    ],
)
@pytest.mark.bad_input(56)
def test_the_pieces_are_shown(
    sentence: str, word: str, pieces: tuple[str, ...] | None, encoder: embedlab.context.Encoder
) -> None:
    found = ask(encoder, sentence, word)
    if pieces is not None:
        assert found.pieces == (pieces,)
    assert found.pooling == "mean"
    np.testing.assert_allclose(found.vectors[:, 0], found.piece_vectors[0].mean(axis=1), atol=1e-6)


@pytest.mark.bad_input(56)
def test_another_case_is_the_same_word(encoder: embedlab.context.Encoder) -> None:
    found = embedlab.word_in_context(encoder, ["the bank", "the BANK", "the Bank"], "bAnK")
    np.testing.assert_allclose(found.vectors[:, 1:], found.vectors[:, :1].repeat(2, axis=1), atol=2e-5)
