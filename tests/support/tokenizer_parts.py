"""The stages, models and vocabularies that the small tokenizer files of the tests are put together from."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests.support.texts import TEXTS

# of the published files
LLAMA_3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+"
)
CLIP = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
DEEPSEEK = (r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", "[一-龥ࠀ-一가-퟿]+")

Json = dict[str, Any]
SPACE = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
METASPACE = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
WORDS = {"type": "WhitespaceSplit"}


def added(token_id: int, content: str, *, special: bool = False, **rules: bool) -> Json:
    """Return an added token as a file lists it."""
    plain = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {"id": token_id, "content": content, **plain, **rules, "special": special}


def file_of(model: Json, tokens: list[Json], **stages: Json | None) -> Json:
    """Return the content of a tokenizer.json."""
    names = ("normalizer", "pre_tokenizer", "post_processor", "decoder")
    empty: Json = {"version": "1.0", "truncation": None, "padding": None}
    return empty | {"added_tokens": tokens} | dict.fromkeys(names) | stages | {"model": model}


def sequence(kind: str, *steps: Json) -> Json:
    """Return steps as one: of "normalizers", "pretokenizers", "decoders" or "processors"."""
    return {"type": "Sequence", kind: list(steps)}


def template(before: str, after: str, ids: dict[str, int]) -> Json:
    """Return a post-processor that frames a text."""
    single = [{"SpecialToken": {"id": token, "type_id": 0}} for token in (before, after)]
    text = {"Sequence": {"id": "A", "type_id": 0}}
    frame = [*single[:1], text, *single[1:]] if after else [single[0], text]
    special = {
        token: {"id": token, "ids": [ids[token]], "tokens": [token]} for token in (before, after) if token
    }
    return {"type": "TemplateProcessing", "single": frame, "pair": frame, "special_tokens": special}


def split(pattern: str, *, literal: bool = False, behavior: str = "Isolated", invert: bool = False) -> Json:
    """Return a pre-tokenizer that splits at a pattern."""
    key = "String" if literal else "Regex"
    return {"type": "Split", "pattern": {key: pattern}, "behavior": behavior, "invert": invert}


def byte_level(*, regex: bool = False, trim: bool = True, space: bool = False) -> Json:
    """Return the byte-level step."""
    return {"type": "ByteLevel", "add_prefix_space": space, "trim_offsets": trim, "use_regex": regex}


def bpe(vocabulary: dict[str, int], merges: list[Any], **options: Any) -> Json:
    """Return a BPE model."""
    plain = {
        "dropout": None,
        "unk_token": None,
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
        "fuse_unk": False,
        "byte_fallback": False,
        "ignore_merges": False,
    }
    return {"type": "BPE", **plain, **options, "vocab": vocabulary, "merges": merges}


@cache
def learned_bytes(suffix: str = "") -> tuple[dict[str, int], list[Any]]:
    """Return the vocabulary and the merges of a byte-level BPE."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    ending = {"end_of_word_suffix": suffix} if suffix else {}
    engine = Tokenizer(models.BPE(**ending))
    engine.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=700, show_progress=False, initial_alphabet=alphabet, **ending)
    engine.train_from_iterator([text.lower() if suffix else text for text in TEXTS], trainer)
    model = json.loads(engine.to_str())["model"]
    vocabulary = dict(model["vocab"])
    for letter in alphabet if suffix else ():
        vocabulary.setdefault(letter + suffix, len(vocabulary))
    return vocabulary, model["merges"]


@cache
def learned_letters(first: tuple[str, ...]) -> tuple[dict[str, int], list[Any]]:
    """Return the vocabulary and merges of a BPE with byte fallback that begins with these tokens."""
    from tokenizers import Tokenizer, models, normalizers, trainers

    engine = Tokenizer(models.BPE())
    engine.normalizer = normalizers.Replace(" ", "▁")
    trainer = trainers.BpeTrainer(vocab_size=220, limit_alphabet=60, show_progress=False)
    engine.train_from_iterator(
        [word for text in TEXTS for word in text.replace(" ", "\n ").split("\n")], trainer
    )
    model = json.loads(engine.to_str())["model"]
    tokens = [*first, *(f"<0x{byte:02X}>" for byte in range(256)), *model["vocab"]]
    return {token: place for place, token in enumerate(dict.fromkeys(tokens))}, model["merges"]


@cache
def learned_prefixed(prefix: str) -> tuple[dict[str, int], list[Any]]:
    """Return the vocabulary and merges of a BPE whose symbols carry a prefix inside a word."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    engine = Tokenizer(models.BPE(unk_token="<unk>", continuing_subword_prefix=prefix))
    engine.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        limit_alphabet=50,
        special_tokens=["<unk>"],
        continuing_subword_prefix=prefix,
        show_progress=False,
    )
    engine.train_from_iterator(TEXTS, trainer)
    model = json.loads(engine.to_str())["model"]
    return model["vocab"], model["merges"]
