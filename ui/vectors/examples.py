"""Questions to try in the row of the page: a right answer, a wrong one, and a sum; all others are in the list."""

from __future__ import annotations

from typing import Any

__all__ = ["EXAMPLES"]

WORDS: dict[str, Any] = {"ask": "four words"}

EXAMPLES: dict[str, dict[str, Any]] = {
    "capitals": {**WORDS, "a": "france", "b": "paris", "c": "japan", "d": "tokyo"},
    "past tense": {**WORDS, "a": "walk", "b": "walked", "c": "swim", "d": "swam"},
    "a wrong answer": {**WORDS, "a": "france", "b": "croissant", "c": "japan", "d": "sushi"},
    "a sum": {"ask": "a formula", "formula": "paris - france + 2*japan"},
}
