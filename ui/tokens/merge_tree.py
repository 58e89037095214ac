"""A word's merges as a family tree: letters above, each joined piece below its two parents.

A Streamlit component of our own: the text goes in as data and is set as text, never as markup.
"""

from __future__ import annotations

from dataclasses import dataclass

from embedlab.tokens import MergeReplay, bytes_label
from ui.chips import component

__all__ = ["Piece", "draw_merge_tree", "merge_tree"]

_tree = component("merge_tree", '<div class="tree" role="group" tabindex="0"></div>')


@dataclass(frozen=True)
class Piece:
    """A symbol, or what some merge made."""

    raw: bytes
    first: int  # symbol that it begins with
    last: int  # symbol behind its end
    level: int  # 0 for a symbol, otherwise one below the lower parent
    rank: int | None = None  # of the merge that made it
    token_id: int | None = None  # where it is a token at the end


def merge_tree(replay: MergeReplay, done: int) -> list[Piece]:
    """Return the symbols of a word and the pieces that its first `done` merges made, in that order.

    After the last merge, what is left has its id.
    """
    pieces = [Piece(raw, index, index + 1, 0) for index, raw in enumerate(replay.start)]
    current = list(pieces)
    for step in replay.steps[:done]:
        parents = 2 if step.rank is not None else len(current)  # None: the whole word at once
        joined = current[step.place : step.place + parents]
        made = Piece(
            step.pieces[step.place],
            joined[0].first,
            joined[-1].last,
            1 + max(piece.level for piece in joined),
            step.rank,
        )
        current[step.place : step.place + parents] = [made]
        pieces.append(made)
    if done == len(replay.steps) and len(current) == len(replay.ids):
        ids = {
            (piece.first, piece.level): token_id for piece, token_id in zip(current, replay.ids, strict=True)
        }
        pieces = [
            Piece(
                piece.raw,
                piece.first,
                piece.last,
                piece.level,
                piece.rank,
                ids.get((piece.first, piece.level)),
            )
            for piece in pieces
        ]
    return pieces


def draw_merge_tree(replay: MergeReplay, done: int, *, alt: str, key: str) -> None:
    """Draw the tree after some merges; the newest piece is outlined, tokens have their id below."""
    pieces = merge_tree(replay, done)
    _tree(
        key=key,
        data={
            "alt": alt,
            "symbols": len(replay.start),
            "pieces": [
                {
                    "label": bytes_label(piece.raw)[0],
                    "kind": bytes_label(piece.raw)[1],
                    "first": piece.first,
                    "last": piece.last,
                    "level": piece.level,
                    "rank": "" if piece.rank is None else f"rank {piece.rank:,}",
                    "id": "" if piece.token_id is None else f"id {piece.token_id}",
                    "newest": 0 < done < len(replay.steps) and piece is pieces[-1],
                }
                for piece in pieces
            ],
        },
    )
