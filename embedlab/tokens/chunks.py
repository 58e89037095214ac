"""Cutting a text into chunks: by tokens, sentences, paragraphs or characters, with exact places.

The pieces of a text (its tokens, sentences, …) follow each other without a gap: white space belongs to the
piece before it. So chunks without overlap, put together again, are the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from embedlab.errors import InvalidInputError, check_choice
from embedlab.graphemes import grapheme_edges

if TYPE_CHECKING:
    from embedlab.tokens.tokenizer import Tokenizer

__all__ = ["UNITS", "Chunk", "Chunking", "chunk_text", "split_sentences"]

# what the size of a chunk is counted in
UNITS = ("tokens", "sentences", "paragraphs", "characters")
MAX_SIZE = 100_000  # of a chunk, in its unit
TOKENIZER = "all-MiniLM-L6-v2"  # whose tokens are counted where no other is given
ENDS = {  # of a sentence: a stop before white space and a capital, digit or quotation mark, or an empty line
    "sentences": re.compile(r"[.!?]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9À-Þ])|[。！？]+|\n\s*\n+"),
    "paragraphs": re.compile(r"\n[^\S\n]*\n\s*"),
}


@dataclass(frozen=True)
class Chunk:
    """A stretch of a text."""

    start: int  # its first character
    end: int  # the character behind its last

    def of(self, text: str) -> str:
        """Return the words of the chunk, without white space around them."""
        return text[self.start : self.end].strip()


@dataclass(frozen=True)
class Chunking:
    """How texts are cut; without a size, a text is one chunk."""

    size: int | None = None
    overlap: int = 0
    unit: str = "tokens"

    def cut(self, text: str, tokenizer: Tokenizer | None = None) -> tuple[Chunk, ...]:
        """Return the chunks of a text; raises as `chunk_text`."""
        if self.size is None:
            return (Chunk(0, len(text)),) if text.strip() else ()
        return chunk_text(text, size=self.size, overlap=self.overlap, unit=self.unit, tokenizer=tokenizer)


def chunk_text(
    text: str, *, size: int, overlap: int = 0, unit: str = "tokens", tokenizer: Tokenizer | None = None
) -> tuple[Chunk, ...]:
    """Return the chunks of a text, in its order; white space alone belongs to the chunk before it.

    >>> chunk_text("One. Two. Three.", size=2, overlap=1, unit="sentences")
    (Chunk(start=0, end=10), Chunk(start=5, end=16))

    Args:
        text: any text.
        size: of a chunk, in units; the last one may be shorter.
        overlap: units that a chunk shares with the one before it.
        unit: one of `UNITS`. A character is what a reader takes for one (a grapheme).
        tokenizer: whose tokens are counted, special ones left out; that of all-MiniLM-L6-v2 if None.

    Raises:
        InvalidInputError: the size is not positive or too large, or the overlap is not smaller than it.
        UnknownNameError: no such unit.
    """
    check_choice(unit, UNITS, "unit of chunks")
    if not 1 <= size <= MAX_SIZE:
        raise InvalidInputError(f"A chunk of {size:,} {unit} is not possible; choose 1 to {MAX_SIZE:,}.")
    if not 0 <= overlap < size:
        raise InvalidInputError(
            f"An overlap of {overlap:,} {unit} is not possible with chunks of {size:,}; "
            f"choose 0 to {size - 1:,}."
        )
    if not text.strip():
        return ()
    edges = _edges(text, unit, tokenizer)
    pieces = len(edges) - 1
    chunks: list[Chunk] = []
    for first in range(0, pieces, size - overlap):
        chunk = Chunk(edges[first] if chunks else 0, edges[min(first + size, pieces)])
        if chunk.of(text):
            chunks.append(chunk)
        elif chunks:
            chunks[-1] = Chunk(chunks[-1].start, chunk.end)
        if first + size >= pieces:  # the rest would only repeat the end of this chunk
            break
    return tuple(chunks)


def split_sentences(text: str) -> tuple[Chunk, ...]:
    """Return the sentences of a text by a plain rule: a stop, white space and a capital; or an empty line."""
    return chunk_text(text, size=1, unit="sentences")


def _edges(text: str, unit: str, tokenizer: Tokenizer | None) -> Sequence[int]:
    """Return where the pieces of a text begin, never going back, and its end."""
    if unit == "characters":
        return grapheme_edges(text)
    if unit == "tokens":
        starts = [start for start, _ in (tokenizer or _default_tokenizer()).encode(text).offsets[1:]]
    else:
        starts = [match.end() for match in ENDS[unit].finditer(text)]
    edges = np.maximum.accumulate([0, *starts]).tolist()
    if edges[-1] >= len(text) and len(edges) > 1:  # a last empty piece is none
        edges.pop()
    return [*edges, len(text)]


@cache
def _default_tokenizer() -> Tokenizer:
    from embedlab.tokens.loading import load_tokenizer

    return load_tokenizer(TOKENIZER)
