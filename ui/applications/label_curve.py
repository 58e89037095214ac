"""How many labels does it take? Accuracy over the number of labels, beside four baselines."""

from __future__ import annotations

import numpy as np

from embedlab import applications
from embedlab.applications import LabelCurve
from embedlab.applications.validation import BASELINES
from embedlab.figures.curves import Series
from ui import fit_kinds, layout, sources
from ui.applications import summaries
from ui.applications.query import Query
from ui.applications.results import vectors_of
from ui.cache import cached
from ui.models import WORD_VECTORS
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure, curves
from ui.work import Work

__all__ = ["PART"]

START = 0.4  # seconds to load the word vectors
SECONDS = 0.01  # for a text
CURVES = fit_kinds.records(LabelCurve, doing="Training")


def _show(query: Query, options: None) -> None:
    vectors = vectors_of(query.data)
    seconds = START + SECONDS * len(query.data.texts)
    work = Work.of(applications.label_curve, query.data, vectors, WORD_VECTORS, expected=seconds, kind=CURVES)
    curve = work.result("Train on few labels", place="label curve")
    if curve is not None:
        layout.answer(summaries.curve(curve), _figure(curve), key="label curve")
        means = {name: values.mean(axis=1) for name, values in curve.accuracies.items()}
        layout.numbers(
            {"labels a class": list(curve.counts)} | means,
            key="label curve numbers",
            label="Accuracy, mean of the draws",
        )


@cached(entries=16)
def _figure(curve: LabelCurve) -> SharedFigure:
    series = {}
    for name, values in curve.accuracies.items():
        low, high = np.quantile(values, [0.1, 0.9], axis=1)
        series[name] = Series(values.mean(axis=1), low, high, is_baseline=name in BASELINES[3:])
    x_axis, y_axis = "labels of each class", "sorted right (unseen texts)"
    return curves(curve.counts, series, x_axis=x_axis, y_axis=y_axis, scale="even", percent=True)


PART = Part[Query, None](
    "How many labels?",
    no_options,
    _show,
    lambda query, options: [
        f"curve = embedlab.applications.label_curve(classifier.data, classifier.vectors, {WORD_VECTORS!r})",
        "print(curve.counts, {name: shares.mean(axis=1) for name, shares in curve.accuracies.items()})",
    ],
    lambda query, options: [
        sources.model(WORD_VECTORS, "word-vectors", "The mean of the words of a text."),
        sources.computed(
            "ten draws for each number of labels, tested on all other texts; bands from the 10th to the 90th percentile."
        ),
    ],
    line="What one, five or twenty labels of each class buy, for vectors and for word counts.",
)
