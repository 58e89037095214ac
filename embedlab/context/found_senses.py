"""Senses found without labels: the sentences of a word in groups, by its vectors at one layer.

Every sentence begins as a group of its own, and the two closest groups are joined again and again. "average"
joins those of the smallest mean cosine distance; it tends to leave one unusual sentence alone to the end.
"ward" joins those whose unit vectors spread least after it, which favors groups of similar size (Ward 1963;
the squared distance of unit vectors is twice their cosine distance). How many groups there are is not known:
the count of the highest silhouette is taken unless one is asked for. Groups have no names, and they may part
the sentences by something else than the sense.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.separation import checked_senses
from embedlab.context.word_in_context import WordInContext
from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError, check_choice

__all__ = ["LINKAGES", "FoundSenses", "find_senses"]

LINKAGES = ("average", "ward")

SAME = 1e-6  # cosine distances below this are those of one vector, rounded


@dataclass(frozen=True)
class FoundSenses:
    """Sentences in groups by the word's vectors at one layer."""

    layer: int
    groups: NDArray[np.int64]  # (sentences,) from 0 in order of appearance
    count: int  # of groups
    silhouettes: dict[int, float]  # number of groups -> mean silhouette, for each that was tried
    agreement: float  # with the given senses: adjusted Rand index, 1 the same, 0 chance; nan below two senses


def find_senses(
    words: WordInContext,
    *,
    layer: int,
    count: int | None = None,
    most: int = 6,
    senses: Sequence[str] | None = None,
    linkage: str = "average",
) -> FoundSenses:
    """Return the sentences in groups of similar vectors.

    Silhouettes are computed for 2 to `most` groups, fewer than there are sentences.

    Args:
        words: what `word_in_context` returned.
        layer: from 0.
        count: of groups; the one of the highest silhouette if None.
        most: groups that are tried.
        senses: a label for each sentence, only to measure the agreement; sentences with "" are not counted.
        linkage: which groups are the closest, "average" or "ward".

    Raises:
        InvalidInputError: no such layer, too few sentences for so many groups, the same vector in all
            sentences, or not one label for each sentence.
        UnknownNameError: no such linkage.

    Source: scikit-learn's `AgglomerativeClustering`, `silhouette_score` of cosine distances and
    `adjusted_rand_score` (Hubert and Arabie 1985).
    """
    from sklearn.metrics import silhouette_score
    from sklearn.metrics.pairwise import cosine_distances

    check_choice(linkage, LINKAGES, "linkage")
    layers, sentences, _ = words.vectors.shape
    if not 0 <= layer < layers:
        raise InvalidInputError(f"There is no layer {layer}; choose 0 to {layers - 1}.")
    if senses is not None:
        checked_senses(senses, sentences)
    _check_count(count, most, sentences)
    units = unit_rows(words.vectors[layer])
    distances = cosine_distances(units)
    if distances.max() < SAME:
        raise InvalidInputError(
            f"At layer {layer} the word has the same vector in all {sentences} sentences, so there are no "
            "groups to find; choose a higher layer or change a sentence."
        )
    joined = units if linkage == "ward" else distances
    tried = {number: _groups(joined, number, linkage) for number in range(2, min(most, sentences - 1) + 1)}
    silhouettes = {
        number: float(silhouette_score(distances, groups, metric="precomputed"))
        for number, groups in tried.items()
    }
    chosen = max(silhouettes, key=lambda number: silhouettes[number]) if count is None else count
    groups = tried[chosen] if chosen in tried else _groups(joined, chosen, linkage)
    return FoundSenses(layer, groups, chosen, silhouettes, _agreement(groups, senses or ()))


def _check_count(count: int | None, most: int, sentences: int) -> None:
    if count is None and most < 2:
        raise InvalidInputError(f"At most {most} groups cannot be compared; choose 2 or more.")
    if count is None and sentences < 3:
        raise InvalidInputError(
            f"How many groups there are cannot be judged by {sentences} sentences; give at least 3, "
            "or choose 2 groups."
        )
    if count is not None and sentences < 2:
        raise InvalidInputError("One sentence cannot be parted into groups; add another one.")
    if count is not None and not 2 <= count <= sentences:
        raise InvalidInputError(
            f"{sentences} sentences cannot be parted into {count} groups; choose 2 to {sentences} groups, or "
            "change the sentences."
        )


def _agreement(groups: NDArray[np.int64], senses: Sequence[str]) -> float:
    from sklearn.metrics import adjusted_rand_score

    known = [row for row, sense in enumerate(senses) if sense]
    given = [senses[row] for row in known]
    return float(adjusted_rand_score(given, groups[known])) if len(set(given)) > 1 else float("nan")


def _groups(rows: NDArray[np.float64], count: int, linkage: str) -> NDArray[np.int64]:
    """Return the group of each row of distances ("ward": of vectors), numbered in order of appearance."""
    from sklearn.cluster import AgglomerativeClustering

    metric = "euclidean" if linkage == "ward" else "precomputed"
    labels = AgglomerativeClustering(n_clusters=count, metric=metric, linkage=linkage).fit_predict(rows)
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels.tolist()))}
    return np.array([numbers[label] for label in labels.tolist()])
