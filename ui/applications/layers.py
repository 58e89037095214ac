"""Static or contextual: the same task with word vectors, the input table and every layer of the encoder."""

from __future__ import annotations

import numpy as np

from embedlab import applications
from embedlab.applications import SourceScore
from embedlab.figures.curves import Series
from ui import fit_kinds, layout, sources
from ui.applications import summaries
from ui.applications.query import Query
from ui.cache import cached
from ui.models import ENCODER, WORD_VECTORS
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure, curves
from ui.work import Work

__all__ = ["PART"]

KIND = fit_kinds.records(SourceScore, doing="Sorting")
START = 1.0  # seconds to load the models
SECONDS = 0.03  # for a text
COLUMNS = ("vectors from", "sorted right", "95% from", "95% to", "seconds for all texts")


def _show(query: Query, options: None) -> None:
    seconds = START + SECONDS * len(query.data.texts)
    work = Work.of(
        applications.compare_sources, query.data, ENCODER, WORD_VECTORS, expected=seconds, kind=KIND
    )
    scores = work.result("Sort with every layer", place="layers")
    if scores is not None:
        layout.answer(summaries.sources(scores), _figure(scores), key="layers")
        rows = [(score.name, score.accuracy, *score.interval, score.seconds) for score in scores]
        layout.numbers(layout.columns_of(COLUMNS, rows), key="layers table", label="Each kind of vectors")


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


PART = Part[Query, None](
    "Static or contextual?",
    no_options,
    _show,
    lambda query, options: [
        f"names = {ENCODER!r}, {WORD_VECTORS!r}",
        "for score in embedlab.applications.compare_sources(classifier.data, *names):",
        "    print(score)",
    ],
    lambda query, options: [
        sources.model(WORD_VECTORS, "word-vectors", "The mean of the words of a text."),
        sources.computed(
            "the mean over the tokens: of their rows in the input table, and after each layer. Layer 0 is "
            "the table with positions added and normalized. The same folds for all."
        ),
    ],
    line="Which layer serves this task best, and what word vectors can do for almost nothing.",
    deeper=True,
)
