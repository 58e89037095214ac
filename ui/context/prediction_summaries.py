"""What the page says when a prediction is revealed: results in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from embedlab.numerals import number_text

__all__ = ["best_layer", "cosine", "deciding_word", "nearest_to_other"]


def cosine(low: float, mean: float, high: float) -> str:
    """Say how alike two uses of a word are before any context."""
    return (
        f"Two uses of one token have {number_text(mean)} on average, from {number_text(low)} to {number_text(high)}: "
        "the same row of the table, but each position adds its own vector. The meaning plays no part yet."
    )


def best_layer(silhouette: Sequence[float]) -> str:
    """Say at which layer the senses separate best."""
    best, last = int(np.argmax(silhouette)), len(silhouette) - 1
    text = f"The silhouette is {number_text(silhouette[best])} at layer {best}"
    if best == last:
        return f"{text}, the last one, and {number_text(silhouette[0])} at layer 0."
    return (
        f"{text}, {number_text(silhouette[last])} at layer {last} and {number_text(silhouette[0])} at layer 0. "
        "The last layers are made for whole sentences, not for telling the meanings of one word apart."
    )


def nearest_to_other(sense: str, margin: float) -> str:
    """Say how near the nearest sentence is to the other meaning."""
    size = number_text(abs(margin), 3)
    if margin < 0:
        return f"It means {sense}, and its vector is nearer to the other meaning by {size}: it stands on the wrong side."
    return f"It means {sense}, and its vector is nearer to that by only {size}; no sentence stands on the wrong side."


def deciding_word(word: str, influences: Mapping[str, float], layer: int) -> str:
    """Say how far the vector turns without each word."""
    others = ", ".join(
        f"“{each}” {number_text(value, 3)}" for each, value in influences.items() if each != word
    )
    return f"1 minus the cosine at layer {layer}: “{word}” {number_text(influences[word], 3)}, {others}."
