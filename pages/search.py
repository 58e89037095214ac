"""Search: find by meaning, and know how well."""

from ui.lesson import Lesson, draw
from ui.search import (
    answering,
    approximate,
    chunks,
    corpora,
    document_map,
    exports,
    fails,
    how_well,
    picture,
    predictions,
    query,
    similar,
    summaries,
)

documents = Lesson(
    page="search",
    question="Can you find it without the right words?",
    idea="Every document becomes a vector, and so does the query. The nearest vectors are what the query means.",
    ask=query.ask,
    picture=picture.draw,
    summary=summaries.summary,
    numbers=picture.draw_numbers,
    code=exports.code,
    sources=exports.origins,
    parts=(
        predictions.PART,
        chunks.PART,
        how_well.PART,
        fails.PART,
        answering.PART,
        document_map.PART,
        similar.PART,
        approximate.PART,
        exports.PART,
    ),
    parts_key="search_tab",
)

draw(corpora.LESSON) if corpora.is_selected() else draw(documents)
