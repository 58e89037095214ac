"""How good a classifier is on texts it has not seen: cross-validation, its mistakes, and what labels buy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.applications.labeled_texts import LabeledTexts, duplicate_groups
from embedlab.errors import InvalidInputError
from embedlab.intervals import score_interval
from embedlab.vectors import load_word_vectors, mean_word_vectors

__all__ = [
    "BASELINES", "STRENGTH", "CrossValidation", "LabelCurve", "cross_validate", "fit_logistic",
    "label_curve",
]  # fmt: skip

STRENGTH = 10.0  # C of the logistic regression: how much the examples count against short weights
ITERATIONS = 1_000
TOLERANCE = 1e-8  # of the gradient
FOLDS = 5
COUNTS = (1, 2, 5, 10, 15, 20)  # labels of each class
DRAWS = 10
# what an accuracy is compared with, in the order of the figures
BASELINES = ("sentence vectors", "mean of word vectors", "word counts", "shuffled labels", "largest class")


@dataclass(frozen=True)
class CrossValidation:
    """What was said of each text by a classifier that had not seen it, nor any text nearly like it."""

    targets: NDArray[np.int64]  # (n,): the index of the class of each text
    probabilities: NDArray[np.float64]  # (n, classes)
    groups: NDArray[np.int64]  # (n,): texts that count as one

    @property
    def predicted(self) -> NDArray[np.int64]:
        """(n,): the index of the most probable class."""
        return np.asarray(self.probabilities.argmax(axis=1))

    @property
    def is_right(self) -> NDArray[np.bool_]:
        """(n,): whether it is the label."""
        return np.asarray(self.predicted == self.targets)

    @property
    def accuracy(self) -> float:
        """The share that is right."""
        return float(self.is_right.mean())

    @property
    def interval(self) -> tuple[float, float]:
        """Where the accuracy lies with 95% confidence."""
        return score_interval(int(self.is_right.sum()), len(self.is_right))

    @property
    def confusion(self) -> NDArray[np.int64]:
        """(classes, classes): how often a text of the row's class was taken for the column's."""
        classes = self.probabilities.shape[1]
        counts = np.zeros((classes, classes), dtype=np.int64)
        np.add.at(counts, (self.targets, self.predicted), 1)
        return counts

    @property
    def mistakes(self) -> list[tuple[tuple[int, int], int]]:
        """The class of a label, what it was taken for, and how often; the most frequent first."""
        cells = zip(self.targets.tolist(), self.predicted.tolist(), strict=True)
        return Counter((label, taken) for label, taken in cells if label != taken).most_common()

    @property
    def doubts(self) -> NDArray[np.int64]:
        """(n,): the texts, first those whose own label seems least probable: unsure or mislabeled."""
        own = self.probabilities[np.arange(len(self.predicted)), self.targets]
        return np.asarray(np.argsort(own, kind="stable"))


@dataclass(frozen=True)
class LabelCurve:
    """Accuracy over the number of labels of each class, on the texts that were not drawn."""

    counts: tuple[int, ...]
    accuracies: Mapping[str, NDArray[np.float64]]  # name -> (counts, draws)


def cross_validate(
    data: LabeledTexts,
    vectors: NDArray[np.floating[Any]],
    *,
    groups: NDArray[np.int64] | None = None,
    random_state: int = 0,
    watch: Callable[[float], object] = bool,
) -> CrossValidation:
    """Classify each text, with its (n, dim) vectors, by a model fitted to the others, in at most five folds.

    The folds have balanced classes. Texts of one of the `groups` (n,) stay on one side of each; equal and
    nearly equal ones if None. `watch` is called with the share that is done.

    Raises:
        InvalidInputError: a class has nothing but copies of one text.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    if groups is None:
        groups = duplicate_groups(data.texts, vectors)
    different = _different(data, groups)
    if min(different) < 2:
        label = data.classes[int(np.argmin(different))]
        raise InvalidInputError(
            f"All texts of the class “{label}” are nearly equal, so none can be tested by another; add one."
        )
    splits = StratifiedGroupKFold(min(FOLDS, *different), shuffle=True, random_state=random_state)
    shares = np.zeros((len(data.texts), len(data.classes)))
    for fold, (seen, unseen) in enumerate(splits.split(vectors, data.targets, groups), 1):
        shares[unseen] = fit_probabilities(
            vectors[seen], data.targets[seen], vectors[unseen], len(data.classes)
        )
        watch(fold / splits.get_n_splits())
    return CrossValidation(data.targets, shares, groups)


