"""Things to try: words of several meanings, each with the sentences written for it."""

from __future__ import annotations

from typing import Any

from ui.context.sentences import preset

__all__ = ["EXAMPLES"]

WORDS = ("bank", "bark", "spring", "seal", "bat", "crane", "mole", "light")
EXAMPLES: dict[str, dict[str, Any]] = {word: {"word": word, "sentences": preset(word)} for word in WORDS}
