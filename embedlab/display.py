"""How a token is written so that a person can see it: spaces, control characters, parts of characters.

Nothing is drawn here; the result is text and a kind, for a page, a table or a notebook.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from embedlab.tokens.encoding import Encoding, begins_inside

__all__ = ["bytes_label", "is_invisible", "shown_as", "token_labels", "visible_text"]

MARKS = {" ": "␣", "\n": "⏎", "\r": "␍", "\t": "⇥", "\u00a0": "⍽"}
FORMAT_JOINERS = {"\u200d", "\ufe0f", "\ufe0e"}  # they hold an emoji together
INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs"}  # categories
# what Unicode draws as nothing (Default_Ignorable_Code_Point), and the blank of Braille
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True)
class TokenLabel:
    """One token, ready to be shown."""

    label: str
    kind: str  # "text", "bytes" (part of a character), "special" (added), "unknown"
    token: str  # as the vocabulary spells it
    token_id: int
    start: int  # characters of the text, from …
    end: int  # … to; a part of a character covers the whole of it


def visible_text(text: str, *, mark_spaces: bool = True) -> str:
    """Return `text` with everything made visible that would otherwise not be, or would act.

    With `mark_spaces=False`, for running text, an ordinary space stays one.

    >>> visible_text("a b\\tc")
    'a␣b⇥c'
    >>> visible_text("\\x00\\u200b")
    '␀[U+200B]'
    """
    shown = "".join(_visible(character) for character in text)
    return shown if mark_spaces else shown.replace(MARKS[" "], " ")


@lru_cache(maxsize=4_096)
def _visible(character: str) -> str:
    if character in MARKS:
        return MARKS[character]
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the control pictures of Unicode
    if code == 0x7F:
        return "␡"
    category = unicodedata.category(character)
    if BLANK.match(character) or (character not in FORMAT_JOINERS and category in INVISIBLE):
        return f"[U+{code:04X}]"
    return character


def token_labels(encoding: Encoding, limit: int | None = None) -> list[TokenLabel]:
    """Return a label for each token of `encoding`, at most `limit` of them."""
    pieces = encoding.pieces if limit is None else encoding.first(limit)
    given = zip(
        encoding.ids[:limit],
        pieces.tokens,
        pieces.token_bytes,
        pieces.offsets,
        pieces.special,
        pieces.unknown,
        strict=True,
    )
    labels = []
    for token_id, token, raw, (begin, end), special, unknown in given:
        shown, kind, start = shown_as(token, raw, begin, special=special, unknown=unknown)
        labels.append(TokenLabel(shown, kind, token, token_id, start, end))
    return labels


def shown_as(token: str, raw: bytes, start: int, *, special: bool, unknown: bool) -> tuple[str, str, int]:
    """Return how one token is shown: its label, its kind, and where in the text it begins.

    A token that holds whole characters shows them. One that holds part of a character shows its bytes in
    hexadecimal, and begins where the whole character does.
    """
    if special or unknown:
        return token, "special" if special else "unknown", start
    shown, kind = bytes_label(raw)
    if kind == "bytes":  # the first byte of a shared character may stand in the token before
        start = max(0, start - begins_inside(raw))
    return shown or token, kind, start


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


def is_invisible(text: str) -> bool:
    """Whether a text holds nothing but joiners, which show only together with other characters."""
    return text[:1] in FORMAT_JOINERS and set(text) <= FORMAT_JOINERS


def _decode(raw: bytes) -> str | None:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def _with_bytes(raw: bytes) -> str:
    """Return whole characters as they are and every other byte in hexadecimal, with spaces between."""
    parts: list[str] = []
    place = 0
    while place < len(raw):
        length = next((n for n in (1, 2, 3, 4) if _decode(raw[place : place + n])), None)
        parts.append(visible_text(raw[place : place + length].decode()) if length else f"{raw[place]:02X}")
        place += length or 1
    return " ".join(parts)
