"""Positional encoding: what is missing without positions, and five schemes that say where a token stands."""

from ui.lesson import Lesson, draw
from ui.positional import (
    added,
    clocks,
    compared,
    conventions,
    curves,
    exports,
    measure,
    picture,
    predictions,
    query,
    summaries,
    why,
    word_order,
)

draw(
    Lesson(
        page="positional",
        question="How does a model know where a word stands?",
        idea="Attention alone sees no order. A position is added to each word (sinusoidal, learned) or changes how "
        "words are compared (rotary, ALiBi, T5).",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=(
            predictions.PART,
            why.PART,
            clocks.PART,
            curves.PART,
            compared.PART,
            measure.PART,
            conventions.PART,
            added.PART,
            word_order.PART,
            exports.PART,
        ),
        parts_key="position_tab",
    )
)
