"""Words with several meanings, in sentences that make clear which one is meant.

Ten sentences for every sense, and one that could be read either way. A sense is a label for people: no model
is asked which one a sentence means.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from embedlab.texts.beings import BEINGS
from embedlab.texts.things import THINGS

__all__ = ["AMBIGUOUS_WORDS", "AmbiguousWord"]


@dataclass(frozen=True)
class AmbiguousWord:
    """A word, and sentences that contain it once each, sense after sense."""

    word: str
    sentences: tuple[str, ...]  # the clearest ones of each sense first
    senses: tuple[str, ...]  # the sense of each sentence
    ambiguous: str  # a sentence that could be read either way

    def first(self, count: int) -> AmbiguousWord:
        """Return the same word with the first `count` sentences of each sense."""
        rows = [
            place
            for place, sense in enumerate(self.senses)
            if place - self.senses.index(sense) < count  # the sentences of a sense stand together
        ]
        return replace(
            self,
            sentences=tuple(self.sentences[place] for place in rows),
            senses=tuple(self.senses[place] for place in rows),
        )


def _ambiguous_word(word: str) -> AmbiguousWord:
    ambiguous, written = (BEINGS | THINGS)[word]
    labeled = [(sentence, sense) for sense, lines in written.items() for sentence in lines.splitlines()]
    sentences, senses = zip(*labeled, strict=True)
    return AmbiguousWord(word, sentences, senses, ambiguous)


ORDER = "bank bark spring seal bat crane mole light lie match pitcher mouse"
# word -> its sentences, sense after sense
AMBIGUOUS_WORDS: dict[str, AmbiguousWord] = {word: _ambiguous_word(word) for word in ORDER.split()}
