"""Home: one sentence through every stage, and one of its words in a second sentence."""

from ui.home import exports, footer, picture, query, summaries
from ui.lesson import Lesson, draw

draw(
    Lesson(
        page="home",
        question="What does a language model see in your sentence?",
        idea="It makes every word a list of numbers, an embedding. Real models, on this computer, offline.",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
    )
)
footer.draw()
