"""What a `tokenizer.json` says: its model, its vocabulary, its rules. Read as plain data; nothing is run.

The format is that of Hugging Face's `tokenizers`: model types BPE, WordPiece, Unigram and WordLevel.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from embedlab.errors import InvalidInputError
from embedlab.tokens.encoding import byte_alphabet
from embedlab.tokens.stages import Rules

__all__ = ["SPACE", "TokenizerJson"]

SPACE = "▁"  # how SentencePiece and its heirs write a space
MAX_IDS = 2_000_000
ALGORITHMS = {
    "BPE": "BPE",
    "WordPiece": "WordPiece",
    "Unigram": "Unigram",
    "WordLevel": "whole words",
}


class TokenizerJson:
    """The content of a `tokenizer.json`."""

    def __init__(self, content: str, *, name: str) -> None:
        try:
            given = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise InvalidInputError(
                f"{name} is no JSON file; choose the tokenizer.json of a model ({str(error)[:60]})."
            ) from error
        model = given.get("model") if isinstance(given, dict) else None
        if not isinstance(model, dict) or not isinstance(model.get("vocab"), dict | list):
            raise InvalidInputError(
                f"{name} has no model with a vocabulary; choose the tokenizer.json of a model, "
                "not its tokenizer_config.json or vocab.json."
            )
        self.name = name
        self.content = content
        self._given = given
        self.model: dict[str, Any] = model
        self.kind: str = model.get("type") or self._guess()
        if self.kind not in ALGORITHMS:
            raise InvalidInputError(
                f"{name} has a model of the type {self.kind[:40]!r}; EmbedLab reads {', '.join(ALGORITHMS)}."
            )

    def _guess(self) -> str:
        """Return the type of a model that does not name it, as files of older libraries do not."""
        if "merges" in self.model:
            return "BPE"
        return "Unigram" if isinstance(self.model["vocab"], list) else "WordPiece"

    @cached_property
    def types(self) -> set[str]:
        """The types of all normalizers, pre-tokenizers and decoders, by name."""
        return {
            item["type"] for key in ("normalizer", "pre_tokenizer", "decoder") for item in self._parts(key)
        }

    def _parts(self, key: str) -> list[dict[str, Any]]:
        part = self._given.get(key)
        if not isinstance(part, dict):
            return []
        for inner in ("normalizers", "pretokenizers", "decoders", "processors"):
            if isinstance(part.get(inner), list):
                return [item for item in part[inner] if isinstance(item, dict) and "type" in item]
        return [part] if "type" in part else []

    @property
    def algorithm(self) -> str:
        """The algorithm in the words of the catalog."""
        if self.kind == "BPE" and self.is_byte_level:
            return "byte-level BPE"
        return ALGORITHMS[self.kind]

    @property
    def is_byte_level(self) -> bool:
        """Whether tokens are spelled in GPT-2's alphabet of bytes."""
        return "ByteLevel" in self.types

    @cached_property
    def special_tokens(self) -> dict[str, int]:
        """The special tokens -> id."""
        added = self._given.get("added_tokens") or []
        return {item["content"]: item["id"] for item in added if item.get("special")}

    @cached_property
    def ids(self) -> dict[str, int]:
        """Token -> id, special and added ones among them."""
        vocabulary = self.model["vocab"]
        found: dict[str, int] = (
            dict(vocabulary)
            if isinstance(vocabulary, dict)
            else {piece: place for place, (piece, _) in enumerate(vocabulary)}
        )
        for item in self._given.get("added_tokens") or []:
            found.setdefault(item["content"], item["id"])
        return found

    @cached_property
    def tokens(self) -> list[str]:
        """The tokens by id, "" for an id without one."""
        size = max(self.ids.values(), default=-1) + 1
        if size > MAX_IDS:
            raise InvalidInputError(
                f"{self.name} has ids up to {size - 1:,}; at most {MAX_IDS:,} are read: "
                "choose another tokenizer."
            )
        by_id = [""] * size
        for token, token_id in self.ids.items():
            by_id[token_id] = token
        return by_id

    @cached_property
    def scores(self) -> dict[str, float]:
        """The log-probability of each piece of a Unigram model."""
        return dict(self.model["vocab"]) if self.kind == "Unigram" else {}

    @cached_property
    def merges(self) -> Mapping[tuple[str, str], int]:
        """The rank of each merge of a BPE model."""
        listed = self.model.get("merges") or []
        pairs = (item.split(" ", 1) if isinstance(item, str) else item for item in listed)
        return {(left, right): rank for rank, (left, right) in enumerate(pairs)}

    def bytes_of(self, token: str) -> bytes:
        """Return the bytes a token stands for, read as the rules of this file say."""
        if token in self.special_tokens:
            return b""
        if self.is_byte_level:
            unspell = {ord(spelled): byte for byte, spelled in byte_alphabet().items()}
            try:
                return token.translate(unspell).encode("latin-1")
            except UnicodeEncodeError:  # an added token, spelled as it is written
                return token.encode()
        if self.model.get("byte_fallback") and len(token) == 6 and token.startswith("<0x"):
            return bytes([int(token[3:5], 16)])
        if self.kind == "WordPiece":
            return token.removeprefix(self.model.get("continuing_subword_prefix", "##")).encode()
        suffix = self.model.get("end_of_word_suffix") or ""
        bare = token.removesuffix(suffix) if suffix else token
        return (bare.replace(SPACE, " ") if "Metaspace" in self.types or SPACE in bare else bare).encode()

    def rules(self) -> Rules:
        """Say what happens at each stage, by the names of the parts."""

        def listed(key: str, nothing: str) -> str:
            return ", then ".join(item["type"] for item in self._parts(key)) or nothing

        count = len(self.ids)
        how = {
            "BPE": "the lowest rank merges first",
            "WordPiece": "the longest piece that fits, from left to right",
            "Unigram": "the most probable pieces together",
            "WordLevel": "whole words only",
        }[self.kind]
        return Rules(
            normalization=listed("normalizer", "Nothing is changed"),
            pre_tokenization=listed("pre_tokenizer", "The text stays in one part"),
            model=f"{self.algorithm}, {count:,} tokens: {how}",
            post_processing=listed("post_processor", "Nothing is ever added"),
        )
