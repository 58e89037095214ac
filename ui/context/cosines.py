"""Every pair of sentences: the cosines between the word's vectors at one layer."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.context import summaries, uses
from ui.context.picture import View
from ui.context.uses import Uses
from ui.drawn import DrawnFigure
from ui.part import Part

__all__ = ["PART"]


def ask(view: View) -> bool:
    """Ask whether the vectors are centered."""
    return controls.switch(
        "Centered",
        False,
        key="cosines_centered",
        help="The mean of the bundled words at this layer is subtracted first.",
    )


def show(view: View, is_centered: bool) -> None:
    """Draw the matrix, sorted by sense."""
    sentences, layer = view.uses.sentences, view.look.layer
    names = sentences.names
    if len(names) < 2:
        layout.warn("A matrix needs at least 2 sentences, and there is 1; add another one.")
        return
    matrix, order = _matrix(view.uses.words, layer, is_centered), _sense_order(sentences.senses)
    summary = summaries.cosines(sentences, layer, matrix, order, is_centered=is_centered)
    layout.picture(_figure(view.uses, layer, is_centered), key="cosines", alt=summary)
    layout.finding(summary)
    unlike = summaries.unlike_pooling(view.uses.words, "The random words and their center")
    if is_centered and unlike:
        st.caption(unlike)
    layout.numbers(
        {"sentence": [names[row] for row in order]} | {names[row]: matrix[order, row] for row in order},
        key="cosine numbers",
        label="",
        decimals=2,
    )


def code(view: View, is_centered: bool) -> list[str]:
    """Return lines that print the matrix."""
    layer = view.look.layer
    if not is_centered:
        return [f"print(embedlab.context.cosine_matrix(words.vectors[{layer}]))"]
    return [
        "reference = embedlab.context.reference_words(encoder)",
        f"print(embedlab.context.cosine_matrix(words.vectors[{layer}], center=reference.center[{layer}]))",
    ]


def origins(view: View, is_centered: bool) -> list[str]:
    """Say what a centered cosine is."""
    if not is_centered:
        return []
    return [sources.computed("centered: minus the mean of the bundled words at this layer.")]


def _sense_order(senses: tuple[str, ...]) -> list[int]:
    """Return the rows sorted by sense, those without one at the end."""
    names = list(dict.fromkeys(senses))
    return sorted(range(len(senses)), key=lambda row: (not senses[row], names.index(senses[row])))


@cached()
def _matrix(words: embedlab.context.WordInContext, layer: int, is_centered: bool) -> NDArray[np.float64]:
    center = uses.reference().center[layer] if is_centered else None
    return embedlab.context.cosine_matrix(words.vectors[layer], center=center)


@cached()
def _figure(word_uses: Uses, layer: int, is_centered: bool) -> DrawnFigure:
    from embedlab.figures.context import cosine_figure

    matrix, order = _matrix(word_uses.words, layer, is_centered), _sense_order(word_uses.sentences.senses)
    senses = [word_uses.sentences.senses[row] for row in order]
    names = [word_uses.sentences.names[row] for row in order]
    borders = [index for index in range(1, len(order)) if senses[index] != senses[index - 1]]
    return DrawnFigure(cosine_figure(matrix[np.ix_(order, order)], names, borders=borders))


PART: Part[View, bool] = Part("Cosines", ask, show, code, origins)
