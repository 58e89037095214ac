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

PARTS = (predictions, labels, label_curve, mistakes, groups, shorter, layers, batches, costs, exports)

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
        parts=tuple(each.PART for each in PARTS),
        parts_key="sort_tab",
    )
)
