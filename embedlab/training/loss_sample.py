"""The mean loss of a pair, measured on a fixed sample.

gensim's own figure is unreliable (its issues 2617 and 2735), so we compute it: the same pairs, drawn as the
training draws them, with the same negatives, at every snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.training.vocabulary import GAP, negative_shares

__all__ = ["LossSample", "score_losses"]

PAIRS = 5_000


def score_losses(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return −log σ(first) − Σ log σ(−others) along the last axis, (..., 1 + k) → (...), without overflow.

    The loss of a pair whose scores u·v these are (Mikolov et al. 2013, equation 4).
    """
    losses: NDArray[np.float64] = np.logaddexp(0, -scores[..., 0]) + np.logaddexp(0, scores[..., 1:]).sum(-1)
    return losses


@dataclass(frozen=True)
class LossSample:
    """Pairs of a text with negatives."""

    centers: NDArray[np.int64]  # (n,) rows of the input table
    targets: NDArray[np.int64]  # (n, 1 + k) rows of the output table: the context, then the negatives

    @classmethod
    def draw(
        cls,
        ids: NDArray[np.int64],
        counts: NDArray[np.int64],
        *,
        window: int,
        negative_samples: int,
        random: np.random.Generator,
    ) -> LossSample:
        """Draw pairs as training does: windows from 1 to the widest, negatives by their counts.

        Args:
            ids: a text, `window` gaps after each passage, frequent words dropped.
            counts: (words,) occurrences.
            window: words on each side.
            negative_samples: k.
            random: draws them.
        """
        ids = np.concatenate([ids, np.full(window, GAP)])
        at = random.choice(np.flatnonzero(ids != GAP), 4 * PAIRS)
        reach = np.arange(window, 0, -1)  # windows that hold a distance of 1, 2, …
        away = random.choice(np.arange(1, window + 1), len(at), p=reach / reach.sum())
        contexts = ids[at + away * random.choice([-1, 1], len(at))]
        real = np.flatnonzero(contexts != GAP)[:PAIRS]
        negatives = random.choice(len(counts), (len(real), negative_samples), p=negative_shares(counts))
        return cls(ids[at[real]], np.column_stack([contexts[real], negatives]))

    def loss(self, inputs: NDArray[np.floating], outputs: NDArray[np.floating]) -> float:
        """Return the mean loss of the pairs in two (words, dim) tables; nan where no word has a neighbor."""
        if not len(self.centers):
            return float("nan")
        scores = np.einsum("nd,nkd->nk", inputs[self.centers], outputs[self.targets], dtype=np.float64)
        return float(score_losses(scores).mean())
