"""Every pair of sentences: the cosines between the word's vectors at one layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

import embedlab
from ui import controls, layout
from ui.cache import cached
from ui.context import view
from ui.context.separation import pooled_apart
from ui.context.view import Asked
from ui.drawn import DrawnFigure

__all__ = ["code", "show"]


def show(asked: Asked, words: embedlab.context.WordInContext) -> None:
    """Show the matrix, sorted by sense."""
    centered = controls.switch(
        "Centered",
        False,
        key="cosines_centered",
        help="The mean of the bundled words at this layer is subtracted first.",
    )
    matrix, figure = _matrix(asked, centered)
    count = len(words.sentences)
    if count < 2:
        layout.warn("A matrix needs at least 2 sentences, and there is 1; add another one.")
        return
    upper = np.triu_indices(count, 1)
    values = matrix[upper]
    least, most = int(np.argmin(values)), int(np.argmax(values))
    names = asked.names

    def pair(place: int) -> str:
        return f"sentences {names[upper[0][place]]} and {names[upper[1][place]]} ({values[place]:.2f})"

    said = f"At layer {asked.layer} the {'centered ' if centered else ''}vectors of {pair(most)} are the most alike"
    said += "." if count == 2 else f", those of {pair(least)} the least."
    if asked.labelled:
        order = list(dict.fromkeys(asked.senses[row] or "no sense" for row in _order(asked)))
        said += f" The lines part the senses ({layout.listed(order)}): the lighter the blocks off the diagonal, the further apart they are."
    layout.picture(figure, key="cosines", alt=said)
    layout.reading(said)
    if centered and (told := pooled_apart(asked, words)):
        st.caption(told)
    layout.numbers(
        {"sentence": [names[row] for row in _order(asked)]}
        | {names[row]: matrix[_order(asked), row] for row in _order(asked)},
        key="cosine numbers",
        label="",
        decimals=2,
    )


def code(asked: Asked) -> list[str]:
    """Return the lines that print the matrix."""
    if not st.session_state.get("cosines_centered", False):
        return [f"print(embedlab.context.cosine_matrix(words.vectors[{asked.layer}]))"]
    return [
        "reference = embedlab.context.reference_words(encoder)",
        f"print(embedlab.context.cosine_matrix(words.vectors[{asked.layer}], center=reference.center[{asked.layer}]))",
    ]


def _order(asked: Asked) -> list[int]:
    """Return the rows sorted by sense, those without one at the end."""
    senses = list(dict.fromkeys(asked.senses))
    return sorted(
        range(len(asked.senses)), key=lambda row: (not asked.senses[row], senses.index(asked.senses[row]))
    )


@cached(entries=64)
def _matrix(asked: Asked, centered: bool) -> tuple[Any, Any]:
    from embedlab.figures.context import cosine_figure

    center = view.reference().center[asked.layer] if centered else None
    matrix = embedlab.context.cosine_matrix(view.words(asked).vectors[asked.layer], center=center)
    order = _order(asked)
    senses = [asked.senses[row] for row in order]
    borders = [place for place in range(1, len(order)) if senses[place] != senses[place - 1]]
    names = [asked.names[row] for row in order]
    return matrix, DrawnFigure(cosine_figure(matrix[np.ix_(order, order)], names, borders=borders))
