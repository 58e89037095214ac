"""Every pair of sentences: the cosines between the word's vectors at one layer."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.numerals import number_text
from ui import controls, layout, sources
from ui.cache import cached
from ui.context import summaries, uses
from ui.context.picture import View
from ui.context.uses import Uses
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

MOST_BLOCKS = 6


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
    matrix = _matrix(view.uses.words, layer, is_centered)
    means = _block_means(matrix, sentences.senses)
    summary = summaries.cosines(sentences, layer, matrix, means, is_centered=is_centered)
    layout.finding(summary)
    left, right = st.columns([3, 2])
    with left:
        layout.picture(_figure(view.uses, layer, is_centered), key="cosines", alt=summary)
    with right:
        st.markdown("**Mean cosine of each block**")
        for (first, second), value in list(means.items())[:MOST_BLOCKS]:
            st.metric(layout.escape(f"{first} with {second}"), number_text(value))
        random = float(uses.anisotropy(is_centered).mean[layer])
        st.metric("two random words", number_text(random))
    unlike = summaries.unlike_pooling(view.uses.words, "The random words and their center")
    if is_centered and unlike:
        st.caption(unlike)
    rows, columns = np.triu_indices(len(names), 1)
    ranked = np.argsort(-matrix[rows, columns], kind="stable")
    layout.numbers(
        {
            "sentence": [names[rows[pair]] for pair in ranked],
            "with": [names[columns[pair]] for pair in ranked],
            "cosine": matrix[rows, columns][ranked],
            "sense": [sentences.senses[rows[pair]] for pair in ranked],
            "its sense": [sentences.senses[columns[pair]] for pair in ranked],
        },
        key="cosine numbers",
        label="All pairs",
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


def _block_means(matrix: NDArray[np.float64], senses: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """Return the mean cosine of two sentences of each pair of senses, those of one sense first."""
    pairs: dict[tuple[str, str], float] = {}
    known = [sense for sense in dict.fromkeys(senses) if sense]
    for first, second in [(sense, sense) for sense in known] + list(combinations(known, 2)):
        values = [
            float(matrix[row, column])
            for row, one in enumerate(senses)
            for column, other in enumerate(senses)
            if row != column and (one, other) == (first, second)
        ]
        if values:
            pairs[first, second] = float(np.mean(values))
    return pairs


@cached()
def _matrix(words: embedlab.context.WordInContext, layer: int, is_centered: bool) -> NDArray[np.float64]:
    center = uses.reference().center[layer] if is_centered else None
    return embedlab.context.cosine_matrix(words.vectors[layer], center=center)


@cached()
def _figure(word_uses: Uses, layer: int, is_centered: bool) -> SharedFigure:
    from embedlab.figures.context_pairs import cosine_figure

    matrix, order = _matrix(word_uses.words, layer, is_centered), _sense_order(word_uses.sentences.senses)
    senses = [word_uses.sentences.senses[row] for row in order]
    names = [word_uses.sentences.names[row] for row in order]
    blocks = [(sense, senses.count(sense)) for sense in dict.fromkeys(senses)]
    return SharedFigure(cosine_figure(matrix[np.ix_(order, order)], names, blocks=blocks))


PART: Part[View, bool] = Part("Cosines", ask, show, code, origins)
