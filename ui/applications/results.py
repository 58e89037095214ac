"""What the page computes from labeled texts: a classifier, and what it says of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab import applications
from embedlab.applications import Classifier, CrossValidation, LabeledTexts, Prediction
from ui.applications import collections
from ui.applications.query import Query
from ui.cache import cached
from ui.models import vector_cache

__all__ = ["View", "validation", "vectors_of", "view", "warm"]


@dataclass(frozen=True)
class View:
    """A text, what a classifier says of it, and what each example contributed."""

    query: Query
    prediction: Prediction
    contributions: NDArray[np.float64]  # (n,) to the score of the class that was chosen

    @property
    def data(self) -> LabeledTexts:
        """The labeled texts."""
        return self.query.data


@cached(entries=16)
def vectors_of(data: LabeledTexts) -> NDArray[np.float32]:
    """Return the vectors of labeled texts, (n, dim); only those of new texts are computed."""
    return vector_cache().embed(data.texts)


@cached(entries=16)
def classifier(data: LabeledTexts) -> Classifier:
    """Return the classifier of labeled texts."""
    return applications.fit_classifier(data, vectors_of(data))


@cached(entries=16)
def validation(data: LabeledTexts) -> CrossValidation:
    """Return what classifiers said of the texts that they had not seen."""
    return applications.cross_validate(data, vectors_of(data))


@cached(entries=64)
def view(query: Query) -> View:
    """Sort a text."""
    model, vector = classifier(query.data), vector_cache().embed([query.text])[0]
    prediction = model.predict_vector(vector)
    chosen: Any = query.data.classes.index(prediction.label)
    return View(query, prediction, model.contributions(vector)[:, chosen])


def warm() -> None:
    """Make the vectors of the bundled texts, and a classifier."""
    classifier(collections.bundled(collections.HELP_DESK))
