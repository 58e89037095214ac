"""The label of a token: what a person reads in its place, and of which kind it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from embedlab.display import is_invisible, visible_text
from embedlab.tokens.encoding import Encoding, begins_inside

if TYPE_CHECKING:
    from embedlab.tokens.tokenizer import Tokenizer

__all__ = ["TokenLabel", "bytes_label", "id_labels", "shown_as", "token_labels"]


@dataclass(frozen=True)
class TokenLabel:
    """One token, ready to be shown."""

    label: str
    kind: str  # "text", "bytes" (part of a character), "special" (added), "unknown"
    token: str  # as the vocabulary spells it
    token_id: int
    start: int  # characters of the text, from …
    end: int  # … to; a part of a character covers the whole of it


def token_labels(encoding: Encoding, limit: int | None = None) -> list[TokenLabel]:
    """Return a label for each token of `encoding`, at most `limit` of them."""
    pieces = encoding.pieces if limit is None else encoding.first(limit)
    columns = zip(
        encoding.ids[:limit],
        pieces.tokens,
        pieces.token_bytes,
        pieces.offsets,
        pieces.special,
        pieces.unknown,
        strict=True,
    )
    labels = []
    for token_id, token, raw, (begin, end), special, unknown in columns:
        label, kind, start = shown_as(token, raw, begin, special=special, unknown=unknown)
        labels.append(TokenLabel(label, kind, token, token_id, start, end))
    return labels


def shown_as(token: str, raw: bytes, start: int, *, special: bool, unknown: bool) -> tuple[str, str, int]:
    """Return how one token is shown: its label, its kind, and where in the text it begins.

    A token that holds whole characters shows them, and an unknown one the characters it stands for. One that
    holds part of a character shows its bytes in hexadecimal, and begins where the whole character does.
    """
    if special:
        return token, "special", start
    label, kind = bytes_label(raw)
    if unknown:
        return label or token, "unknown", start
    if kind == "bytes":  # the first byte of a shared character may stand in the token before
        start = max(0, start - begins_inside(raw))
    return label or token, kind, start


def id_labels(tokenizer: Tokenizer, ids: Sequence[int]) -> tuple[str, ...]:
    """Return ids of a vocabulary as a person reads them, "␣cat" for a token that begins with a space."""
    if "BPE" not in tokenizer.algorithm:
        return tuple(map(tokenizer.spelled, ids))
    raws = tokenizer.vocabulary_bytes()
    return tuple(bytes_label(raw)[0] if (raw := raws[row]) else tokenizer.spelled(row) for row in ids)


@lru_cache(maxsize=16_384)  # the same few tokens come again and again
def bytes_label(raw: bytes) -> tuple[str, str]:
    """Return how the bytes of a token are shown, and the kind: "text", or "bytes" for a part of a character.

    >>> bytes_label(b" cat"), bytes_label(b"\\xf0\\x9f")
    (('␣cat', 'text'), ('F0 9F', 'bytes'))
    """
    whole = _decode(raw)
    if whole is None:
        return _with_bytes(raw), "bytes"
    if is_invisible(whole):  # joiners without anything to join
        return "".join(f"[U+{ord(character):04X}]" for character in whole), "text"
    return visible_text(whole), "text"


def _decode(raw: bytes) -> str | None:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def _with_bytes(raw: bytes) -> str:
    """Return whole characters as they are and every other byte in hexadecimal, with spaces between."""
    parts: list[str] = []
    start = 0
    while start < len(raw):
        length = next((n for n in (1, 2, 3, 4) if _decode(raw[start : start + n])), None)
        parts.append(visible_text(raw[start : start + length].decode()) if length else f"{raw[start]:02X}")
        start += length or 1
    return " ".join(parts)
