"""The mean loss of a pair, measured on a fixed sample.

gensim's own figure is unreliable (its issues 2617 and 2735), so we compute it: the same pairs, drawn as the
training draws them, with the same negatives, at every snapshot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from gensim.models import Word2Vec

__all__ = ["LossSample", "drop_frequent", "encode", "negative_shares", "pair_losses", "score_losses"]

PAIRS = 5_000
POWER = 0.75  # of the counts, by which negatives are drawn
GAP = -1  # an id that no word has: between passages


def encode(sentences: Sequence[Sequence[str]], rows: dict[str, int], *, margin: int) -> NDArray[np.int64]:
    """Return the row of each word that has one, with `margin` gaps (-1) after each passage."""
    gap = [GAP] * margin
    ids: list[int] = []
    for words in sentences:
        ids += [rows[word] for word in words if word in rows]
        ids += gap
    return np.array(ids, dtype=np.int64)


def drop_frequent(
    ids: NDArray[np.int64], shares: NDArray[np.floating], random: np.random.Generator
) -> NDArray[np.int64]:
    """Return the ids that stay where each word is kept with its share (words,); gaps always stay."""
    stays: NDArray[np.bool_] = (ids == GAP) | (random.random(len(ids)) < shares[ids])
    return ids[stays]


def pair_losses(
    inputs: NDArray[np.floating],
    outputs: NDArray[np.floating],
    centers: NDArray[np.int64],
    contexts: NDArray[np.int64],
    negatives: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return −log σ(u_o·v_c) − Σ_k log σ(−u_k·v_c) of each pair (Mikolov et al. 2013, equation 4).

    Args:
        inputs: (words, dim), the rows v.
        outputs: (words, dim), the rows u.
        centers: (n,) rows of inputs.
        contexts: (n,) rows of outputs.
        negatives: (n, k) rows of outputs.
    """
    targets = np.column_stack([contexts, negatives])  # (n, 1 + k)
    return score_losses(np.einsum("nd,nkd->nk", inputs[centers], outputs[targets], dtype=np.float64))


def score_losses(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return −log σ(first) − Σ log σ(−others) along the last axis, (..., 1 + k) → (...), without overflow."""
    losses: NDArray[np.float64] = np.logaddexp(0, -scores[..., 0]) + np.logaddexp(0, scores[..., 1:]).sum(-1)
    return losses


def negative_shares(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how likely each word is as a negative: its count to the power ¾ (Mikolov et al. 2013)."""
    weights = counts.astype(np.float64) ** POWER
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


@dataclass(frozen=True)
class LossSample:
    """Pairs of a text with negatives."""

    centers: NDArray[np.int64]  # (n,)
    contexts: NDArray[np.int64]  # (n,)
    negatives: NDArray[np.int64]  # (n, k)

    @classmethod
    def draw(cls, model: Word2Vec, sentences: list[list[str]], seed: int) -> LossSample:
        """Draw pairs as the training does: frequent words dropped at random, windows from 1 to the widest."""
        random = np.random.default_rng([seed, 1])
        ids = encode(sentences, model.wv.key_to_index, margin=model.window)
        ids = drop_frequent(ids, model.wv.expandos["sample_int"] / 2**32, random)
        ids = np.concatenate([ids, np.full(model.window, GAP)])
        places = np.flatnonzero(ids != GAP)
        at = random.choice(places, 4 * PAIRS)
        reach = np.arange(model.window, 0, -1)  # windows that hold a distance of 1, 2, …
        away = random.choice(np.arange(1, model.window + 1), len(at), p=reach / reach.sum())
        centers, contexts = ids[at], ids[at + away * random.choice([-1, 1], len(at))]
        real = np.flatnonzero(contexts != GAP)[:PAIRS]
        shares = negative_shares(model.wv.expandos["count"])
        negatives = random.choice(len(shares), (len(real), model.negative), p=shares)
        return cls(centers[real], contexts[real], negatives)

    def loss(self, inputs: NDArray[np.floating], outputs: NDArray[np.floating]) -> float:
        """Return the mean loss of the pairs; nan where no word has a neighbor."""
        if not len(self.centers):
            return float("nan")
        losses = pair_losses(inputs, outputs, self.centers, self.contexts, self.negatives)
        return float(losses.mean())
