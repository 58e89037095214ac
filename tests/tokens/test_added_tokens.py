"""Files whose added tokens, unknown tokens and missing pieces mislead whoever looks tokens up by spelling."""

from __future__ import annotations

import json
from typing import Any

import pytest

import embedlab
from embedlab.tokens import Tokenizer, read_tokenizer, token_labels
from embedlab.tokens.encoding import byte_alphabet
from tests.support.tokenizer_parts import METASPACE, SPACE, WORDS, added, bpe, byte_level, file_of, sequence
from tests.support.unigram_files import t5

pytestmark = pytest.mark.long

UNKNOWN = added(0, "[UNK]", special=True)
ALPHABET = {letter: byte for byte, letter in byte_alphabet().items()}


def load(content: dict[str, Any]) -> Tokenizer:
    return read_tokenizer(json.dumps(content).encode(), name="upload.json")


def replayed(tokenizer: Tokenizer, text: str) -> list[int]:
    words = tokenizer.stages(text).words
    return [token_id for word in words for token_id in tokenizer.replay(word).ids]


def labels(tokenizer: Tokenizer, text: str) -> list[tuple[str, str]]:
    return [(label.label, label.kind) for label in token_labels(tokenizer.encode(text))]


@pytest.mark.parametrize("prepend", [True, False])
def test_byte_fallback_beside_an_added_token(prepend: bool) -> None:
    first = {"<unk>": 0} | {f"<0x{byte:02X}>": byte + 1 for byte in range(256)}
    vocabulary = first | {"▁": 257, "a": 258, "b": 259, "ab": 260, "▁a": 261}
    steps = [{"type": "Prepend", "prepend": "▁"}] * prepend + [SPACE]
    model = bpe(vocabulary, ["▁ a", "a b"], unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    tokens = [added(0, "<unk>", special=True), added(262, "<x>")]
    tokenizer = load(file_of(model, tokens, normalizer=sequence("normalizers", *steps)))
    for text in ("ab 气", "气<x>ab", "天气 <x> 气<x><x>"):
        stages = tokenizer.stages(text)
        assert replayed(tokenizer, text) == stages.encoding.ids
        assert not any("<0x" in word.text for word in stages.words)
        assert "".join(text[start:end] for start, end in stages.encoding.offsets) == text
    assert [token_id for token_id in tokenizer.encode("气").ids if token_id != 257] == [231, 177, 149]
    assert tokenizer.stages("a<x>b").normalized == ("▁a<x>▁b" if prepend else "a<x>b")


def test_a_word_that_holds_an_added_one_is_cut_by_the_model() -> None:
    vocabulary = {"[UNK]": 0, "co": 1, "##vid": 2, "##19": 3, "is": 4}
    model = {"type": "WordPiece", "unk_token": "[UNK]", "vocab": vocabulary, "max_input_chars_per_word": 100}
    tokenizer = load(
        file_of(
            model | {"continuing_subword_prefix": "##"},
            [UNKNOWN, added(5, "covid", single_word=True)],
            pre_tokenizer={"type": "BertPreTokenizer"},
        )
    )
    assert (
        tokenizer.encode("covid19 is covid").ids == [1, 2, 3, 4, 5] == replayed(tokenizer, "covid19 is covid")
    )
    assert [word.added for word in tokenizer.stages("covid19 covid").words] == [False, True]
    assert labels(tokenizer, "日 is") == [("日", "unknown"), ("is", "text")]
    assert labels(tokenizer, "covid19 is")[:3] == [("co", "text"), ("vid", "text"), ("19", "text")]


@pytest.mark.parametrize(
    ("rules", "label"),
    [
        ({"lstrip": True, "rstrip": True}, "␣␣<m>␣␣"),
        ({"lstrip": True}, "␣␣<m>"),
        ({"rstrip": True}, "<m>␣␣"),
        ({}, "<m>"),
    ],
)
def test_an_added_token_takes_the_spaces_that_its_rules_give_it(rules: dict[str, bool], label: str) -> None:
    model = {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {"[UNK]": 0, "hello": 1, "world": 2}}
    tokenizer = load(
        file_of(model, [UNKNOWN, added(3, "<m>", **rules)], pre_tokenizer={"type": "Whitespace"})
    )
    stages = tokenizer.stages("hello  <m>  world")
    assert [word.added for word in stages.words] == [False, True, False]
    assert [tokenizer.replay(word).ids for word in stages.words] == [(1,), (3,), (2,)]
    assert labels(tokenizer, "hello  <m>  world")[1] == (label, "text")


def test_an_added_token_is_written_as_it_is_also_where_tokens_spell_bytes() -> None:
    words = ["đem", "ilÖveyou", "č", "café"]
    tokens = [added(256 + place, word) for place, word in enumerate(words)]
    tokenizer = load(
        file_of(bpe(ALPHABET, []), tokens, pre_tokenizer=byte_level(regex=True), decoder=byte_level())
    )
    for word in words:
        (piece,) = tokenizer.encode(word).token_bytes
        assert piece == word.encode()
        assert labels(tokenizer, word) == [(word, "text")]
        assert replayed(tokenizer, word) == tokenizer.encode(word).ids
    assert labels(tokenizer, "č\r") == [("č", "text"), ("␍", "text")]  # one id, and two things
    assert tokenizer.vocabulary_bytes()[tokenizer.encode("café").ids[0]] == "café".encode()
    assert tokenizer.vocabulary_bytes()[13] == b"\r"


def unigram_words(*pieces: str) -> dict[str, Any]:
    vocabulary = [("<unk>", 0.0), ("</s>", 0.0), *((piece, -3.0) for piece in pieces)]
    return file_of(
        {"type": "Unigram", "unk_id": 0, "vocab": vocabulary, "byte_fallback": False},
        [added(0, "<unk>", special=True), added(1, "</s>", special=True)],
        normalizer={"type": "NFKC"},
        pre_tokenizer=sequence("pretokenizers", WORDS, METASPACE),
    )


@pytest.mark.parametrize("text", ["e\u0301a as", "ea as", "e\u0301a  as ", "  as"])
def test_a_mark_for_a_space_is_the_space_or_nothing(text: str) -> None:
    encoding = load(unigram_words("▁", "a", "s", "é", "e")).encode(text)
    written = [text[start:end] for start, end in encoding.offsets]
    assert "".join(written) == text.rstrip()  # no overlap, and nothing left out
    for token, part in zip(encoding.tokens, written, strict=True):
        assert (not part.strip()) == (token == "▁")


def test_typed_special_tokens_of_a_unigram_model() -> None:
    tokenizer = load(unigram_words("▁", "a", "<", "/", ">", "s"))
    for text in ("<unk>", "a<unk>é<unk>", "<unk><unk> a"):
        assert replayed(tokenizer, text) == tokenizer.encode(text).ids, text
    assert labels(tokenizer, "<unk>")[-1] == ("<unk>", "unknown")


def test_a_model_that_leaves_characters_out() -> None:
    tokenizer = load(file_of(bpe({"a": 0, "b": 1, "ab": 2}, ["a b"]), []))
    encoding = tokenizer.encode("ab ba")
    assert encoding.ids == [2, 1, 0]
    assert labels(tokenizer, "ab ba") == [("ab", "text"), ("b", "text"), ("a", "text")]
    assert encoding.offsets == [(0, 2), (3, 4), (4, 5)]
    assert encoding.lost == [(2, 3)]
    across = tokenizer.encode("xa\u0301bß")
    assert across.tokens == ["ab"]
    assert (across.offsets, across.lost) == ([(1, 4)], [(0, 1), (2, 3), (4, 5)])
    assert tokenizer.encode("xyz").lost == [(0, 3)]
    assert [(word.text, word.first, word.last) for word in tokenizer.stages("xyz").words] == [("xyz", 0, 0)]


def test_characters_left_out_behind_a_normalizer_and_bytes() -> None:
    some = {letter: byte for letter, byte in ALPHABET.items() if chr(byte) in "abé "}
    tokens = {letter: place for place, letter in enumerate(some)}
    steps = {"normalizer": {"type": "Lowercase"}, "pre_tokenizer": byte_level(regex=True, space=True)}
    encoding = load(file_of(bpe(tokens, []), [added(9, "<x>")], **steps)).encode("A zb<x>X b")
    written = [encoding.text[start:end] for start, end in encoding.offsets]
    assert written == ["", "A", " ", "b", "<x>", "", " ", "b"]
    assert encoding.lost == [(2, 3), (7, 8)]


def test_no_character_is_lost_where_all_have_bytes() -> None:
    tokenizer = load(t5())
    assert tokenizer.encode("天气 \x07").lost == []


@pytest.mark.parametrize("times", [0, 2])
def test_a_template_without_the_text_or_with_two_of_it_is_refused(times: int) -> None:
    content = t5()
    content["post_processor"]["single"] = content["post_processor"]["single"][:1] * times
    with pytest.raises(embedlab.EmbedLabError, match=f"{times} times"):
        load(content)


def test_an_id_of_the_template_that_no_vocabulary_has_can_be_looked_up() -> None:
    content = t5()
    content["post_processor"]["special_tokens"]["</s>"]["ids"] = [5_000]
    tokenizer = load(content)
    (last,) = tokenizer.encode("a", special_tokens=True).ids[-1:]
    assert last == 5_000
    assert tokenizer.spelled(last) == ""
    assert tokenizer.rank(last) is None
    assert tokenizer.decode([last]) == ""


def test_a_conversation_has_its_special_tokens_and_the_spans_of_its_text() -> None:
    vocabulary = {"a": 0, "b": 1, "ab": 2}
    template = "{% for m in messages %}<s>{{ m.content }}</s>{% endfor %}"
    content = file_of(
        bpe(vocabulary, ["a b"]), [added(3, "<s>", special=True), added(4, "</s>", special=True)]
    )
    tokenizer = load(content | {"chat_template": {"template": template}})
    chat = tokenizer.encode_conversation([{"role": "user", "content": "ab ba"}])
    assert chat.text == "<s>ab ba</s>"
    assert chat.ids == [3, 2, 1, 0, 4]
    assert chat.special == [True, False, False, False, True]
    assert [chat.text[start:end] for start, end in chat.offsets] == ["<s>", "ab", "b", "a", "</s>"]
    assert chat.lost == [(5, 6)]
    assert chat.token_bytes == [b"", b"ab", b"b", b"a", b""]
