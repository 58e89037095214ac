"""Where a word looks, and who looks at it: the attentions of one word, layer by layer and head by head.

Attention says from where a head takes what it mixes, not what the mixture does to the vector: whether it
explains a model is disputed (Jain and Wallace 2019, "Attention is not Explanation"; Wiegreffe and Pinter
2019, "Attention is not not Explanation"). So `attention_agreement` compares it with the measured influence.
Much of it goes to [CLS] and [SEP], perhaps where a head has nothing to do (Clark, Khandelwal, Levy and
Manning 2019, "What Does BERT Look At?"); `special_attention` says how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import ContextualEncoding
from embedlab.context.influence import Influence
from embedlab.context.touching import touching
from embedlab.context.word_in_context import tokens_inside
from embedlab.errors import InvalidInputError, quote

__all__ = ["WordAttention", "attention_agreement", "special_attention", "word_attention"]

FEWEST = 3  # words: an order of two is right or wrong by chance


@dataclass(frozen=True)
class WordAttention:
    """The attention of one word; `layers` counts the steps, the first leads from layer 0 to layer 1."""

    text: str
    span: tuple[int, int]
    tokens: tuple[str, ...]
    offsets: tuple[tuple[int, int], ...]  # (start, end) characters of text; (0, 0) for special tokens
    special: tuple[bool, ...]
    places: tuple[int, ...]  # of the word's pieces among the tokens
    outgoing: NDArray[np.float32]  # (layers, heads, tokens) what it looks at, mean over its pieces; sums to 1
    incoming: NDArray[
        np.float32
    ]  # (layers, heads, tokens) how much each token looks at it, sum over its pieces

    def to_words(self, spans: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        """Return how much the word looks at each of some words, (layers, words): mean over the heads.

        The pieces of a word count together.
        """
        mean = self.outgoing.mean(axis=1, dtype=np.float64)  # (layers, tokens)
        weights = np.zeros((len(spans), mean.shape[1]))
        for row, span in enumerate(spans):
            weights[row, touching(self.offsets, self.tokens, span, self.special)] = 1
        return np.asarray(mean @ weights.T)


def word_attention(encoding: ContextualEncoding, span: tuple[int, int]) -> WordAttention:
    """Return the attention of the word at `span`: from it to each token, and from each token to it.

    Args:
        encoding: what `Encoder.encode` returned, with its attentions.
        span: (start, end) characters of the word.

    Raises:
        InvalidInputError: the word lies beyond the model's window, or the attentions were not kept.
    """
    _check_kept(encoding)
    places = tokens_inside(encoding, span)
    return WordAttention(
        text=encoding.text,
        span=span,
        tokens=tuple(encoding.tokens),
        offsets=tuple(encoding.offsets),
        special=tuple(encoding.special),
        places=tuple(places),
        outgoing=encoding.attentions[:, :, places].mean(axis=2),
        incoming=encoding.attentions[..., places].sum(axis=3),
    )


def special_attention(encoding: ContextualEncoding) -> NDArray[np.float64]:
    """Return how much attention goes to special tokens, (layers, heads): mean over all tokens that look.

    Raises:
        InvalidInputError: the attentions were not kept.
    """
    _check_kept(encoding)
    to_special = encoding.attentions[..., encoding.special].sum(axis=-1, dtype=np.float64)
    return np.asarray(to_special.mean(axis=-1))


def attention_agreement(attention: WordAttention, influence: Influence) -> NDArray[np.float64]:
    """Return whether the words a word looks at most are those that change it most, (layers,).

    For the step into each layer, Spearman's correlation over the other words of the sentence: the attention
    of the word to each of them (mean over the heads, its pieces together, special tokens left out) with its
    influence on the vector after that step. 1: the same order; 0: no relation. nan below three other words,
    or where all have the same attention or influence. With few words it means little: of six, a correlation
    of 0.77 or more comes by chance once in twenty times.

    Where words were removed, the influence of those before the word contains that the word moved up, which
    attention knows nothing of; where they were masked it does not.

    Raises:
        InvalidInputError: the two are not of one word in one sentence.
    """
    if (attention.text, attention.span) != (influence.sentence, influence.span):
        raise InvalidInputError(
            f"The attention is of {quote(attention.text)} and the influence of {quote(influence.sentence)}; "
            "take both from the same word of one sentence."
        )
    others = [place for place in range(len(influence.words)) if place != influence.target]
    looked = attention.to_words([influence.spans[place] for place in others])  # (layers, words)
    changed = influence.influences[1:, others]
    return np.array([_spearman(one, other) for one, other in zip(looked, changed, strict=True)])


def _spearman(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    from scipy.stats import spearmanr

    if len(first) < FEWEST or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(spearmanr(first, second).statistic)


def _check_kept(encoding: ContextualEncoding) -> None:
    if not len(encoding.attentions):
        raise InvalidInputError(
            f"{quote(encoding.text)} was encoded without attentions; encode it with attentions=True."
        )
