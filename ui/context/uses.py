"""The word's vectors in its sentences, and what they are judged against."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import embedlab
from ui.cache import cached
from ui.context.examples import WRITTEN
from ui.context.query import Sentences
from ui.models import ENCODER, encoder

__all__ = ["Uses", "anisotropy", "example", "reference", "use"]


@dataclass(frozen=True)
class Uses:
    """A word in sentences, with its vectors there."""

    sentences: Sentences
    words: embedlab.context.WordInContext

    @cached_property
    def labeled(self) -> Uses:
        """The uses that have a sense; all where fewer than two senses are written."""
        rows = self.sentences.labeled_rows
        if len(rows) == len(self.sentences.senses):
            return self
        return Uses(self.sentences.take(rows), self.words.take(rows))


def example(word: str) -> Sentences:
    """Return the sentences written for a word."""
    return Sentences.from_table(word, embedlab.context.read_sentence_table(WRITTEN[word]))


def use(sentences: Sentences, pooling: str) -> Uses:
    """Return the word with its vectors at every layer; the model runs only when word or sentences change.

    Raises:
        InvalidInputError: a sentence without the word, or beyond the model's window.
    """
    words = _run(sentences.word, sentences.sentences, sentences.occurrences)
    return Uses(sentences, words if pooling == words.pooling else words.pooled(pooling))


@cached(entries=12)  # 200 sentences take 2 MB for each piece of the word, at most 34 MB
def _run(
    word: str, sentences: tuple[str, ...], occurrences: tuple[int, ...]
) -> embedlab.context.WordInContext:
    return embedlab.word_in_context(encoder(ENCODER), sentences, word, occurrences=occurrences)


@cached(entries=1)
def reference() -> embedlab.context.ReferenceWords:
    """Return the bundled words in sentences, at every layer of the bundled encoder."""
    return embedlab.context.reference_words(encoder(ENCODER))


@cached(entries=2)
def anisotropy(centered: bool = False) -> embedlab.context.Anisotropy:
    """Return the cosines of random pairs of the bundled words, at every layer."""
    center = reference().center if centered else None
    return embedlab.context.anisotropy(reference(), center=center)
