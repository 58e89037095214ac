"""Tokenization: one text, up to four tokenizers, side by side."""

from ui.lesson import Lesson, draw
from ui.tokens import (
    budget,
    exports,
    languages,
    picture,
    predict,
    query,
    spellings,
    stages,
    training,
    vocabulary,
    why,
)

draw(
    Lesson(
        page="tokens",
        question="How does text become tokens?",
        idea="A model reads pieces from a fixed list, its vocabulary. Click a token to see why it is one.",
        ask=query.ask,
        picture=picture.draw,
        summary=picture.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=(
            predict.PART,
            why.PART,
            spellings.PART,
            languages.PART,
            training.PART,
            stages.PART,
            vocabulary.PART,
            budget.PART,
        ),
        parts_key="tokens_tab",
    )
)