def label_curve(
    data: LabeledTexts,
    vectors: NDArray[np.floating[Any]],
    words: str | None = None,
    *,
    counts: Sequence[int] = COUNTS,
    draws: int = DRAWS,
    groups: NDArray[np.int64] | None = None,
    random_state: int = 0,
    watch: Callable[[float], object] = bool,
) -> LabelCurve:
    """Measure what labels buy: draw some of each class, fit, and classify all others, several times.

    Beside the (n, dim) vectors: the means of word vectors, if the name of these is given; counts of words
    (TF-IDF of the drawn texts), the vectors with shuffled labels, and always naming the largest class. A text
    is not tested where one of its `groups` (n,) was drawn; equal and nearly equal ones if None. Of `counts`,
    labels of each class, those that leave one without texts to test on are left out. `watch` is called with
    the share that is done.

    Raises:
        InvalidInputError: too few texts differ to test on one when one of each class is drawn.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    random = np.random.default_rng(random_state)
    classes, targets = range(len(data.classes)), data.targets
    matrices = {BASELINES[0]: vectors}
    if words is not None:
        matrices[BASELINES[1]] = mean_word_vectors(data.texts, load_word_vectors(words))
    if groups is None:
        groups = duplicate_groups(data.texts, vectors)
    most = min(len(np.unique(groups)) / len(classes), *_different(data, groups))
    sizes = tuple(count for count in counts if count < most)
    if not sizes:
        raise InvalidInputError("Too few texts differ to learn from some and test on others; add some.")
    scores = {name: np.zeros((len(sizes), draws)) for name in (*matrices, *BASELINES[2:])}
    texts = np.array(data.texts, dtype=object)
    for row, draw in np.ndindex(len(sizes), draws):
        sampled = [random.permutation(np.flatnonzero(targets == each))[: sizes[row]] for each in classes]
        seen = np.concatenate(sampled)
        unseen = np.flatnonzero(~np.isin(groups, groups[seen]))
        counter = TfidfVectorizer(token_pattern=r"(?u)\b\w+\b")
        counted = counter.fit_transform(texts[seen]), counter.transform(texts[unseen])
        kinds = {name: (matrix[seen], matrix[unseen], targets[seen]) for name, matrix in matrices.items()}
        kinds[BASELINES[2]] = (*counted, targets[seen])
        kinds[BASELINES[3]] = (vectors[seen], vectors[unseen], random.permutation(targets[seen]))
        for name, (known, others, labels) in kinds.items():
            shares = fit_probabilities(known, labels, others, len(classes))
            scores[name][row, draw] = (shares.argmax(axis=1) == targets[unseen]).mean()
        scores[BASELINES[4]][row, draw] = (targets[unseen] == data.counts.argmax()).mean()
        watch((row * draws + draw + 1) / (len(sizes) * draws))
    return LabelCurve(sizes, scores)


def _different(data: LabeledTexts, groups: NDArray[np.int64]) -> list[int]:
    """Return the number of different texts of each class."""
    return [len(np.unique(groups[data.targets == index])) for index in range(len(data.classes))]


def fit_probabilities(
    vectors: Any, targets: NDArray[np.int64], unseen: Any, classes: int
) -> NDArray[np.float64]:
    """Fit to (n, dim) vectors, dense or sparse, and return probabilities of others, (m, classes).

    A class without an example has probability 0.
    """
    shares = np.zeros((unseen.shape[0], classes))
    if (targets == targets[0]).all():  # nothing to choose from
        shares[:, targets[0]] = 1
        return shares
    model = fit_logistic(vectors, targets)
    shares[:, model.classes_] = model.predict_proba(unseen)
    return shares


def fit_logistic(vectors: Any, targets: NDArray[np.int64]) -> Any:
    """Return a model fitted to (n, dim) vectors, dense or sparse."""
    from sklearn.linear_model import LogisticRegression

    # of its solvers the fastest here by far: a few Newton steps reach the optimum
    model = LogisticRegression(C=STRENGTH, solver="newton-cg", max_iter=ITERATIONS, tol=TOLERANCE)
    return model.fit(vectors.astype(np.float64), targets)
