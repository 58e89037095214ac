"""Applications: what vectors are good for, beside simple baselines."""

from ui.applications import (
    batches,
    costs,
    exports,
    groups,
    label_curve,
    labels,
    layers,
    mistakes,
    picture,
    predictions,
    query,
    shorter,
    summaries,
)
from ui.lesson import Lesson, draw

PARTS = (
    predictions.PART, labels.PART, label_curve.PART, mistakes.PART, groups.PART, shorter.PART,
    layers.PART, batches.PART, costs.PART, exports.PART,
)  # fmt: skip

draw(
    Lesson(
        page="applications",
        question="Sort it, group it, shrink it: what are vectors good for?",
        idea="A few labeled texts and their vectors make a classifier: it weighs a new text by how near it is to each example.",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=PARTS,
        parts_key="sort_tab",
    )
)
