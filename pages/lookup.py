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

PARTS = (predictions, codings, sizes, tied, browse, special, untrained, new_token, learning, exports)

draw(
    Lesson(
        page="lookup",
        question="What happens to an id before the first layer?",
        idea="An id is the number of a row in a large table, the embedding matrix. The model takes that row.",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=tuple(each.PART for each in PARTS),
        parts_key="lookup_tab",
    )
)
