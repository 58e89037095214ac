"""How many labels does it take? Accuracy over the number of labels, beside four baselines."""

from __future__ import annotations

import numpy as np

from embedlab import applications
from embedlab.applications import BASELINES, LabelCurve
from embedlab.applications.validation import COUNTS
from embedlab.content_key import content_key
from embedlab.figures.curves import Series
from ui import fit_kinds, fits, layout, sources
from ui.applications import summaries
from ui.applications.results import View, vectors_of
from ui.cache import cached
from ui.models import WORD_VECTORS, word_vectors
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure, curves

__all__ = ["PART"]

SECONDS = 2.0  # for 180 texts
CURVES = fit_kinds.records(LabelCurve, doing="Training")


def _show(view: View, options: None) -> None:
    layout.wait_for("vectors", "the word vectors")
    vectors_by_name = {
        BASELINES[0]: vectors_of(view.data),
        BASELINES[1]: applications.mean_word_vectors(view.data.texts, word_vectors(WORD_VECTORS)),
    }
    curve = fits.offer(
        content_key("label curve", COUNTS, view.data),
        applications.label_curve,
        view.data,
        vectors_by_name,
        expected=SECONDS * len(view.data.texts) / 180,
        label="Train on few labels",
        automatic=True,
        place="label curve",
        kind=CURVES,
    )
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


PART = Part[View, None](
    "How many labels?",
    no_options,
    _show,
    lambda view, options: [
        f"words = embedlab.load_word_vectors({WORD_VECTORS!r})",
        "vectors = {'sentence vectors': classifier.vectors,",
        "           'mean of word vectors': embedlab.applications.mean_word_vectors(texts, words)}",
        "curve = embedlab.applications.label_curve(classifier.data, vectors)",
        "print(curve.counts, {name: shares.mean(axis=1) for name, shares in curve.accuracies.items()})",
    ],
    lambda view, options: [
        sources.model(WORD_VECTORS, "word-vectors", "The mean of the words of a text."),
        sources.computed(
            "ten draws for each number of labels, tested on all other texts; bands from the 10th to the 90th percentile."
        ),
    ],
    line="What one, five or twenty labels of each class buy, for vectors and for word counts.",
)
