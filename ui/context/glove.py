"""GloVe's one vector for the word: another model with another space, so it has a panel of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from embedlab.ranking import Ranking
from ui import layout, sources
from ui.cache import cached
from ui.context import summaries
from ui.context.picture import View
from ui.models import WORD_VECTORS, word_vectors
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

NEAREST = 10


@dataclass(frozen=True)
class StaticNeighbors:
    """The nearest words to the static vector of a word."""

    nearest: Ranking
    senses: dict[str, float]  # the cosine of each name of a sense that the table has
    figure: SharedFigure


def show(view: View, options: None) -> None:
    """Draw the nearest words, and how near the names of the senses are."""
    layout.wait_for("vectors", "400,000 word vectors")
    word, senses = view.uses.words.word, view.uses.sentences.senses
    neighbors = layout.attempt_part(_neighbors, word, tuple(dict.fromkeys(filter(None, senses))))
    if neighbors is None:
        return
    summary = summaries.glove(word, neighbors.nearest, neighbors.senses)
    layout.finding(summary)
    layout.picture(neighbors.figure, key="glove", alt=summary)
    layout.link_to("training", "How a word gets its one vector", training_tab="A real corpus")


def code(view: View, options: None) -> list[str]:
    """Return lines that print the neighbors."""
    word = view.uses.words.word
    return [
        f'vectors = embedlab.load_word_vectors("{WORD_VECTORS}")',
        f"print(vectors.neighbors({word!r}, k={NEAREST}))",
        "for sense in filter(vectors.__contains__, dict.fromkeys(senses)):",
        f"    print(sense, vectors.similarity({word!r}, sense))",
    ]


@cached()
def _neighbors(word: str, senses: tuple[str, ...]) -> StaticNeighbors:
    from embedlab.figures.context_static import static_neighbors_figure

    vectors = word_vectors(WORD_VECTORS)
    nearest = vectors.neighbors(word, k=NEAREST)
    named = {sense: vectors.similarity(word, sense) for sense in senses if sense in vectors}
    scores = dict(zip(nearest.words, map(float, nearest.scores), strict=True)) | named
    ranked = sorted(scores, key=lambda name: -scores[name])
    ranking = Ranking(
        np.array([vectors.row(name) for name in ranked]),
        np.array([scores[name] for name in ranked], np.float32),
        tuple(ranked),
    )
    return StaticNeighbors(nearest, named, SharedFigure(static_neighbors_figure(ranking, senses=senses)))


PART: Part[View, None] = Part(
    "One vector for all",
    no_options,
    show,
    code,
    lambda view, options: [sources.model(WORD_VECTORS, "word-vectors", "Only for the static neighbors.")],
    line="A static table has one vector per word: what is it near, whatever the sentence?",
    former=("GloVe",),
)
