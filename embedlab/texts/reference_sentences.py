"""About 300 everyday sentences: the company in which an ambiguous word looks for its neighbors.

They cover many different common words, so that every sense of a word finds some of its kind among them. They
are no sample of a language: whoever wants frequencies needs a corpus.
"""

from __future__ import annotations

from embedlab.texts.indoors import INDOORS
from embedlab.texts.outdoors import OUTDOORS

__all__ = ["REFERENCE_SENTENCES"]

# sentences whose words are what a cosine is judged against
REFERENCE_SENTENCES: tuple[str, ...] = tuple(
    sentence for text in (OUTDOORS, INDOORS) for sentence in text.splitlines() if sentence
)
