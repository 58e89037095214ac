"""Can the sense of a sentence be told from the word's vector there? A probe with an honest chance level.

Each sentence in turn is left out; the mean of the unit vectors of every sense is taken over the others, and
the nearest mean names the sense. Few sentences in 384 dimensions are easily told apart, so the same is done
with shuffled labels: what they reach by chance is the line to beat. Shuffled labels reach less than one half
with two senses of equal size, because a sentence left out takes its own vector from its own sense.

A sentence that is given twice would name its own twin. So equal sentences, whatever their case and white
space and whichever occurrence of the word is meant, are left out together, and their labels travel together
to as many other equal sentences when they are shuffled. Sentences nearly equal still help each other.

A sense has no mean while all its sentences are left out: they count as missed. Nothing is trained or tuned
here, and one probe says nothing about other words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context.separation import checked_senses
from embedlab.context.word_in_context import WordInContext
from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError, quote

__all__ = ["LabelProbe", "SenseProbe", "probe_labels", "probe_senses"]

MAX_PERMUTATIONS = 99_999
MAX_SENSES = 24
AT_ONCE = 1_000_000  # distances held in memory: 8 MB an array
SAME = 1e-9  # squared distances closer than this differ by rounding only


@dataclass(frozen=True)
class LabelProbe:
    """How often the nearest mean names the right label, by layer, and how often that happens by chance."""

    accuracy: NDArray[np.float64]  # (layers + 1,) share of the vectors whose label is found
    majority: float  # share of the most frequent label: what always naming that one would reach
    chance: NDArray[np.float64]  # (layers + 1,) mean accuracy with shuffled labels
    chance_high: NDArray[np.float64]  # (layers + 1,) 5% of the shuffled labels lie above
    p_value: NDArray[np.float64]  # (layers + 1,) how likely shuffled labels reach at least the accuracy
    smallest_p: float  # what p cannot be expected to fall below, with so few vectors or permutations
    predicted: tuple[tuple[str, ...], ...]  # for each layer, the label found for each vector; "" where none
    chance_high_any: float  # 5% of the shuffled labels lie above at the best of their layers


@dataclass(frozen=True)
class SenseProbe(LabelProbe):
    """The same for the senses of a word, one vector for each sentence."""

    silhouette: NDArray[np.float64]  # (layers + 1,) of cosine distances, in [-1, 1]; nan where undefined
    repeated: int = 0  # sentences that are given more than once, beyond the first of each


def probe_senses(
    words: WordInContext, senses: Sequence[str], *, permutations: int = 999, random_state: int = 0
) -> SenseProbe:
    """Return how well the nearest centroid finds the sense of each sentence left out, at every layer.

    It is `probe_labels` with equal sentences left out together. The silhouette counts every sentence, equal
    ones too.

    Args:
        words: what `word_in_context` returned.
        senses: a label for each sentence, 2 to 24 different ones.
        permutations: how often the labels are shuffled.
        random_state: the same shuffling for the same number.

    Raises:
        InvalidInputError: not one label for each sentence, an empty one, or a number of senses or
            permutations outside its limits.

    Source: scikit-learn's `NearestCentroid` under `LeaveOneOut`, `permutation_test_score` (Ojala and Garriga
    2010) and `silhouette_score` (Rousseeuw 1987), which give the same numbers; with equal sentences,
    `LeaveOneGroupOut`.
    """
    names = list(dict.fromkeys(_checked(senses, len(words.sentences))))
    groups = _groups(words.sentences)
    probe = probe_labels(words.vectors, senses, groups, permutations=permutations, random_state=random_state)
    labels = np.array([names.index(sense) for sense in senses])
    return SenseProbe(
        **vars(probe),
        silhouette=_silhouettes(unit_rows(words.vectors), labels),
        repeated=len(groups) - int(groups.max()) - 1,
    )


def probe_labels(
    vectors: NDArray[np.floating[Any]],
    labels: Sequence[str],
    groups: Sequence[str] | NDArray[np.int64],
    *,
    permutations: int = 999,
    random_state: int = 0,
) -> LabelProbe:
    """Return how well the nearest centroid names the label of each vector, its group left out, by layer.

    p = (1 + shuffled labels that do at least as well) / (1 + permutations), which is never 0. Layers are
    compared by the same shuffled labels. Of two equally near labels the one that appears first is taken.
    The p of each layer is for that layer alone; what is best of several layers is to be compared with
    `chance_high_any`. Shuffled, the labels of a group go together to a group of the same size.

    Args:
        vectors: (layers + 1, n, dim), taken at unit length.
        labels: of each vector, (n,), at least two different ones.
        groups: of each vector, (n,): those of one group are left out together.
        permutations: how often the labels are shuffled.
        random_state: the same shuffling for the same number.

    Raises:
        InvalidInputError: not one label and group for each vector, a single label, or a number of
            permutations outside its limits.

    Source: scikit-learn's `NearestCentroid` under `LeaveOneGroupOut`, which gives the same numbers.
    """
    count = vectors.shape[1]
    names = list(dict.fromkeys(labels))
    if not len(labels) == len(groups) == count or len(names) < 2:
        raise InvalidInputError(
            f"{count} vectors have {len(labels)} labels, {len(names)} of them different, and {len(groups)} "
            "groups; give each vector one label and one group, and at least two different labels."
        )
    if not 1 <= permutations <= MAX_PERMUTATIONS:
        raise InvalidInputError(
            f"Labels cannot be shuffled {permutations:,} times; choose 1 to {MAX_PERMUTATIONS:,}."
        )
    numbers = np.array([names.index(label) for label in labels])
    _, together = np.unique(groups, return_inverse=True)
    shuffled = _shuffled(numbers, together, permutations, random_state)
    units = unit_rows(vectors)
    grams = units @ units.transpose(0, 2, 1)  # (layers + 1, n, n)
    nearest = [_nearest(gram, numbers[None], together)[0] for gram in grams]
    accuracy = np.array([(row == numbers).mean() for row in nearest])
    by_chance = np.stack([_shuffled_accuracy(gram, shuffled, together) for gram in grams])
    reached = (by_chance >= accuracy[:, None] - SAME).sum(axis=1)
    return LabelProbe(
        accuracy=accuracy,
        majority=float(np.bincount(numbers).max() / count),
        chance=by_chance.mean(axis=1),
        chance_high=np.quantile(by_chance, 0.95, axis=1),
        p_value=(1 + reached) / (1 + permutations),
        smallest_p=max(1 / (1 + permutations), _share_of_equals(numbers, together)),
        predicted=tuple(tuple(names[place] if place >= 0 else "" for place in row) for row in nearest),
        chance_high_any=float(np.quantile(by_chance.max(axis=0), 0.95)),
    )


def _checked(senses: Sequence[str], count: int) -> Sequence[str]:
    checked_senses(senses, count)
    if "" in senses:
        raise InvalidInputError(
            f"Sentence {list(senses).index('') + 1} has no sense; give each sentence one."
        )
    if len(set(senses)) < 2:
        raise InvalidInputError(
            f"All {count} sentences have the sense {quote(senses[0])}; a probe needs two senses, so add "
            "a sentence of another one."
        )
    if len(set(senses)) > MAX_SENSES:
        raise InvalidInputError(
            f"There are {len(set(senses))} different senses and at most {MAX_SENSES} can be probed; "
            "give related sentences the same sense."
        )
    return senses


def _groups(sentences: Sequence[str]) -> NDArray[np.int64]:
    """Return a number from 0 for each sentence; sentences of equal text have the same one."""
    texts = [" ".join(sentence.casefold().split()) for sentence in sentences]
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return np.array([numbers[text] for text in texts])


def _by_size(groups: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return the places of the sentences, (groups, size), for each size of a group."""
    members = [np.flatnonzero(groups == group) for group in range(groups.max() + 1)]
    sizes = sorted({len(places) for places in members})
    return [np.stack([places for places in members if len(places) == size]) for size in sizes]


