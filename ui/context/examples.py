"""Things to try: words of several meanings, each with the sentences written for it."""

from __future__ import annotations

from embedlab.context import sentence_table
from embedlab.texts import AMBIGUOUS_WORDS

__all__ = ["EXAMPLES", "WRITTEN", "written_lines"]

WORDS = ("bank", "bark", "spring", "seal", "bat", "crane", "mole", "light")

# the sentences written for each word, as the lines of the table
WRITTEN: dict[str, str] = {
    name: sentence_table([(*row, 1) for row in zip(word.sentences, word.senses, strict=True)]).lines
    for name, word in AMBIGUOUS_WORDS.items()
}
EXAMPLES = {word: {"word": word, "sentences": WRITTEN[word]} for word in WORDS}


def written_lines(word: str) -> str | None:
    """Return the lines of the sentences written for a word, None where there are none."""
    return WRITTEN.get(word.strip().lower())
