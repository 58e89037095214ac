"""What a tokenizer returns, and the two ways to spell a byte token.

The pieces (tokens, offsets, bytes) are worked out on first use: counting the tokens of a long text costs
no more than the library's own call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Protocol

import numpy as np

__all__ = [
    "Encoding",
    "Pieces",
    "Spelled",
    "begins_inside",
    "byte_alphabet",
    "byte_offsets",
    "spell_bytes",
    "unspelled",
]


@dataclass(frozen=True)
class Pieces:
    """The tokens of an encoding, spelled out; every sequence but the last has one entry per id."""

    tokens: list[str]  # as the vocabulary spells them: "Ġcat", "▁cat", "##ting"
    offsets: list[tuple[int, int]]  # (start, end) in characters of the text
    token_bytes: list[bytes]  # the bytes each token stands for; b"" for a special token
    special: list[bool]  # added by the tokenizer, not written in the text
    unknown: list[bool]  # stands for a part that the vocabulary has no piece for
    lost: list[tuple[int, int]] = field(default_factory=list)  # of the text: the model leaves them out


class Speller(Protocol):
    """Whoever can spell out the ids of an encoding: the tokenizer that made it."""

    def spell(self, text: str, ids: Sequence[int], *, special_tokens: bool) -> Pieces: ...


@dataclass(frozen=True)
class Encoding:
    """A text as one tokenizer sees it.

    `text` is the text that was tokenized: what was given, with half surrogates (which no encoding can
    hold) replaced by U+FFFD.

    The offsets of byte-level and SentencePiece tokenizers follow each other without gap or overlap, so
    that `"".join(text[start:end] for start, end in offsets) == text`. A character that several tokens form
    together belongs to the token holding its first byte; the others have an empty span behind it. A
    combining character that normalization joins with its letter belongs to the token of that letter. What
    a tokenizer drops (WordPiece white space, others control characters) belongs to no token.
    """

    text: str
    ids: list[int]
    special_tokens: bool = False  # whether the tokenizer was asked to add its own
    speller: Speller = field(repr=False, compare=False, kw_only=True)

    @cached_property
    def pieces(self) -> Pieces:
        """Tokens, offsets and bytes, worked out together on first use."""
        return self.speller.spell(self.text, self.ids, special_tokens=self.special_tokens)

    def first(self, count: int) -> Pieces:
        """Return the first `count` pieces; the others of a long text are not worked out for it."""
        pieces = self.pieces if "pieces" in self.__dict__ or count >= len(self.ids) else None
        if pieces is None:
            pieces = self.speller.spell(self.text, self.ids[:count], special_tokens=self.special_tokens)
        return Pieces(
            pieces.tokens[:count],
            pieces.offsets[:count],
            pieces.token_bytes[:count],
            pieces.special[:count],
            pieces.unknown[:count],
            pieces.lost,
        )

    @property
    def tokens(self) -> list[str]:
        """The tokens as the vocabulary spells them."""
        return self.pieces.tokens

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """The (start, end) character span of each token in `text`."""
        return self.pieces.offsets

    @property
    def token_bytes(self) -> list[bytes]:
        """The bytes each token stands for."""
        return self.pieces.token_bytes

    @property
    def special(self) -> list[bool]:
        """Which tokens the tokenizer added."""
        return self.pieces.special

    @property
    def unknown(self) -> list[bool]:
        """Which tokens stand for a part that the vocabulary has no piece for."""
        return self.pieces.unknown

    @property
    def lost(self) -> list[tuple[int, int]]:
        """The spans of `text` that the model leaves out without a token."""
        return self.pieces.lost

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.ids)


@dataclass(frozen=True)
class Spelled:
    """The speller of an encoding whose pieces are known already."""

    known: Pieces

    def spell(self, text: str, ids: Sequence[int], *, special_tokens: bool) -> Pieces:
        """Return the pieces."""
        return self.known


def byte_offsets(text: str, token_bytes: Sequence[bytes]) -> list[tuple[int, int]]:
    """Return the character span of each token, given the bytes each stands for.

    The bytes of all tokens must be the UTF-8 bytes of `text`. A character belongs to the token that holds
    its first byte.

    >>> byte_offsets("a🙂", [b"a", b"\\xf0\\x9f", b"\\x99\\x82"])
    [(0, 1), (1, 2), (2, 2)]
    """
    utf8 = np.frombuffer(text.encode(), dtype=np.uint8)
    begins = (utf8 & 0xC0) != 0x80  # (bytes,) true at the first byte of a character
    started = np.concatenate(([0], np.cumsum(begins)))  # characters begun before each byte
    ends = np.cumsum([len(piece) for piece in token_bytes])
    edges = started[np.concatenate(([0], ends))].tolist()
    return list(pairwise(edges))


@lru_cache(maxsize=16_384)
def spell_bytes(token: bytes) -> str:
    """Return a byte token as GPT-2's vocabulary spells it: every byte as one visible character.

    Source: `bytes_to_unicode` of the GPT-2 release (Radford et al., 2019).

    >>> spell_bytes(b" cat")
    'Ġcat'
    """
    return token.decode("latin-1").translate(byte_alphabet())


@cache
def byte_alphabet() -> dict[int, str]:
    """Return GPT-2's map from a byte to the character that spells it.

    Bytes that print in Latin-1 stand for themselves; the other 68 take the characters from U+0100 on.
    """
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = (byte for byte in range(256) if byte not in printable)
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + n) for n, byte in enumerate(others)}


@cache
def unspelled() -> dict[int, int]:
    """Return GPT-2's map from a spelling character back to its byte, for `str.translate`."""
    return {ord(spelled): byte for byte, spelled in byte_alphabet().items()}


def begins_inside(raw: bytes) -> bool:
    """Whether the bytes begin inside a character.

    >>> begins_inside(b"\\x9f\\x99"), begins_inside(b"a")
    (True, False)
    """
    return bool(raw) and (raw[0] & 0xC0) == 0x80
