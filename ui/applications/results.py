"""What the page computes from labeled texts: at once where that is quick, else in a worker process."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab import applications
from embedlab.applications import Classifier, CrossValidation, LabeledTexts
from ui import fit_kinds
from ui.cache import cached
from ui.models import vector_cache
from ui.work import Work

__all__ = ["ARRAYS", "classifier", "validation", "vectors_of"]

VALIDATIONS = fit_kinds.records(CrossValidation, doing="Testing")
ARRAYS = fit_kinds.records(doing="Learning")
FIT = 0.18e-3  # seconds for a text
VALIDATE = 0.55e-3


@cached(entries=16)
def vectors_of(data: LabeledTexts) -> NDArray[np.float32]:
    """Return the vectors of labeled texts, (n, dim); only those of new texts are computed."""
    return vector_cache().embed(data.texts)


def classifier(data: LabeledTexts) -> Classifier | None:
    """Return the classifier of labeled texts; None while a worker fits it."""
    vectors = vectors_of(data)
    fit = Work.of(applications.fit_weights, vectors, data.targets, expected=FIT * len(vectors), kind=ARRAYS)
    weights = fit.result("Learn from the labels", place="classifier")
    return None if weights is None else Classifier(data, vectors, *weights)


def validation(data: LabeledTexts, *, place: str) -> CrossValidation | None:
    """Return what classifiers said of the texts that they had not seen; None while a worker fits them."""
    vectors = vectors_of(data)
    seconds = VALIDATE * len(vectors)
    work = Work.of(applications.cross_validate, data, vectors, expected=seconds, kind=VALIDATIONS)
    return work.result("Test on unseen texts", place=place)
