"""Home: one sentence through every stage, each stage leading to its page."""

from ui.home import exports, picture, query, summaries
from ui.lesson import Lesson, draw

draw(
    Lesson(
        page="home",
        question="What does a language model see in your sentence?",
        idea="Not letters and not words: **tokens**, each with a number, each number a **vector**, and in the end a "
        "vector that depends on the whole sentence. Type, and watch a real model do it.",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
    )
)
