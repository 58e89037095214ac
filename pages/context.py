"""Static versus contextual: one word in many sentences, and where its meanings part."""

from ui.context import (
    attention,
    exports,
    follows,
    glove,
    leave_out,
    moved,
    other_models,
    pairs,
    picture,
    pieces,
    predictions,
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
            predictions.PART,
            glove.PART,
            separation.PART,
            leave_out.PART,
            follows.PART,
            pairs.PART,
            attention.PART,
            pieces.PART,
            other_models.PART,
            sentence_vectors.PART,
            exports.PART,
        ),
        parts_key="context_tab",
        moved=moved.PARTS,
        link=picture.link,
    )
)
