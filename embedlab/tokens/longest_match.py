"""WordPiece, one piece at a time: the longest piece of the vocabulary that the rest of the word begins with.

Pieces inside a word carry a prefix ("##"). Where no piece fits, the whole word becomes the unknown token.
Source: Wu et al. (2016), arXiv:1609.08144, and the greedy reading of it in BERT (Devlin et al., 2019).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["MatchReplay", "replay_longest_match"]


@dataclass(frozen=True)
class MatchStep:
    """One piece: all that was tried for it, longest first, the last of which fitted (or none did)."""

    start: int  # where in the word the piece begins
    tried: tuple[str, ...]  # as the vocabulary would spell them
    match: str | None  # the last of `tried`; None where even the shortest is not in the vocabulary


@dataclass(frozen=True)
class MatchReplay:
    """A word on its way through WordPiece."""

    word: str
    steps: tuple[MatchStep, ...]
    pieces: tuple[str, ...]  # as the vocabulary spells them
    ids: tuple[int, ...]
    too_long: bool = False  # longer than the model's limit: unknown without a look


def replay_longest_match(
    word: str,
    vocabulary: Mapping[str, int],
    *,
    prefix: str = "##",
    unknown: str = "[UNK]",
    longest_word: int = 100,
) -> MatchReplay:
    """Cut a word greedily into the longest pieces of `vocabulary`.

    Args:
        word: as the pre-tokenizer gives it.
        vocabulary: piece -> id.
        prefix: of pieces that do not begin the word.
        unknown: what a word becomes that cannot be cut.
        longest_word: characters; a longer word is unknown without a look.

    >>> replay_longest_match("cats", {"cat": 1, "##s": 2, "[UNK]": 0}).pieces
    ('cat', '##s')
    """
    lost = (unknown,) if unknown in vocabulary else ()
    lost_ids = tuple(vocabulary[piece] for piece in lost)
    if len(word) > longest_word:
        return MatchReplay(word, (), lost, lost_ids, too_long=True)
    steps: list[MatchStep] = []
    start = 0
    while start < len(word):
        tried: list[str] = []
        match = None
        for end in range(len(word), start, -1):
            tried.append((prefix if start else "") + word[start:end])
            if tried[-1] in vocabulary:
                match = tried[-1]
                break
        steps.append(MatchStep(start, tuple(tried), match))
        if match is None:
            return MatchReplay(word, tuple(steps), lost, lost_ids)
        start = end
    pieces = tuple(step.match for step in steps if step.match is not None)
    return MatchReplay(word, tuple(steps), pieces, tuple(vocabulary[piece] for piece in pieces))
