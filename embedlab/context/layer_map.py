"""One map for all layers of a word in context, so that moving through the layers moves points only by
what the model does.

Every vector is scaled to length 1 and each layer is centered on its mean (otherwise the offset between
layers would be all there is to see); then one PCA is fitted to all layers together. The static vectors of
the same word are all alike: centered in the same way they fall on one point, the origin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.word_in_context import WordInContext
from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError
from embedlab.space import project

__all__ = ["LayerMap", "layer_map"]


@dataclass(frozen=True)
class LayerMap:
    """Positions of each sentence's word at each layer, on common axes."""

    coordinates: NDArray[np.float32]  # (layers + 1, sentences, 2)
    static: NDArray[np.float32]  # (sentences, 2) the input-table vectors, treated like one more layer
    explained_variance_ratio: NDArray[np.float64]  # (2,) share of the variance over all layers


def layer_map(words: WordInContext) -> LayerMap:
    """Return a PCA map of `words`, fitted to all layers and the static vectors at once.

    Raises:
        InvalidInputError: fewer than two sentences, or the same sentence throughout.
    """
    layers, sentences, dim = words.vectors.shape
    if sentences < 2:
        raise InvalidInputError(
            f"A map needs at least 2 sentences, and there is {sentences}; add another one."
        )
    together = np.concatenate((words.vectors, words.static[None])).astype(np.float64)
    if np.allclose(together, together[:, :1]):
        raise InvalidInputError(
            f"The {sentences} sentences are the same to the model, so there is nothing to tell apart; "
            "change one of them."
        )
    units = unit_rows(together)
    centered = units - units.mean(axis=1, keepdims=True)  # (layers + 2, sentences, dim)
    projection = project(centered.reshape(-1, dim), method="pca", n_components=2)
    assert projection.explained_variance_ratio is not None  # PCA always has it
    coordinates = projection.coordinates.reshape(layers + 1, sentences, 2)  # the static ones last
    return LayerMap(coordinates[:-1], coordinates[-1], projection.explained_variance_ratio)
