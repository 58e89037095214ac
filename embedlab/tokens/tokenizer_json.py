"""What a `tokenizer.json` says: its model, its vocabulary, its rules. Read as plain data; nothing is run.

The format is that of Hugging Face's `tokenizers`: model types BPE, WordPiece, Unigram and WordLevel.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from embedlab.errors import InvalidInputError
from embedlab.tokens.encoding import byte_alphabet, unspelled
from embedlab.tokens.stages import Rules

__all__ = ["SPACE", "TokenizerJson"]

SPACE = "▁"  # how SentencePiece and its heirs write a space
BYTE = re.compile("<0x[0-9A-Fa-f]{2}>")
MAX_IDS = 2_000_000
SEQUENCES = ("normalizers", "pretokenizers", "decoders", "processors")  # how a sequence names its steps
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
        # the library knows no such key; a download carries the template of its repository in it
        self.chat = _chat_of(given.pop("chat_template")) if "chat_template" in given else None
        self.content = content if "chat_template" not in content else json.dumps(given)  # for the engine
        self._given = given
        self.model: dict[str, Any] = model
        kind = model.get("type") or self._guess()
        self.kind: str = kind if isinstance(kind, str) else type(kind).__name__
        if self.kind not in ALGORITHMS:
            raise InvalidInputError(
                f"{name} has a model of the type {self.kind[:40]!r}; EmbedLab reads {', '.join(ALGORITHMS)}."
            )

    def _guess(self) -> str:
        """Return the type of a model that does not name it, as files of older libraries do not."""
        if "merges" in self.model:
            return "BPE"
        if isinstance(self.model["vocab"], list):
            return "Unigram"
        return "WordPiece" if "continuing_subword_prefix" in self.model else "WordLevel"

    @cached_property
    def types(self) -> set[str]:
        """The types of all normalizers, pre-tokenizers and decoders, by name."""
        return {
            item["type"] for key in ("normalizer", "pre_tokenizer", "decoder") for item in self._parts(key)
        }

    def _parts(self, key: str) -> list[dict[str, Any]]:
        """Return the steps of a stage, those inside sequences one after the other."""
        waiting, parts = [self._given.get(key)], []
        while waiting:
            part = waiting.pop(0)
            if not isinstance(part, dict):
                continue
            inner = next((part[name] for name in SEQUENCES if isinstance(part.get(name), list)), None)
            if inner is not None:
                waiting = [*inner, *waiting]
            elif isinstance(part.get("type"), str):
                parts.append(part)
        return parts

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

    @property
    def in_bytes(self) -> bool:
        """Whether a token may hold a part of a character."""
        return self.is_byte_level or bool(self.model.get("byte_fallback"))

    @cached_property
    def can_drop(self) -> bool:
        """Whether the model leaves out characters: it merges, without an unknown token and all 256 bytes."""
        if self.kind != "BPE" or self.model.get("unk_token") is not None:
            return False
        alphabet = byte_alphabet().values() if self.is_byte_level else map("<0x{:02X}>".format, range(256))
        has_bytes = all(spelled in self.vocabulary for spelled in alphabet)
        return not (has_bytes and self.in_bytes and not self.model.get("continuing_subword_prefix"))

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Token -> id of the model itself; added tokens are not among them."""
        vocabulary = self.model["vocab"]
        try:
            return (
                vocabulary  # the file's own dictionary: another would cost megabytes
                if isinstance(vocabulary, dict)
                else {piece: place for place, (piece, _) in enumerate(vocabulary)}
            )
        except (TypeError, ValueError) as error:
            raise self._otherwise() from error

    @cached_property
    def tokens(self) -> list[str]:
        """The model's tokens by id, "" for an id without one."""
        try:
            size = max(self.vocabulary.values(), default=-1) + 1
        except TypeError as error:
            raise self._otherwise() from error
        self.check_size(size)
        by_id = [""] * size
        try:
            for token, token_id in self.vocabulary.items():
                by_id[token_id] = token
        except (TypeError, IndexError) as error:
            raise self._otherwise() from error
        return by_id

    def check_size(self, size: int) -> None:
        """Refuse more ids than are read.

        Raises:
            InvalidInputError: there are more.
        """
        if size > MAX_IDS:
            raise InvalidInputError(
                f"{self.name} has ids up to {size - 1:,}; at most {MAX_IDS:,} are read: "
                "choose another tokenizer."
            )

    @cached_property
    def scores(self) -> dict[str, float]:
        """The log-probability of each piece of a Unigram model."""
        return dict(self.model["vocab"]) if self.kind == "Unigram" else {}

    @cached_property
    def merges(self) -> Mapping[tuple[str, str], int]:
        """The rank of each merge of a BPE model."""
        listed = self.model.get("merges") or []
        written = (item for item in listed if not (isinstance(item, str) and item.startswith("#version")))
        pairs = (item.split(" ", 1) if isinstance(item, str) else item for item in written)
        return {(left, right): rank for rank, (left, right) in enumerate(pairs)}

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank of the merge that makes each token of a BPE model."""
        made: dict[str, int] = {}
        for (left, right), rank in self.merges.items():
            made.setdefault(left + right, rank)
        return made

    @property
    def unknown_id(self) -> int | None:
        """The id of the token for what has no piece, None where there is none."""
        if self.kind == "Unigram":
            unknown = self.model.get("unk_id")
            return unknown if isinstance(unknown, int) else None
        return self.vocabulary.get(self.model.get("unk_token") or "")

    def bytes_of(self, token: str) -> bytes:
        """Return the bytes a token of the model stands for, read as the rules of this file say."""
        token = token.removesuffix(self.model.get("end_of_word_suffix") or "") or token
        if self.is_byte_level:
            try:
                return token.translate(unspelled()).encode("latin-1")
            except UnicodeEncodeError:  # no byte is spelled so
                return token.encode()
        if self.model.get("byte_fallback") and BYTE.fullmatch(token):
            return bytes([int(token[3:5], 16)])
        if self.kind == "WordPiece":
            return token.removeprefix(self.model.get("continuing_subword_prefix", "##")).encode()
        token = token.removeprefix(self.model.get("continuing_subword_prefix") or "") or token
        return token.replace(SPACE, " ").encode()

    def _otherwise(self) -> InvalidInputError:
        return InvalidInputError(
            f"The vocabulary of {self.name} is not laid out as in a tokenizer.json; choose another file."
        )

    def check(self) -> None:
        """Read all there is, so that a file laid out otherwise is refused at once.

        Raises:
            InvalidInputError: it is laid out otherwise, or drops merges at random.
        """
        try:
            _ = (
                self.types,
                self.merges,
                self.ranks,
                self.scores,
                self.rules(0),
                self.unknown_id,
                self.can_drop,
            )
            for token in self.tokens:
                self.bytes_of(token)
            frames = [step for step in self._parts("post_processor") if step["type"] == "TemplateProcessing"]
            texts = [sum("Sequence" in piece for piece in frame["single"]) for frame in frames]
        except InvalidInputError:
            raise
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as error:
            raise self._otherwise() from error
        if (times := math.prod(texts)) != 1:
            raise InvalidInputError(
                f"{self.name} has a template that writes the text {times} times among its special tokens; "
                "choose one that writes it once."
            )
        if self.model.get("dropout"):
            raise InvalidInputError(
                f"{self.name} leaves out merges at random (dropout {self.model['dropout']}), so that no two "
                "looks are the same; set its dropout to null."
            )

    def rules(self, count: int) -> Rules:
        """Say what happens at each stage, by the names of the parts; `count` tokens are in the vocabulary."""

        def listed(key: str, nothing: str) -> str:
            return ", then ".join(item["type"] for item in self._parts(key)) or nothing

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


def _chat_of(given: Any) -> dict[str, str] | None:
    """Return "template", "bos_token" and "eos_token" as text, None where there is no template."""
    if not isinstance(given, dict) or not isinstance(given.get("template"), str):
        return None
    return {key: str(given.get(key) or "") for key in ("template", "bos_token", "eos_token")}
