"""Things to try on the training page: which controls each example sets."""

from __future__ import annotations

from typing import Any

__all__ = ["EXAMPLES", "OWN", "TEXTS"]

TEXTS = {"State of the Union": "sotu", "News": "lee"}  # control -> corpus
OWN = "Your own"

EXAMPLES: dict[str, dict[str, Any]] = {
    "another random start": {"letters_seed": 1},
    "only 300 steps": {"letters_steps": "300"},
    "news of 2001": {"letters_text": "News"},
}
