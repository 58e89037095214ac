"""What is told of an encoding: text without a token, and typed text taken for a special token."""

from __future__ import annotations

import json

import pytest

import embedlab
from embedlab.tokens import Encoding, Tokenizer, lost_text, special_in_text
from embedlab.tokens.json_tokenizer import JsonTokenizer
from tests.support.tokenizer_files import SHAPES
from tests.support.tokenizer_parts import bpe, file_of


def notices(tokenizer: Tokenizer, text: str) -> tuple[list[str], list[str]]:
    encoding: Encoding = tokenizer.encode(text, special_tokens=True)
    return lost_text(encoding), special_in_text(tokenizer, encoding)


@pytest.mark.bad_input(65)
def test_lost_characters_are_named_once() -> None:
    tokenizer = JsonTokenizer(json.dumps(file_of(bpe({"a": 0, "b": 1}, []), [])), name="letters")
    assert notices(tokenizer, "a b a") == ([" "], [])
    assert notices(tokenizer, "a, b a")[0] == [", ", " "]
    assert notices(tokenizer, "ab") == ([], [])


@pytest.mark.bad_input(66)
def test_a_special_token_that_the_model_makes_of_text() -> None:
    for shape, typed in (("T5", "</s>"), ("XLM-R", "</s>"), ("ALBERT", "[SEP]")):
        tokenizer = JsonTokenizer(json.dumps(SHAPES[shape]()), name=shape)
        expected = [typed] if shape != "ALBERT" else []  # lower case first: its "[SEP]" is never read so
        assert notices(tokenizer, f"a {typed} b {typed}") == ([], expected), shape
        assert notices(tokenizer, "a b") == ([], []), shape  # those around the text are none of it


def test_the_tokenizers_of_the_catalog_take_all_for_text(
    tokenizers: dict[str, embedlab.tokens.Tokenizer],
) -> None:
    for tokenizer in tokenizers.values():
        assert notices(tokenizer, "<|endoftext|> [SEP] </s> <s> [INST] \x00 🙂") == ([], []), tokenizer.name
