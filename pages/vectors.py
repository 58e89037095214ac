"""Analogies: a is to b as c is to what? By vector arithmetic, shown and examined."""

from ui.lesson import Lesson, draw
from ui.terms import term
from ui.vectors import (
    bias,
    exports,
    picture,
    prediction,
    query,
    relation,
    removal,
    scoring,
    similarity,
    strips,
    summaries,
    two_tables,
)

draw(
    Lesson(
        page="vectors",
        question="Can you do arithmetic with meaning?",
        idea=f"king − man + woman should be queen: an {term('analogy')} as arithmetic with {term('vector', 'vectors')}. Is it?",
        ask=query.ask,
        picture=picture.draw,
        summary=summaries.summary,
        numbers=picture.draw_numbers,
        code=exports.code,
        sources=exports.origins,
        parts=(
            prediction.PART,
            similarity.PART,
            strips.PART,
            scoring.PART,
            bias.PART,
            relation.PART,
            removal.PART,
            two_tables.PART,
            exports.PART,
        ),
        parts_key="vectors_tab",
    )
)