def _shuffled(
    labels: NDArray[np.int64], groups: NDArray[np.int64], permutations: int, random_state: int
) -> NDArray[np.int64]:
    """Return (permutations, n) labels: those of a group go together to a group of the same size."""
    random = np.random.default_rng(random_state)
    shuffled = np.empty((permutations, len(labels)), dtype=np.int64)
    for places in _by_size(groups):
        orders = random.permuted(np.tile(np.arange(len(places)), (permutations, 1)), axis=1)
        shuffled[:, places] = labels[places][orders]
    return shuffled


def _shuffled_accuracy(
    gram: NDArray[np.float64], shuffled: NDArray[np.int64], groups: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the accuracy of each row of labels, a part of them at a time."""
    size = max(1, AT_ONCE // len(gram))
    parts = [shuffled[start : start + size] for start in range(0, len(shuffled), size)]
    return np.concatenate([(_nearest(gram, part, groups) == part).mean(axis=1) for part in parts])


def _nearest(
    gram: NDArray[np.float64], labels: NDArray[np.int64], groups: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the nearest sense of each sentence, (labelings, n), its group left out; -1: no sense is left.

    With S the sum of the vectors of a sense and G the sum of those of them in the group of u, m vectors are
    left: |u - (S-G)/m|² = |u|² - 2 u·(S-G)/m + |S-G|²/m². |u|² is the same for all senses and left out.

    Args:
        gram: (n, n) products of the unit vectors.
        labels: (labelings, n) from 0; each labeling has as many of every sense as the first one.
        groups: (n,) what is left out together has the same number.
    """
    together = (groups[:, None] == groups[None, :]).astype(np.float64)
    alone = int(groups.max()) + 1 == len(groups)
    within = gram * together
    best = np.full(labels.shape, np.inf)
    nearest = np.full(labels.shape, -1)
    for sense, size in enumerate(np.bincount(labels[0]).tolist()):
        member = (labels == sense).astype(np.float64)
        products = member @ gram  # u·S
        own = member * np.diagonal(gram) if alone else member @ within  # u·G
        sums = [member, member * products, member * own]  # m, S·G and |G|² when added up in each group
        count, across, square = sums if alone else [each @ together for each in sums]
        rest = (member * products).sum(axis=1, keepdims=True) - 2 * across + square  # |S-G|²
        left = np.maximum(size - count, 0.5)  # never 0 below a fraction
        distance = np.where(count < size, rest / left**2 - 2 * (products - own) / left, np.inf)
        nearest[distance < best - SAME] = sense
        np.minimum(best, distance, out=best)
    return nearest


def _share_of_equals(labels: NDArray[np.int64], groups: NDArray[np.int64]) -> float:
    """Return the share of all labelings that part the sentences as the given one does.

    Senses within one group are taken to keep their names, so with them it is the least that the share can be.

    >>> _share_of_equals(np.array([0, 0, 1, 1]), np.arange(4))  # 2 of 6: the senses may trade their names
    0.3333333333333333
    """
    share = 1.0
    kinds: dict[int, list[object]] = {sense: [] for sense in set(labels.tolist())}
    for places in _by_size(groups):
        patterns = Counter(map(tuple, labels[places].tolist()))
        share *= prod(map(factorial, patterns.values())) / factorial(len(places))
        for pattern, count in patterns.items():
            alike = (len(pattern), count)
            for sense in set(pattern):  # a sense beside another one in a group trades with none
                kinds[sense].append(alike if len(set(pattern)) == 1 else (*alike, sense))
    return share * prod(map(factorial, Counter(map(tuple, kinds.values())).values()))


def _silhouettes(units: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    from sklearn.metrics import silhouette_score

    if len(set(labels.tolist())) == len(labels):
        return np.full(len(units), np.nan)
    return np.array([silhouette_score(layer, labels, metric="cosine") for layer in units])
