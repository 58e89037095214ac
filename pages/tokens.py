"""Tokenization: one text, up to four tokenizers, side by side."""

from ui.lesson import Lesson, draw
from ui.tokens import (
    budget,
    exports,
    files,
    languages,
    picture,
    predict,
    query,
    stages,
    training,
    vocabulary,
    why,
)

draw(
    Lesson(
        page="tokens",
        question="How does text become tokens?",
        idea="A model reads neither letters nor words but pieces from a fixed list, its vocabulary. Each tokenizer has its "
        "own list, so the same text becomes different tokens. Point at a token to see the same characters elsewhere; "
        "click it to see why it is one.",
        ask=query.ask,
        picture=picture.draw,
        summary=picture.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=(
            why.PART,
            stages.PART,
            vocabulary.PART,
            languages.PART,
            budget.PART,
            training.PART,
            predict.PART,
            files.PART,
        ),
        parts_key="tokens_tab",
    )
)
