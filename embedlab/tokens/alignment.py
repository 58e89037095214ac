"""Where in the text each token of the engine stands, and what it holds of the text as it was written.

The engine's own spans are the beginning. They leave out combining characters that normalization joins with
a letter, count the letter after a space that was put in to that space, and give a character that several
tokens form to each of them. Here they follow each other:

- combining characters belong to the token before them;
- a "▁" that is no character of the text is the white space before its word, or nothing;
- a character that several tokens form belongs to the first of them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from embedlab.tokens.encoding import byte_offsets

__all__ = ["held_bytes", "shared_spans", "token_spans"]

Span = tuple[int, int]
JOINERS = "\u200c\u200d"


def token_spans(
    text: str,
    offsets: Sequence[Span],
    token_bytes: Sequence[bytes],
    *,
    words: Sequence[int | None],
) -> list[Span]:
    """Return the span of each token, spaces and combining characters set right.

    Several tokens can share a character afterwards; `shared_spans` settles that.

    Args:
        text: as it was given.
        offsets: of the engine.
        token_bytes: what each token stands for.
        words: the part that each token was cut from, None for one that was added around the text.
    """
    spans = _in_bytes(text, _with_marks(text, offsets), token_bytes)
    reached = 0
    for token, word in enumerate(words):
        if word is None:
            continue
        start, end = spans[token]
        raw = token_bytes[token]
        if raw.startswith(b" "):
            following = spans[token + 1][0] if word in words[token + 1 : token + 2] else end
            if not raw.strip(b" ") and start == end:  # the engine cuts spaces off the spans of some files
                start = reached
                end = start + len(raw) * text.startswith(raw.decode(), start)
            elif not raw.strip(b" ") and following <= start:
                end = start  # put in before the letter that the engine names
            if text[reached:start].isspace():
                start = reached
        spans[token] = start, end
        reached = max(reached, end)
    return spans


def shared_spans(spans: Sequence[Span], *, words: Sequence[int | None]) -> list[Span]:
    """Return spans that do not overlap: what two tokens share belongs to the first of them."""
    settled, reached = [], 0
    for (start, end), word in zip(spans, words, strict=True):
        first = start if word is None else max(start, reached)
        settled.append((first, max(first, end)))
        reached = max(reached, end)
    return settled


def held_bytes(
    text: str,
    spans: Sequence[Span],
    token_bytes: Sequence[bytes],
    *,
    settled: Sequence[Span],
    in_bytes: bool,
) -> list[bytes]:
    """Return what each token holds of the text as it was written.

    Args:
        text: as it was given.
        spans: of `token_spans`.
        token_bytes: what each token stands for.
        settled: the spans after `shared_spans`.
        in_bytes: a token may hold a part of a character.
    """
    shared = Counter(spans)  # a Korean syllable taken apart: each token then shows its own part
    held = []
    for span, (start, end), raw in zip(spans, settled, token_bytes, strict=True):
        written = text[start:end]
        no_space = not (written[:1].isspace() or written[:1] == "▁") or raw[1:] == written.encode()
        own = raw[1:] if raw.startswith(b" ") and no_space else raw  # one that was put in
        as_written = shared[span] == 1 and not (in_bytes and _differs(own, written))
        held.append(written.encode() if as_written else own)
    return held


def _differs(raw: bytes, written: str) -> bool:
    """Whether the bytes are more than the case of letters, or a typed "▁", away from what is written."""
    try:
        return raw.decode().casefold() != written.replace("▁", " ").casefold()
    except UnicodeDecodeError:
        return True


def _with_marks(text: str, offsets: Sequence[Span]) -> list[Span]:
    """Return the spans, each with the combining characters behind it that no token covers."""
    marks = {
        character
        for character in set(text)
        if unicodedata.category(character).startswith("M") or character in JOINERS
    }
    if not marks:
        return list(offsets)
    covered = bytearray(len(text) + 1)
    for start, end in set(offsets):
        covered[start:end] = b"\x01" * (end - start)
    covered[len(text)] = 1
    reach = {}
    for end in {end for start, end in offsets if end > start}:
        reach[end] = end
        while not covered[reach[end]] and text[reach[end]] in marks:
            reach[end] += 1
    return [(start, reach[end] if end > start else end) for start, end in offsets]


def _in_bytes(text: str, spans: Sequence[Span], token_bytes: Sequence[bytes]) -> list[Span]:
    """Return the spans, those of several characters that fall back to their bytes together taken apart."""
    settled: list[Span] = []
    for (start, end), group in groupby(range(len(spans)), key=spans.__getitem__):
        run = [token_bytes[token] for token in group]
        written = text[start:end]
        if len(run) > 1 and len(written) > 1 and b"".join(run) == written.encode():
            settled += [(start + first, start + last) for first, last in byte_offsets(written, run)]
        else:
            settled += [(start, end)] * len(run)
    return settled
