"""Static versus contextual: one word in many sentences, and where its meanings part."""

from ui.context import (
    cosines,
    exports,
    glove,
    groups,
    inside,
    neighbors,
    order,
    other_models,
    picture,
    pieces,
    query,
    sentence_vectors,
    separation,
)
from ui.lesson import Lesson, draw

draw(
    Lesson(
        page="context",
        question="Will the two meanings separate, and where?",
        idea="A **static** vector is the same in every sentence; a **contextual** vector comes from the whole one.",
        ask=query.ask,
        picture=picture.draw,
        summary=picture.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=(
            separation.PART,
            cosines.PART,
            groups.PART,
            neighbors.PART,
            pieces.PART,
            inside.PART,
            order.PART,
            glove.PART,
            other_models.PART,
            sentence_vectors.PART,
            exports.PART,
        ),
        parts_key="context_tab",
        link=picture.link,
    )
)
