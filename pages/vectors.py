"""Analogies: a is to b as c is to what? By vector arithmetic, shown and examined."""

from ui.lesson import Lesson, draw
from ui.vectors import (
    bias,
    exports,
    parallelogram,
    picture,
    prediction,
    query,
    relation,
    scoring,
    similarity,
    strips,
    summaries,
    two_tables,
)

draw(
    Lesson(
        page="vectors",
        question="Can you do arithmetic with meaning?",
        idea="If *man* is to *king* as *woman* is to something, the step from man to king, added to woman, should land "
        "near the answer. The nearest word is often one of the inputs, and the usual demonstration hides that.",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=(
            parallelogram.PART,
            strips.PART,
            relation.PART,
            scoring.PART,
            similarity.PART,
            bias.PART,
            two_tables.PART,
            prediction.PART,
            exports.PART,
        ),
        parts_key="vectors_tab",
    )
)
