"""Pieces: how the model cuts the word up, and what each way of pooling the pieces does to the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.context import sentence_table
from ui import controls, layout, sources
from ui.cache import cached
from ui.context import summaries
from ui.context.picture import View
from ui.context.uses import Uses
from ui.drawn import DrawnFigure
from ui.part import Part, no_options

__all__ = ["PART"]

Splits = tuple[tuple[str, tuple[str, ...]], ...]  # in which sentences, and the pieces there

MOST_SPLITS = 6  # rows of boxes
UNKNOWN = "[UNK]"

# words of several pieces, each in two senses; written for this page
SPLIT: dict[str, dict[str, tuple[str, ...]]] = {
    "kiwi": {
        "bird": (
            "A kiwi cannot fly, but it runs fast",
            "The shy kiwi left its burrow after dark",
            "We heard a kiwi call in the forest at night",
        ),
        "fruit": (
            "She sliced a kiwi into her yogurt",
            "This kiwi is still too hard and sour to eat",
            "He bought two mangoes and a kiwi at the market",
        ),
    },
    "sandbox": {
        "play": (
            "The toddlers dug a tunnel in the sandbox",
            "Her bucket and spade are still in the sandbox",
            "A cat has been visiting the sandbox behind the swings",
        ),
        "computer": (
            "The browser opens every attachment in a sandbox",
            "Run the unknown program in a sandbox first",
            "A virus escaped from the sandbox through a bug",
        ),
    },
    "springboard": {
        "pool": (
            "The diver bounced twice on the springboard",
            "She climbed the wet ladder to the springboard",
            "He won the springboard final with a double somersault",
        ),
        "start": (
            "The small role was a springboard to a career in film",
            "They used the village as a springboard for their tour",
            "A good essay can be a springboard for debate",
        ),
    },
}
EXAMPLES = {
    word: {
        "word": word,
        "sentences": sentence_table(
            [(sentence, sense, 1) for sense, some in senses.items() for sentence in some]
        ).lines,
    }
    for word, senses in SPLIT.items()
}


def show(view: View, options: None) -> None:
    """Draw the boxes, then the numbers under each pooling."""
    st.markdown(
        "The model reads pieces of words. A word that its vocabulary lacks comes in several, and their vectors are **pooled** into one."
    )
    words, layer = view.uses.words, view.look.layer
    effect = layout.attempt_part(_effect, view.uses, layer)
    if effect is None:
        return
    splits = _splits(view.uses)
    summary = summaries.poolings(words, effect)
    layout.picture(_boxes(splits), key="pieces", alt=summaries.piece_boxes(splits))
    if effect.split:
        layout.picture(_poolings_figure(view.uses, layer), key="poolings", alt=summary)
    layout.finding(summary)
    if any(UNKNOWN in pieces for pieces in words.pieces):
        st.caption(
            f"{layout.escape(UNKNOWN)} stands for whatever the vocabulary lacks: all of that begins as one and the same vector."
        )
    controls.presets(EXAMPLES)
    layout.numbers(_table(effect), key="pooling numbers")
    if effect.split:
        st.subheader("How alike are the four vectors of one word?", anchor=False)
        alike = summaries.first_and_last_piece(effect)
        layout.picture(_cosines_figure(view.uses, layer), key="poolings alike", alt=alike)
        layout.finding(alike)


def code(view: View, options: None) -> list[str]:
    """Return lines that print the pieces and the numbers under each pooling."""
    senses = ", senses" if view.uses.sentences.is_labeled else ""
    return [
        "print(words.pieces)",
        f"print(embedlab.context.pooling_effect(words{senses}, layer={view.look.layer}))",
    ]


@cached()
def _effect(uses: Uses, layer: int) -> embedlab.context.PoolingEffect:
    return embedlab.context.pooling_effect(uses.words, uses.sentences.known_senses, layer=layer)


@cached()
def _poolings_figure(uses: Uses, layer: int) -> DrawnFigure:
    from embedlab.figures.context_pieces import poolings_figure

    return DrawnFigure(poolings_figure(_effect(uses, layer), sentences=len(uses.words.sentences)))


@cached()
def _cosines_figure(uses: Uses, layer: int) -> DrawnFigure:
    from embedlab.figures.vectors_similarity import similarity_figure

    effect = _effect(uses, layer)
    return DrawnFigure(similarity_figure(effect.cosines, effect.poolings, measure="cosine"))


@cached()
def _boxes(splits: Splits) -> DrawnFigure:
    from embedlab.figures.context_pieces import pieces_figure

    return DrawnFigure(pieces_figure(splits))


def _splits(uses: Uses) -> Splits:
    """Return each different way in which the word is split, and in which sentences; the most frequent first."""
    names: dict[tuple[str, ...], list[str]] = {}
    for name, pieces in zip(uses.sentences.names, uses.words.pieces, strict=True):
        names.setdefault(pieces, []).append(name)
    ordered = sorted(names.items(), key=lambda item: -len(item[1]))
    total = len(uses.words.pieces)
    return tuple((summaries.where(some, total), pieces) for pieces, some in ordered[:MOST_SPLITS])


def _table(effect: embedlab.context.PoolingEffect) -> Mapping[str, Sequence[Any]]:
    """Return the numbers under each pooling, without those that are not defined here."""
    columns: dict[str, Any] = {
        "mean cosine of two uses": effect.all_pairs,
        "same sense": effect.within,
        "different senses": effect.between,
        "sense found": effect.accuracy,
    }
    defined = {name: column for name, column in columns.items() if not np.isnan(column).all()}
    return {"pooling": list(effect.poolings), **defined}


PART: Part[View, None] = Part(
    "Pieces",
    no_options,
    show,
    code,
    lambda view, options: [
        sources.computed(
            "the same pieces pooled in four ways, without another run of the model; senses are found by the "
            "nearest centroid of all sentences but one."
        )
    ],
)
