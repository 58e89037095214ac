"""Embedding space: many vectors as points, and how far to trust the map."""

from ui.lesson import Lesson, draw
from ui.space import (
    exports,
    files,
    film,
    neighbors,
    perplexities,
    picture,
    query,
    seeds,
    summaries,
    trust,
    twin,
    two_maps,
)

draw(
    Lesson(
        page="space",
        question="Which words live near each other?",
        idea="Each word is a point in many dimensions. A map squeezes them into two or three and always loses "
        "something: this one says how much.",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=(
            trust.PART,
            neighbors.PART,
            seeds.PART,
            twin.PART,
            perplexities.PART,
            film.PART,
            two_maps.PART,
            files.PART,
        ),
        parts_key="space_tab",
        link=exports.link,
    )
)
