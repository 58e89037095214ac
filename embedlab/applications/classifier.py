"""A classifier on top of vectors: logistic regression, and which examples decided an answer.

The weights of a class are a sum over the examples: at the optimum of the regularized loss, where the gradient
is 0, each example i adds C (y_i − p_i) x_i. Here y_i is 1 for its own class and 0 for others, and p_i is what
the model gives it. So the score of a new text x is a bias plus one exact contribution of each example:
C (y_i − p_i) x_i·x. Nothing is approximated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.applications.labeled_texts import LabeledTexts
from embedlab.applications.validation import STRENGTH, cross_validate, fit_logistic
from embedlab.context.encoder import Encoder
from embedlab.ranking import Ranking

__all__ = ["Classifier", "fit_weights", "train_classifier"]


@dataclass(frozen=True)
class Classifier:
    """Logistic regression on vectors, with the examples it learned from."""

    data: LabeledTexts
    vectors: NDArray[np.floating[Any]]  # (n, dim) of the examples
    weights: NDArray[np.float64]  # (classes, dim)
    biases: NDArray[np.float64]  # (classes,)
    encoder: Encoder | None = None

    @cached_property
    def accuracy(self) -> float:
        """The share sorted right by models that have not seen the text (`cross_validate`)."""
        return cross_validate(self.data, self.vectors).accuracy

    @property
    def baseline(self) -> float:
        """The share that is right if one always names the largest class."""
        return self.data.majority

    def probabilities(self, vectors: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Return the probability of each class, (n, dim) → (n, classes), in the order of `data.classes`."""
        from scipy.special import softmax

        return np.asarray(softmax(vectors @ self.weights.T + self.biases, axis=1))

    def predict_vector(self, vector: NDArray[np.floating[Any]]) -> Ranking:
        """Return the classes for the (dim,) vector of a text and their probabilities, the likeliest first."""
        shares = self.probabilities(vector[None])[0]
        order = np.argsort(-shares, kind="stable")
        return Ranking(order, shares[order], tuple(self.data.classes[row] for row in order))

    def predict(self, texts: Sequence[str]) -> list[str]:
        """Return the most probable class of each text.

        Raises:
            InvalidInputError: there is no text, or one with nothing in it.
            TypeError: the classifier was made of vectors alone.
        """
        if self.encoder is None:
            raise TypeError("a classifier made of vectors has no encoder for texts; use `probabilities`")
        return [self.predict_vector(vector).labels[0] for vector in self.encoder.embed(texts)]

    def contributions(self, vector: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Return what each example adds to the score of each class for a (dim,) vector, (n, classes).

        With `biases`, the columns sum to the scores whose softmax are the probabilities.
        """
        classes = len(self.data.classes)
        strength = STRENGTH if classes > 2 else STRENGTH / 2  # of two, scikit-learn has one set of weights
        left = np.eye(classes)[self.data.targets] - self.probabilities(self.vectors)
        return strength * left * (self.vectors @ vector)[:, None]


def fit_weights(
    vectors: NDArray[np.floating[Any]], targets: NDArray[np.int64], *, watch: Callable[[float], object] = bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit logistic regression (scikit-learn's, C = 10) to (n, dim) vectors of the classes (n,).

    Returns the weights, (classes, dim), and the biases, (classes,). `watch` is called once, at the end.
    """
    model = fit_logistic(vectors, targets)
    weights, biases = model.coef_, model.intercept_
    if len(weights) == 1:  # of two classes scikit-learn keeps the weights of the second; softmax wants both
        weights, biases = np.vstack([-weights, weights]) / 2, np.array([-biases[0], biases[0]]) / 2
    watch(1.0)
    return weights, biases


def train_classifier(texts: Sequence[str], labels: Sequence[str], encoder: Encoder) -> Classifier:
    """Embed labeled texts and fit a classifier to them.

    Raises:
        InvalidInputError: as `LabeledTexts`.
    """
    data = LabeledTexts(tuple(texts), tuple(labels))
    vectors = encoder.embed(data.texts)
    return Classifier(data, vectors, *fit_weights(vectors, data.targets), encoder)
