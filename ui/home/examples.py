"""The sentences that the home page offers, each with the one it is compared with and the token to look at."""

from __future__ import annotations

from ui import controls

__all__ = ["DEFAULT_SECOND", "EXAMPLES", "START"]

DEFAULT_SECOND = "If you forget your PIN, the bank sends a new card"


def _example(text: str, second: str, word: str) -> dict[str, str]:
    return {"text": text, "home_second": second, "home_word": word}


EXAMPLES = {
    "a word with two meanings": _example("An otter slid down the muddy bank", DEFAULT_SECOND, "bank"),
    "order matters": _example("Only I love you", "I love only you", "only"),
    "a long rare word": _example(
        "Antidisestablishmentarianism puzzles everybody",
        "Few people can spell antidisestablishmentarianism",
        "anti",
    ),
    "an emoji": _example("She was so happy 🙂", "He was so angry 😡", "[UNK]"),
    "another language": _example("Der Otter liegt auf der Bank am Fluss", DEFAULT_SECOND, "bank"),
}
START = _example(controls.DEFAULT_SENTENCE, DEFAULT_SECOND, "")
