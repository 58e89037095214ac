"""Our ids are those of the reference implementations."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import tiktoken
from hypothesis import given, settings
from hypothesis import strategies as st

import embedlab
from embedlab.catalog import find_entry
from embedlab.models.installed import find_file
from tests.support.texts import TEXTS as FIXED
from tests.support.texts import fuzzed_texts

TEXTS = FIXED + fuzzed_texts(10_000)


@pytest.mark.parametrize("name", ["gpt2", "cl100k_base", "o200k_base"])
def test_openai_tokenizers_equal_the_official_tiktoken(
    name: str,
    openai_files: Path,
    tokenizers: dict[str, embedlab.tokens.Tokenizer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tiktoken_ext import openai_public

    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(openai_files))
    official = tiktoken.Encoding(**getattr(openai_public, name)())
    ours = tokenizers[name]
    assert ours.vocabulary_size == official.n_vocab
    for text in TEXTS:
        assert ours.encode(text).ids == official.encode_ordinary(text), text


def test_openai_patterns_are_those_of_tiktoken(openai_files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tiktoken_ext import openai_public

    from embedlab.tokens import byte_pair_rules

    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(openai_files))
    assert openai_public.gpt2()["pat_str"] == byte_pair_rules.GPT2_PATTERN
    for name, (pattern, special) in byte_pair_rules.OPENAI_RULES.items():
        official = getattr(openai_public, name)()
        assert (official["pat_str"], official["special_tokens"]) == (pattern, special)


def test_gpt2_equals_transformers(tokenizers: dict[str, embedlab.tokens.Tokenizer], tmp_path: Path) -> None:
    from transformers import GPT2Tokenizer

    entry = find_entry("gpt2", "tokenizer")
    (tmp_path / "vocab.json").write_bytes(find_file(entry, "ids").read_bytes())
    (tmp_path / "merges.txt").write_bytes(find_file(entry, "merges").read_bytes())
    reference = GPT2Tokenizer.from_pretrained(tmp_path, local_files_only=True, split_special_tokens=True)
    for text in TEXTS:
        encoding = tokenizers["gpt2"].encode(text)
        assert encoding.ids == reference(text)["input_ids"], text
        assert encoding.tokens == reference.convert_ids_to_tokens(encoding.ids), text


def test_word_piece_equals_transformers(tokenizers: dict[str, embedlab.tokens.Tokenizer]) -> None:
    from transformers import AutoTokenizer

    folder = find_file(find_entry("all-MiniLM-L6-v2", "encoder"), "config").parent
    reference = AutoTokenizer.from_pretrained(folder, local_files_only=True, split_special_tokens=True)
    for text in TEXTS:
        for special in (False, True):
            expected = reference(text, add_special_tokens=special)["input_ids"]
            assert tokenizers["all-MiniLM-L6-v2"].encode(text, special_tokens=special).ids == expected, text


@pytest.mark.parametrize(("name", "role"), [("mistral-v3", "model"), ("tekken", "vocabulary")])
def test_mistral_tokenizers_equal_mistral_common(
    name: str, role: str, tokenizers: dict[str, embedlab.tokens.Tokenizer]
) -> None:
    from mistral_common.tokens.tokenizers.mistral import MistralTokenizer

    path = find_file(find_entry(name, "tokenizer"), role)
    reference = MistralTokenizer.from_file(path).instruct_tokenizer.tokenizer
    for text in TEXTS:
        for special in (False, True):
            expected = reference.encode(text, bos=special, eos=False)
            assert tokenizers[name].encode(text, special_tokens=special).ids == expected, text


load = cache(embedlab.load_tokenizer)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_text_survives(text: str) -> None:
    for name in ("gpt2", "cl100k_base", "o200k_base", "mistral-v3", "tekken"):
        tokenizer = load(name)
        encoding = tokenizer.encode(text)
        assert "".join(text[start:end] for start, end in encoding.offsets) == text
        expected = text.replace("▁", " ") if name == "mistral-v3" else text
        assert tokenizer.decode(encoding.ids) == expected
