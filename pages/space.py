"""Embedding space: many vectors as points, and how far to trust the map."""

from ui.lesson import Lesson, draw
from ui.space import (
    corpora,
    exports,
    files,
    film,
    neighbors,
    picture,
    predict,
    query,
    summaries,
    tomorrow,
    traps,
    trust,
    twin,
    two_maps,
)

words = Lesson(
    page="space",
    question="Which words live near each other?",
    idea="Each word is a point in many dimensions. A map (PCA, t-SNE, UMAP) squeezes them into two "
    "and says what it loses.",
    ask=query.ask,
    picture=picture.draw,
    summary=summaries.summary,
    numbers=picture.draw_numbers,
    code=exports.code,
    sources=exports.origins,
    parts=(
        predict.PART,
        neighbors.PART,
        traps.PART,
        twin.PART,
        tomorrow.PART,
        trust.PART,
        film.PART,
        two_maps.PART,
        files.PART,
    ),
    parts_key="space_tab",
    link=exports.link,
)

draw(corpora.LESSON) if corpora.is_selected() else draw(words)
