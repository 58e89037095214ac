"""What the choice of pooling does to the numbers of a word that is split into several pieces.

A word of one piece has one vector whichever pooling is chosen, so all four agree; `split` counts the
sentences in which there is a choice. Which pooling is right is not said: the one that tells the senses apart
at one layer may not do so at another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from embedlab.context.context_neighbors import check_layer
from embedlab.context.pooling import WORD_POOLINGS
from embedlab.context.sense_probe import probe_senses
from embedlab.context.separation import sense_separation
from embedlab.context.word_in_context import WordInContext
from embedlab.cosine import unit_rows

__all__ = ["PoolingEffect", "pooling_effect"]


@dataclass(frozen=True)
class PoolingEffect:
    """The same word at one layer under each pooling; nan where there is no such pair or no senses."""

    layer: int
    poolings: tuple[str, ...]  # (4,) the order of all that follows
    split: int  # sentences in which the word has several pieces
    all_pairs: NDArray[np.float64]  # (4,) mean cosine of two sentences
    within: NDArray[np.float64]  # (4,) of two sentences of the same sense
    between: NDArray[np.float64]  # (4,) of two sentences of different senses
    accuracy: NDArray[np.float64]  # (4,) share of the sentences whose sense the nearest centroid finds
    cosines: NDArray[np.float64]  # (4, 4) of the same word under two poolings, mean over the sentences

    @property
    def gap(self) -> NDArray[np.float64]:
        """Within minus between, (4,): above 0 where the pooling tells the senses apart."""
        return self.within - self.between


def pooling_effect(words: WordInContext, senses: Sequence[str] | None = None, *, layer: int) -> PoolingEffect:
    """Return the cosines and the accuracy of a word at one layer under every pooling.

    Args:
        words: what `word_in_context` returned, pooled in any way; the model does not run again.
        senses: a label for each sentence; None if they are not known. The accuracy needs two different ones.
        layer: 0 is before any context.

    Raises:
        InvalidInputError: no such layer, or not one label for each sentence.

    Source: `sense_separation` and `probe_senses`, which do the same for all layers.
    """
    check_layer(layer, len(words.vectors))
    pooled = [_at(words.pooled(pooling), layer) for pooling in WORD_POOLINGS]
    separations = [sense_separation(one, senses) for one in pooled]
    units = unit_rows(np.stack([one.vectors[0] for one in pooled]))  # (4, sentences, dim)
    return PoolingEffect(
        layer=layer,
        poolings=WORD_POOLINGS,
        split=sum(len(pieces) > 1 for pieces in words.pieces),
        all_pairs=np.array([one.all_pairs[0] for one in separations]),
        within=np.array([one.within[0] for one in separations]),
        between=np.array([one.between[0] for one in separations]),
        accuracy=np.array([_accuracy(one, senses) for one in pooled]),
        cosines=np.clip(np.einsum("psd,qsd->pqs", units, units), -1, 1).mean(axis=2),
    )


def _at(words: WordInContext, layer: int) -> WordInContext:
    """Return the word with one layer only, which is what takes the time of a probe."""
    return replace(words, vectors=words.vectors[[layer]])


def _accuracy(words: WordInContext, senses: Sequence[str] | None) -> float:
    if senses is None or len(set(senses)) < 2:
        return float("nan")
    return float(probe_senses(words, senses, permutations=1).accuracy[0])
