"""Chunks laid on their text: which stretch belongs to which chunks, and what the model never reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.tokens.chunks import Chunk

__all__ = ["ChunkLayout", "Segment", "lay_out_chunks"]


@dataclass(frozen=True)
class Segment:
    """A stretch of a text in which nothing changes."""

    start: int
    end: int
    chunks: tuple[int, ...]  # that hold it; two or more where they overlap
    read: bool  # whether it is within the window of the model in one of them


@dataclass(frozen=True)
class ChunkLayout:
    """The chunks of a text, with their tokens."""

    segments: tuple[Segment, ...]  # put together, they are the text
    tokens: NDArray[np.int64]  # (chunks,) of each chunk, special ones included
    window: int  # tokens that the model reads of a chunk

    @property
    def unread_share(self) -> float:
        """The share of all tokens that the model never reads."""
        unread = np.maximum(self.tokens - self.window, 0)
        return float(unread.sum() / max(1, self.tokens.sum()))


def lay_out_chunks(text: str, chunks: Sequence[Chunk], encoder: Encoder) -> ChunkLayout:
    """Return which stretches of a text its chunks hold, and which the window of the encoder cuts off."""
    window, counts, ends = encoder.bulk_window, [], []
    for chunk in chunks:
        encoding = encoder.tokenizer.encode(chunk.of(text), special_tokens=True)
        begin = text.index(chunk.of(text), chunk.start)
        counts.append(len(encoding.ids))
        # the last token that is read closes the text, so that the one before it is the last of the words
        ends.append(chunk.end if len(encoding.ids) <= window else begin + encoding.offsets[window - 1][0])
    edges = sorted({0, len(text), *(at for chunk in chunks for at in (chunk.start, chunk.end)), *ends})
    segments = []
    for start, end in pairwise(edges):
        own = tuple(n for n, chunk in enumerate(chunks) if chunk.start <= start and end <= chunk.end)
        segments.append(Segment(start, end, own, any(end <= ends[n] for n in own)))
    return ChunkLayout(tuple(segments), np.array(counts, dtype=np.int64), window)
