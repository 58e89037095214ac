"""Questions to try: first a right answer, a wrong one, and a sum, then all others."""

from __future__ import annotations

from typing import Any

import embedlab

__all__ = ["EXAMPLES"]

WORDS: dict[str, Any] = {"ask": "four words"}

EXAMPLES: dict[str, dict[str, Any]] = {
    "capitals": {**WORDS, "a": "france", "b": "paris", "c": "japan", "d": "tokyo"},
    "past tense": {**WORDS, "a": "walk", "b": "walked", "c": "swim", "d": "swam"},
    "a wrong answer": {**WORDS, "a": "france", "b": "croissant", "c": "japan", "d": "sushi"},
    "a sum": {"ask": "a formula", "formula": "paris - france + 2*japan"},
    **{
        f"{preset.group}: {preset.a} → {preset.b}, {preset.c} → ?": {
            **WORDS,
            "a": preset.a,
            "b": preset.b,
            "c": preset.c,
            "d": preset.expected,
        }
        for preset in embedlab.texts.PRESETS
    },
}
