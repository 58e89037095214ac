"""GloVe's one vector for the word: another model with another space, so it has a panel of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.ranking import Ranking
from ui import layout
from ui.cache import cached
from ui.context.view import Asked
from ui.drawn import DrawnFigure
from ui.models import WORD_VECTORS, word_vectors

__all__ = ["code", "show"]

NEAREST = 10


def show(asked: Asked, words: embedlab.context.WordInContext) -> None:
    """Show the nearest words, and how near the names of the senses are."""
    st.markdown(
        "A static table has one vector for the word, whatever the sentence. GloVe is another model with another "
        "space, so it is never drawn on the map above. Its neighbors show which sense its texts used most."
    )
    layout.wait_for("vectors", "400,000 word vectors")
    found = layout.attempt_part(_neighbors, words.word, tuple(dict.fromkeys(filter(None, asked.senses))))
    if found is None:
        return
    nearest, senses, figure = found
    said = (
        f"In GloVe the nearest words to “{words.word}” are {layout.listed(nearest.words[:4])}, "
        "whatever the sentence."
    )
    if senses:
        told = layout.listed([f"{sense} {cosine:.2f}" for sense, cosine in senses.items()])
        said += f" The names of the senses (outlined) have a cosine of: {told}."
    layout.picture(figure, key="glove", alt=said)
    layout.reading(said)


def code(asked: Asked) -> list[str]:
    """Return the lines that print the neighbors."""
    return [
        f'vectors = embedlab.load_word_vectors("{WORD_VECTORS}")',
        f"print(vectors.neighbors({asked.word.strip()!r}, k={NEAREST}))",
        "for sense in filter(vectors.__contains__, dict.fromkeys(senses)):",
        f"    print(sense, vectors.similarity({asked.word.strip()!r}, sense))",
    ]


@cached(entries=64)
def _neighbors(word: str, senses: tuple[str, ...]) -> tuple[Ranking, dict[str, float], Any]:
    from embedlab.figures.context_static import static_neighbors_figure

    vectors = word_vectors(WORD_VECTORS)
    nearest = vectors.neighbors(word, k=NEAREST)
    known = {sense: vectors.similarity(word, sense) for sense in senses if sense in vectors}
    drawn = dict(zip(nearest.words, map(float, nearest.scores), strict=True)) | known
    ranked = sorted(drawn, key=lambda name: -drawn[name])
    rows = np.array([vectors.row(name) for name in ranked])
    shown = Ranking(rows, np.array([drawn[name] for name in ranked], np.float32), tuple(ranked))
    return nearest, known, DrawnFigure(static_neighbors_figure(shown, marked=set(known)))
