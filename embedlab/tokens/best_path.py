"""The Unigram model: of all ways to cut a word, the one whose pieces are together the most probable.

Each piece has a log-probability; the best path is found from left to right (Viterbi), keeping for every
place the best way to get there. Source: Kudo (2018), arXiv:1804.10959.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["PathReplay", "replay_best_path"]

UNKNOWN_PENALTY = 10.0  # below the least probable piece: SentencePiece's kUnkPenalty


@dataclass(frozen=True)
class PathStep:
    """The best way to reach one place of the word."""

    end: int  # characters of the word reached
    piece: str  # the last piece on the best way here
    log_probability: float  # of that piece (natural logarithm)
    total: float  # of the whole way
    rejected: tuple[tuple[str, float], ...]  # (last piece, total) of the other ways, best first


@dataclass(frozen=True)
class PathReplay:
    """A word on its way through the Unigram model."""

    word: str
    steps: tuple[PathStep, ...]  # one for each place that can be reached
    pieces: tuple[str, ...]
    log_probabilities: tuple[float, ...]  # of the pieces
    ids: tuple[int, ...]


def replay_best_path(
    word: str,
    scores: Mapping[str, float],
    ids: Mapping[str, int],
    *,
    unknown_id: int | None = None,
    byte_fallback: bool = False,
) -> PathReplay:
    """Find the most probable way to cut `word`.

    Args:
        word: as the pre-tokenizer gives it.
        scores: piece -> log-probability.
        ids: piece -> id.
        unknown_id: of a character that is no piece; neighboring ones are joined.
        byte_fallback: such characters become the pieces of their bytes ("<0xE2>") instead.

    >>> replay_best_path("ab", {"a": -1.0, "b": -1.0, "ab": -1.5}, {"a": 0, "b": 1, "ab": 2}).pieces
    ('ab',)
    """
    longest = max(map(len, scores), default=1)
    unknown_score = min(scores.values(), default=0.0) - UNKNOWN_PENALTY
    steps: dict[int, PathStep] = {}
    totals = {0: 0.0}
    for end in range(1, len(word) + 1):
        ways = []
        for start in range(max(0, end - longest), end):
            piece = word[start:end]
            if start in totals and piece in scores:
                ways.append((totals[start] + scores[piece], piece, scores[piece]))
        if word[end - 1] not in scores and end - 1 in totals:
            ways.append((totals[end - 1] + unknown_score, word[end - 1], unknown_score))
        # of equal ways the library keeps the one that begins first, so the order of `ways` decides
        total, piece, score = max(ways, key=lambda way: way[0])
        others = sorted(
            ((other, whole) for whole, other, _ in ways if other != piece), key=lambda way: -way[1]
        )
        steps[end] = PathStep(end, piece, score, total, tuple(others))
        totals[end] = total
    path: list[PathStep] = []
    place = len(word)
    while place:
        path.append(steps[place])
        place -= len(steps[place].piece)
    path.reverse()
    return _finish(word, steps, path, ids, unknown_id=unknown_id, byte_fallback=byte_fallback)


def _finish(
    word: str,
    steps: Mapping[int, PathStep],
    path: list[PathStep],
    ids: Mapping[str, int],
    *,
    unknown_id: int | None,
    byte_fallback: bool,
) -> PathReplay:
    """Join neighboring unknown characters, as the libraries do, and look up the ids."""
    pieces: list[str] = []
    scores: list[float] = []
    known: list[bool] = []
    for step in path:
        is_known = ids.get(step.piece, unknown_id) != unknown_id  # a typed "<unk>" is as good as unknown
        if known and not known[-1] and not is_known:
            pieces[-1] += step.piece
            scores[-1] += step.log_probability
            continue
        pieces.append(step.piece)
        scores.append(step.log_probability)
        known.append(is_known)
    token_ids: list[int | None] = []
    for piece in pieces:
        in_bytes = [ids.get(f"<0x{byte:02X}>") for byte in piece.encode()]
        if piece not in ids and byte_fallback and None not in in_bytes:
            token_ids += in_bytes
        else:
            token_ids.append(ids.get(piece, unknown_id))
    return PathReplay(
        word,
        tuple(steps.values()),
        tuple(pieces),
        tuple(scores),
        tuple(token_id for token_id in token_ids if token_id is not None),
    )
