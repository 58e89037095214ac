"""The next token: a decoder's last state times its output matrix, and what three settings cut from it.

Temperature divides the logits; top-k keeps the k largest; top-p keeps the most probable tokens until they
sum to p (Holtzman et al. 2020). The order is that of transformers' `generate`: temperature, top-k, top-p.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import ContextualEncoding, Encoder
from embedlab.errors import InvalidInputError
from embedlab.ranking import Ranking, top_k
from embedlab.softmax import softmax
from embedlab.tokens.labels import id_labels

__all__ = [
    "cut_distribution", "encode_prompt", "next_logits", "next_tokens", "prepare_prompt", "rank_probabilities",
]  # fmt: skip


def prepare_prompt(decoder: Encoder, text: str, *, window: int | None = None) -> ContextualEncoding:
    """Return the tokens of a text that a tied decoder can continue, without running it.

    Args:
        decoder: tied: its input table also writes its output.
        text: cut at its end where it has more tokens than the window.
        window: tokens at most; the decoder's own if None.

    Raises:
        InvalidInputError: the text is empty, or the model is an encoder or not tied.
    """
    if not decoder.causal or not decoder.model.config.tie_word_embeddings:
        raise InvalidInputError(
            f"{decoder.name} does not write its output with its input table; choose a tied decoder "
            "such as smollm2-135m."
        )
    if not text.strip():
        raise InvalidInputError("The text is empty (0 words); type the beginning of a sentence.")
    return decoder.prepare(text, window=window)


def encode_prompt(decoder: Encoder, text: str) -> ContextualEncoding:
    """Return a text's states in a tied decoder; raises as `prepare_prompt`."""
    prepare_prompt(decoder, text)
    return decoder.encode([text], attentions=False)[0]


def next_logits(decoder: Encoder, text: str) -> NDArray[np.float64]:
    """Return the logit of each token after a text, (vocabulary,).

    Raises:
        InvalidInputError: as `prepare_prompt`.
    """
    state = encode_prompt(decoder, text).hidden_states[-1][-1]  # normalized already
    return np.asarray(decoder.token_embeddings @ state, dtype=np.float64)


def cut_distribution(
    logits: NDArray[np.float64], *, temperature: float = 1.0, top_k: int = 0, top_p: float = 1.0
) -> NDArray[np.float64]:
    """Return probabilities (vocabulary,) after temperature, top-k and top-p; what is cut has 0.

    Args:
        logits: (vocabulary,).
        temperature: above 0; 1 leaves the logits as they are.
        top_k: how many tokens stay; 0 for all.
        top_p: above 0, at most 1; 1 for all.

    Raises:
        InvalidInputError: a setting outside of its range.

    >>> cut_distribution(np.log([0.5, 0.3, 0.2]), top_p=0.6).round(3).tolist()
    [0.625, 0.375, 0.0]
    """
    if not temperature > 0 or not np.isfinite(temperature):
        raise InvalidInputError(f"temperature = {temperature:g} divides the logits; choose a number above 0.")
    if top_k < 0:
        raise InvalidInputError(f"top_k = {top_k} tokens; choose 1 or more, or 0 for all.")
    if not 0 < top_p <= 1:
        raise InvalidInputError(f"top_p = {top_p:g} is not a share; choose a number above 0, at most 1.")
    scores = logits / temperature
    if 0 < top_k < len(scores):
        scores = np.where(scores >= np.partition(scores, -top_k)[-top_k], scores, -np.inf)
    shares = softmax(scores)
    if top_p < 1:
        order = np.argsort(-shares, kind="stable")
        before = np.cumsum(shares[order]) - shares[order]  # of more probable tokens
        shares[order[before >= top_p]] = 0
    return np.asarray(shares / shares.sum())


def next_tokens(
    decoder: Encoder,
    text: str,
    k: int = 10,
    *,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
) -> Ranking:
    """Return the k most probable next tokens with their probabilities, equal to the model's own.

    Raises:
        InvalidInputError: as `next_logits` and `cut_distribution`.
    """
    logits = next_logits(decoder, text)
    shares = cut_distribution(logits, temperature=temperature, top_k=top_k, top_p=top_p)
    return rank_probabilities(decoder, shares, k)


def rank_probabilities(decoder: Encoder, probabilities: NDArray[np.float64], k: int) -> Ranking:
    """Return the k most probable tokens, none with probability 0."""
    rows = top_k(probabilities, min(k, len(probabilities)))
    rows = rows[probabilities[rows] > 0]
    return Ranking(rows, probabilities[rows], id_labels(decoder.tokenizer, rows.tolist()))
