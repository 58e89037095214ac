"""A direction between words, such as he → she: asked for once by the two parts that look along it."""

from __future__ import annotations

from ui import controls, layout
from ui.words import read_pairs

__all__ = ["Pairs", "ask_direction"]

PAIRS = "he she"

Pairs = tuple[tuple[str, str], ...]


def ask_direction() -> Pairs | None:
    """Ask for the pairs whose mean step is the direction; None, with the reason, where they cannot be read."""
    typed = controls.text(
        "Direction, from the first word of each pair to the second",
        PAIRS,
        key="direction",
        max_chars=500,
        help="Several pairs are averaged: he she, man woman, him her",
    )
    pairs = layout.attempt_part(read_pairs, typed)
    return None if pairs is None else tuple(pairs)
