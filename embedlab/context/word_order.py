"""The same words in another order: what becomes of each word's vector, and of the sentence's.

A bag of static vectors does not notice: the shuffled sentence has the same ones. A contextual vector depends
on the order, by the positions that are added at layer 0 and by which words come to stand together. How much
a change of meaning would matter is not told here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import ContextualEncoding, Encoder
from embedlab.context.sentence_words import changeable_words, join
from embedlab.context.word_in_context import tokens_inside
from embedlab.cosine import cosine_matrix, paired_cosines
from embedlab.errors import InvalidInputError, quote

__all__ = ["WordOrder", "shuffle_words"]

LEAST = 3  # words
MAX_SHUFFLES = 50
FEW = 6  # words, up to which every order is looked at
ATTEMPTS = 20  # to draw each new order of more words


@dataclass(frozen=True)
class WordOrder:
    """A sentence and the same words in other orders."""

    sentence: str
    words: tuple[str, ...]  # in their own order
    spans: tuple[tuple[int, int], ...]
    shuffled: tuple[str, ...]  # the sentences in other orders; fewer than asked for where there are no more
    orders: NDArray[np.int64]  # (shuffles, words) which word stands at each place
    each: NDArray[np.float64]  # (shuffles, layers + 1, words) cosine of each word's vector with its own there
    sentence_cosines: NDArray[np.float64]  # (shuffles, layers + 1) of the means over all tokens
    static_cosines: NDArray[np.float64]  # (shuffles, words) of the rows of the input table
    between: NDArray[np.float64]  # (layers + 1,) mean of two words of the sentence as it is: a yardstick
    cut: int  # tokens of the sentence beyond the model's window

    @property
    def cosines(self) -> NDArray[np.float64]:
        """Mean over the shuffles, (layers + 1, words)."""
        return np.asarray(self.each.mean(axis=0))

    @property
    def first_cosines(self) -> NDArray[np.float64]:
        """In the first shuffled sentence, (layers + 1, words)."""
        return np.asarray(self.each[0])


def shuffle_words(encoder: Encoder, sentence: str, *, shuffles: int = 10, random_state: int = 0) -> WordOrder:
    """Return how the vectors of a sentence change when its words change places.

    Only words change places: punctuation and white space stay where they are. Every occurrence of a word is
    compared with itself; its pieces are pooled by their mean. No order is taken twice, nor one that the model
    cannot tell from the sentence as it is.

    Args:
        encoder: the model to use.
        sentence: of 3 to 60 words.
        shuffles: how many other orders, 1 to 50.
        random_state: the same orders for the same number.

    Raises:
        InvalidInputError: a sentence or number outside these limits, all orders are the same to the model, or
            the sentence is longer than the model's window.
    """
    if not 1 <= shuffles <= MAX_SHUFFLES:
        raise InvalidInputError(f"{shuffles:,} shuffles cannot be made; choose 1 to {MAX_SHUFFLES}.")
    spans = changeable_words(encoder.tokenizer, sentence, least=LEAST)
    shuffled = _draw(encoder, sentence, spans, shuffles, np.random.default_rng(random_state))
    if not shuffled:
        raise InvalidInputError(
            f"Every order of the {len(spans)} words of {quote(sentence)} is the same to the model; "
            "write a sentence with different words."
        )
    texts = [_Arranged(sentence, spans, tuple(range(len(spans)))), *shuffled]
    taken: dict[int, _Taken] = {}
    for index, encoding in encoder.encode_each([text.text for text in texts], attentions=False):
        taken[index] = _take(encoder, encoding, texts[index])
    whole, others = taken[0], [taken[index] for index in range(1, len(texts))]
    return WordOrder(
        sentence=sentence,
        words=tuple(sentence[start:end] for start, end in spans),
        spans=spans,
        shuffled=tuple(text.text for text in shuffled),
        orders=np.array([text.order for text in shuffled]),
        each=np.stack([paired_cosines(other.words, whole.words) for other in others]),
        sentence_cosines=np.stack([paired_cosines(other.mean, whole.mean) for other in others]),
        static_cosines=np.stack([paired_cosines(other.static, whole.static) for other in others]),
        between=np.array([_between(layer) for layer in whole.words]),
        cut=whole.cut,
    )


@dataclass(frozen=True)
class _Arranged:
    """The words in one order."""

    text: str
    spans: tuple[tuple[int, int], ...]  # of each word, by its place in the sentence as it was
    order: tuple[int, ...]


@dataclass(frozen=True)
class _Taken:
    """What is kept of one sentence."""

    words: NDArray[np.float32]  # (layers + 1, words, dim)
    static: NDArray[np.float32]  # (words, dim)
    mean: NDArray[np.float32]  # (layers + 1, dim) over all tokens
    cut: int


def _take(encoder: Encoder, encoding: ContextualEncoding, text: _Arranged) -> _Taken:
    places = [tokens_inside(encoding, span) for span in text.spans]
    states, table = encoding.hidden_states, encoder.token_embeddings
    return _Taken(
        words=np.stack([states[:, some].mean(axis=1) for some in places], axis=1),
        static=np.stack([table[[encoding.ids[place] for place in some]].mean(axis=0) for some in places]),
        mean=states.mean(axis=1),
        cut=encoding.cut,
    )


def _between(vectors: NDArray[np.float32]) -> float:
    """Return the mean cosine of two different rows of (words, dim)."""
    return float(cosine_matrix(vectors)[np.triu_indices(len(vectors), k=1)].mean())


def _draw(
    encoder: Encoder,
    sentence: str,
    spans: tuple[tuple[int, int], ...],
    count: int,
    random: np.random.Generator,
) -> list[_Arranged]:
    """Return at most `count` orders that differ to the model from each other and from the sentence."""
    size = len(spans)
    if size <= FEW:
        every = np.array(list(permutations(range(size))))
        candidates = random.permutation(every)
    else:
        candidates = random.permuted(np.tile(np.arange(size), (ATTEMPTS * count, 1)), axis=1)
    seen = {tuple(encoder.tokenizer.encode(sentence).ids)}
    shuffled: list[_Arranged] = []
    for order in candidates.tolist():
        text = _arrange(sentence, spans, order)
        ids = tuple(encoder.tokenizer.encode(text.text).ids)
        if ids in seen:
            continue
        seen.add(ids)
        shuffled.append(text)
        if len(shuffled) == count:
            break
    return shuffled


def _arrange(sentence: str, spans: tuple[tuple[int, int], ...], order: list[int]) -> _Arranged:
    """Return the sentence with word `order[place]` at each place."""
    placed = [(0, 0)] * len(spans)
    text, done = "", 0
    for (start, end), which in zip(spans, order, strict=True):
        text += sentence[done:start]
        word = sentence[slice(*spans[which])]
        text = join(text, word)
        placed[which] = (len(text) - len(word), len(text))
        done = end
    return _Arranged(join(text, sentence[done:]), tuple(placed), tuple(order))
