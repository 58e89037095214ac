"""Positional encoding: four ways to say where a token stands, and a fifth that counts distances in buckets."""

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
)

draw(
    Lesson(
        page="positional",
        question="How does a model know where a word stands?",
        idea="Attention by itself sees a bag of tokens. Position has to be put in: as a vector added to each token "
        "(sinusoidal, learned), as a rotation (rotary), or as a change of the scores by distance (ALiBi, T5).",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=(
            why.PART,
            curves.PART,
            measure.PART,
            clocks.PART,
            conventions.PART,
            added.PART,
            compared.PART,
            predictions.PART,
            exports.PART,
        ),
        parts_key="position_tab",
    )
)
