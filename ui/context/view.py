"""What is asked on the context page, and the word in its sentences that answers it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import embedlab
from ui.cache import cached
from ui.models import ENCODER, encoder

__all__ = ["Asked", "anisotropy", "reference", "words"]


@dataclass(frozen=True)
class Asked:
    """A word in sentences, and how its vectors are looked at."""

    word: str
    sentences: tuple[str, ...]
    senses: tuple[str, ...]  # "" where none is given
    occurrences: tuple[int, ...]  # counted from 1
    pooling: str
    layer: int
    numbers: tuple[int, ...] = ()  # of the sentences in the table; 1, 2, … where they are not given

    @property
    def names(self) -> list[str]:
        """What the sentences are called in figures and tables."""
        return [str(number) for number in self.numbers or range(1, len(self.sentences) + 1)]

    @property
    def labelled_part(self) -> Asked:
        """The same question with only the sentences that have a sense; all where fewer than two senses are given."""
        if all(self.senses) or len(set(filter(None, self.senses))) < 2:
            return self
        rows = [row for row, sense in enumerate(self.senses) if sense]
        numbers = self.numbers or tuple(range(1, len(self.sentences) + 1))
        return replace(
            self,
            sentences=tuple(self.sentences[row] for row in rows),
            senses=tuple(self.senses[row] for row in rows),
            occurrences=tuple(self.occurrences[row] for row in rows),
            numbers=tuple(numbers[row] for row in rows),
        )

    @property
    def labelled(self) -> bool:
        """Whether every sentence has a sense, and there are at least two."""
        return all(self.senses) and len(set(self.senses)) > 1

    @property
    def known_senses(self) -> tuple[str, ...] | None:
        """The senses where they can be compared."""
        return self.senses if self.labelled else None


def words(asked: Asked) -> embedlab.context.WordInContext:
    """Return the word's vectors at every layer; the model runs only when word or sentences change."""
    read = _read(asked.word, asked.sentences, asked.occurrences)
    return read if asked.pooling == read.pooling else read.pooled(asked.pooling)


@cached(entries=12)  # 200 sentences take 2 MB for each piece of the word, at most 34 MB
def _read(
    word: str, sentences: tuple[str, ...], occurrences: tuple[int, ...]
) -> embedlab.context.WordInContext:
    return embedlab.word_in_context(encoder(ENCODER), sentences, word, occurrences=occurrences)


@cached(entries=1)
def reference() -> embedlab.context.ReferenceWords:
    """Return the bundled words in sentences, at every layer of the bundled encoder."""
    return embedlab.context.reference_words(encoder(ENCODER))


@cached(entries=1)
def anisotropy() -> embedlab.context.Anisotropy:
    """Return the cosines of random pairs of the bundled words, at every layer."""
    return embedlab.context.anisotropy(reference())
