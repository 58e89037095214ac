"""Logistic regression as all of this lesson fits it: scikit-learn's, to the optimum."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["STRENGTH", "fit_logistic", "fit_probabilities"]

STRENGTH = 10.0  # C of the logistic regression: how much the examples count against short weights
ITERATIONS = 1_000
TOLERANCE = 1e-8  # of the gradient


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
