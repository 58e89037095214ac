"""Byte-pair encoding, one merge at a time: the replay behind "why this token".

Of all neighboring pairs that the model may merge, the one learned first (the lowest rank) is joined, the
leftmost where several are equal, until none is left. Source: Sennrich, Haddow and Birch (2016),
arXiv:1508.07909. The same loop serves bytes (GPT-2 and its heirs) and characters (SentencePiece). The loop
is written to be read and to be shown, not to be fast: the libraries encode, this explains them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from embedlab.errors import InvalidInputError

__all__ = ["MAX_SYMBOLS", "Merge", "MergeReplay", "check_symbols", "replay_merges"]

MAX_SYMBOLS = 400  # bytes or characters of a word that is replayed; the work grows with the square

Symbol = TypeVar("Symbol", str, bytes)


@dataclass(frozen=True)
class Merge(Generic[Symbol]):
    """One merge in the symbols of the model."""

    rank: int | None  # None: the whole word stood in the vocabulary and was taken without a merge
    left: Symbol
    right: Symbol
    place: int  # of the joined piece among `pieces`
    pieces: list[Symbol]  # the word after this merge

    def spelled(self, to_bytes: Callable[[Symbol], bytes], *, first_rank: int = 0) -> MergeStep:
        """Return the merge in bytes, its rank counted from `first_rank`."""
        return MergeStep(
            to_bytes(self.left),
            to_bytes(self.right),
            None if self.rank is None else self.rank - first_rank,
            self.place,
            tuple(map(to_bytes, self.pieces)),
        )


@dataclass(frozen=True)
class MergeStep:
    """One merge: what was joined, and the word after it."""

    left: bytes
    right: bytes
    rank: int | None  # None: the whole word stood in the vocabulary and was taken without a merge
    place: int  # of the joined piece among `pieces`
    pieces: tuple[bytes, ...]  # the word after this merge


@dataclass(frozen=True)
class MergeReplay:
    """A word on its way through byte-pair encoding."""

    start: tuple[bytes, ...]  # the symbols before any merge
    steps: tuple[MergeStep, ...]
    ids: tuple[int, ...]  # of the last pieces; a piece outside the vocabulary may have several

    @property
    def pieces(self) -> tuple[bytes, ...]:
        """The pieces at the end."""
        return self.steps[-1].pieces if self.steps else self.start


def check_symbols(symbols: Sequence[str] | Sequence[bytes], unit: str) -> None:
    """Refuse a word too long to be replayed.

    Raises:
        InvalidInputError: more than `MAX_SYMBOLS`.
    """
    if len(symbols) > MAX_SYMBOLS:
        raise InvalidInputError(
            f"This word has {len(symbols):,} {unit}; a replay shows at most {MAX_SYMBOLS}: "
            "choose a shorter word."
        )


def replay_merges(
    symbols: Sequence[Symbol], rank_of: Callable[[Symbol, Symbol], int | None], *, prefix: int = 0
) -> list[Merge[Symbol]]:
    """Return every merge of a word in the order in which it happens.

    Args:
        symbols: the bytes or characters of the word.
        rank_of: the rank of the merge of two neighbors, None where the model has none.
        prefix: how long the mark of a symbol inside a word is ("##"): the right one loses it.

    >>> ranks = {("l", "o"): 0, ("lo", "w"): 1}
    >>> [merge.pieces for merge in replay_merges(list("low"), lambda left, right: ranks.get((left, right)))]
    [['lo', 'w'], ['low']]
    """
    pieces = list(symbols)
    ranks = [rank_of(left, right) for left, right in pairwise(pieces)]
    steps: list[Merge[Symbol]] = []
    while candidates := [(rank, place) for place, rank in enumerate(ranks) if rank is not None]:
        rank, place = min(candidates)
        left, right = pieces[place : place + 2]
        pieces[place : place + 2] = [left + right[prefix:]]
        del ranks[place]
        if place > 0:
            ranks[place - 1] = rank_of(pieces[place - 1], pieces[place])
        if place < len(ranks):
            ranks[place] = rank_of(pieces[place], pieces[place + 1])
        steps.append(Merge(rank, left, right, place, list(pieces)))
    return steps
