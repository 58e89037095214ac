"""Static or contextual: the same task with word vectors, the input table and every layer of the encoder."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab import applications
from embedlab.applications import LabeledTexts, SourceScore
from embedlab.figures.curves import Series
from ui import layout, sources
from ui.applications import summaries
from ui.applications.results import View, validation
from ui.cache import cached
from ui.models import ENCODER, WORD_VECTORS, encoder, word_vectors
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure, curves

__all__ = ["PART"]

COLUMNS = ("vectors from", "sorted right", "95% from", "95% to", "seconds for all texts")


def _show(view: View, options: None) -> None:
    layout.wait_for("vectors", "the word vectors")
    with st.spinner("Sorting with every layer", show_time=True):
        scores = layout.attempt_part(_scores, view.data)
    if scores is not None:
        layout.answer(summaries.sources(scores), _figure(scores), key="layers")
        rows = [(score.name, score.accuracy, *score.interval, score.seconds) for score in scores]
        layout.numbers(layout.columns_of(COLUMNS, rows), key="layers table", label="Each kind of vectors")


@cached(entries=4)
def _vectors(texts: tuple[str, ...]) -> Mapping[str, tuple[NDArray[np.float32], float]]:
    return applications.text_vectors(encoder(ENCODER), word_vectors(WORD_VECTORS), texts)


@cached(entries=8)
def _scores(data: LabeledTexts) -> tuple[SourceScore, ...]:
    return applications.compare_sources(data, _vectors(data.texts), groups=validation(data).groups)


@cached(entries=8)
def _figure(scores: tuple[SourceScore, ...]) -> SharedFigure:
    low, high = np.array([score.interval for score in scores]).T
    return curves(
        range(len(scores)),
        {"sorted right, with its 95% interval": Series([score.accuracy for score in scores], low, high)},
        x_axis="vectors from",
        y_axis="sorted right (unseen texts)",
        ticks=["words", "table", *map(str, range(len(scores) - 2))],
        percent=True,
    )


PART = Part[View, None](
    "Static or contextual?",
    no_options,
    _show,
    lambda view, options: [
        f"words = embedlab.load_word_vectors({WORD_VECTORS!r})",
        "vectors = embedlab.applications.text_vectors(encoder, words, texts)",
        "groups = embedlab.applications.duplicate_groups(texts, classifier.vectors)",
        "for score in embedlab.applications.compare_sources(classifier.data, vectors, groups=groups):",
        "    print(score)",
    ],
    lambda view, options: [
        sources.model(WORD_VECTORS, "word-vectors", "The mean of the words of a text."),
        sources.computed(
            "the mean over the tokens: of their rows in the input table, and after each layer. Layer 0 is "
            "the table with positions added and normalized. The same folds for all."
        ),
    ],
    line="Which layer serves this task best, and what word vectors can do for almost nothing.",
    deeper=True,
)
