"""Tokens as columns of numbers and bytes, on their way out of a sandbox.

Lists of a million texts and numbers as JSON would stop every thread of the server while they are parsed; a
column of numbers is copied, and a column of texts is cut from one run of bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.tokens.encoding import Encoding, Pieces, Spelled
from embedlab.tokens.stages import Rules, Stages, Word

__all__ = [
    "bytes_columns",
    "encoding_columns",
    "read_bytes",
    "read_encoding",
    "read_integers",
    "read_stages",
    "read_texts",
    "stages_columns",
    "text_columns",
]


def bytes_columns(name: str, items: Sequence[bytes]) -> dict[str, Any]:
    """Return a list of bytes as one run of them and an array of lengths, (n,)."""
    return {name: b"".join(items), f"{name}_lengths": np.array([len(item) for item in items], np.int64)}


def text_columns(name: str, items: Iterable[str]) -> dict[str, Any]:
    """Return a list of texts as one run of UTF-8 and an array of lengths in bytes, (n,)."""
    return bytes_columns(name, [item.encode("utf-8", "replace") for item in items])


def read_bytes(name: str, answer: Mapping[str, Any]) -> list[bytes]:
    """Return what `bytes_columns` wrote.

    Raises:
        KeyError, ValueError: there is no such column, or it is malformed.
    """
    joined, lengths = answer[name], read_integers(f"{name}_lengths", answer).tolist()
    if not isinstance(joined, bytes) or sum(lengths) != len(joined):
        raise ValueError(f"The column {name} is malformed.")
    return [joined[start:end] for start, end in pairwise(accumulate(lengths, initial=0))]


def read_texts(name: str, answer: Mapping[str, Any]) -> list[str]:
    """Return what `text_columns` wrote.

    Raises:
        KeyError, ValueError: there is no such column, or it is malformed.
    """
    return [item.decode() for item in read_bytes(name, answer)]


def read_integers(name: str, answer: Mapping[str, Any], *shape: int, low: int = 0) -> NDArray[np.int64]:
    """Return a column of whole numbers, each at least `low`, of shape (n, *shape).

    Raises:
        KeyError, ValueError: there is no such column, or it is malformed.
    """
    numbers = answer[name]
    if not isinstance(numbers, np.ndarray) or numbers.dtype != np.int64 or numbers.shape[1:] != shape:
        raise ValueError(f"The column {name} is malformed.")
    if numbers.size and numbers.min() < low:
        raise ValueError(f"The column {name} has a number below {low}.")
    return numbers


def encoding_columns(encoding: Encoding) -> dict[str, Any]:
    """Return an encoding, spelled out, without its text."""
    pieces = encoding.pieces
    return {
        "ids": np.array(encoding.ids, np.int64),
        **text_columns("tokens", pieces.tokens),
        "offsets": np.array(pieces.offsets, np.int64).reshape(-1, 2),
        **bytes_columns("token_bytes", pieces.token_bytes),
        "special": np.array(pieces.special, np.uint8),
        "unknown": np.array(pieces.unknown, np.uint8),
        "lost": np.array(pieces.lost, np.int64).reshape(-1, 2),
    }


def read_encoding(text: str, special_tokens: bool, answer: Mapping[str, Any]) -> Encoding:
    """Return the encoding of a text from what `encoding_columns` wrote.

    Raises:
        KeyError, ValueError: the columns are not those of an encoding.
    """
    ids, offsets = read_integers("ids", answer).tolist(), read_integers("offsets", answer, 2)
    lost = read_integers("lost", answer, 2)
    for spans in (offsets, lost):
        if spans.size and (spans.max() > len(text) or (spans[:, 0] > spans[:, 1]).any()):
            raise ValueError("An offset is not in the text.")
    pieces = Pieces(
        read_texts("tokens", answer),
        [(start, end) for start, end in offsets.tolist()],
        read_bytes("token_bytes", answer),
        answer["special"].astype(bool).tolist(),
        answer["unknown"].astype(bool).tolist(),
        [(start, end) for start, end in lost.tolist()],
    )
    columns = (pieces.tokens, pieces.offsets, pieces.token_bytes, pieces.special, pieces.unknown)
    if any(len(column) != len(ids) for column in columns):
        raise ValueError("The columns of the tokens differ in length.")
    return Encoding(text, ids, special_tokens, speller=Spelled(pieces))


def stages_columns(stages: Stages) -> dict[str, Any]:
    """Return the stages of a text, without the text itself."""
    rules, words = stages.rules, stages.words
    spans = [(word.start, word.end, word.first, word.last, word.added) for word in words]
    return {
        "normalized": stages.normalized.encode("utf-8", "replace"),
        **text_columns("words", (word.text for word in words)),
        "spans": np.array(spans, np.int64).reshape(-1, 5),
        "rules": [rules.normalization, rules.pre_tokenization, rules.model, rules.post_processing],
        **encoding_columns(stages.encoding),
    }


def read_stages(text: str, special_tokens: bool, answer: Mapping[str, Any]) -> Stages:
    """Return the stages of a text from what `stages_columns` wrote.

    Raises:
        KeyError, TypeError, ValueError: the columns are not those of stages.
    """
    words = zip(read_texts("words", answer), read_integers("spans", answer, 5).tolist(), strict=True)
    return Stages(
        text,
        answer["normalized"].decode(),
        tuple(
            Word(part, start, end, first, last, bool(added))
            for part, (start, end, first, last, added) in words
        ),
        read_encoding(text, special_tokens, answer),
        Rules(*map(str, answer["rules"])),
    )
