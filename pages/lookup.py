"""Lookup: what happens to an id before the first layer."""

from ui.lesson import Lesson, draw
from ui.lookup import (
    browse,
    codings,
    exports,
    learning,
    new_token,
    picture,
    predictions,
    query,
    sizes,
    special,
    summaries,
    tied,
    untrained,
)

PARTS = (
    predictions.PART, codings.PART, sizes.PART, tied.PART, browse.PART, special.PART,
    untrained.PART, new_token.PART, learning.PART, exports.PART,
)  # fmt: skip

draw(
    Lesson(
        page="lookup",
        question="What happens to an id before the first layer?",
        idea="An id is a row number: the model takes that row of the embedding matrix. One-hot × matrix gives the same.",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=PARTS,
        parts_key="lookup_tab",
    )
)
