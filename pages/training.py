"""Training: where the numbers in a table of vectors come from."""

from ui.lesson import Lesson, draw
from ui.training import (
    corpus,
    counting,
    determinism,
    exports,
    language_model,
    pair,
    picture,
    predictions,
    query,
    summaries,
    sweep,
    take_along,
)

draw(
    Lesson(
        page="training",
        question="Who put the meaning into the vectors?",
        idea="Every row begins as random numbers. Guessing what comes next, again and again, moves rows that are used alike to similar places.",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        link=exports.link,
        parts=(
            predictions.PART,
            pair.PART,
            corpus.PART,
            counting.PART,
            take_along.PART,
            determinism.PART,
            sweep.PART,
            language_model.PART,
            exports.PART,
        ),
        parts_key="training_tab",
    )
)
