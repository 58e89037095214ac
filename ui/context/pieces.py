"""Pieces: how the model cuts the word up, and what each way of pooling the pieces does to the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.context import summaries, uses
from ui.context.examples import SPLIT_EXAMPLES
from ui.context.picture import View
from ui.context.uses import Uses
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

Splits = tuple[tuple[str, tuple[str, ...]], ...]  # in which sentences, and the pieces there

MOST_SPLITS = 6  # rows of boxes
UNKNOWN = "[UNK]"
EXAMPLE = "kiwi"


@dataclass(frozen=True)
class Options:
    """The word that is looked at: that of the page, or an example where that is one piece."""

    uses: Uses
    is_example: bool


def ask(view: View) -> Options:
    """Offer words of several pieces, and take one where the word of the page is a single piece."""
    controls.presets(SPLIT_EXAMPLES)
    if any(len(pieces) > 1 for pieces in view.uses.words.pieces):
        return Options(view.uses, is_example=False)
    return Options(uses.use(uses.example(EXAMPLE), view.look.pooling), is_example=True)


def show(view: View, options: Options) -> None:
    """Draw the boxes, then the numbers under each pooling."""
    word_uses, layer = options.uses, view.look.layer
    effect = layout.attempt_part(_effect, word_uses, layer)
    if effect is None:
        return
    splits, words = _splits(word_uses), word_uses.words
    instead = view.uses.words.word if options.is_example else None
    layout.finding(summaries.poolings(words, effect, instead=instead))
    layout.picture(_boxes(splits), key="pieces", alt=summaries.piece_boxes(splits))
    if any(UNKNOWN in pieces for pieces in words.pieces):
        st.caption(
            f"{layout.escape(UNKNOWN)} stands for whatever the vocabulary lacks: all of that begins as one and the same vector."
        )
    if effect.split:
        pooled = summaries.poolings_alt(effect)
        layout.picture(_poolings_figure(word_uses, layer), key="poolings", alt=pooled)
        alike = summaries.first_and_last_piece(effect)
        layout.finding(alike)
        layout.picture(_cosines_figure(word_uses, layer), key="poolings alike", alt=alike)
    layout.numbers(_table(effect), key="pooling numbers")


def code(view: View, options: Options) -> list[str]:
    """Return lines that print the pieces and the numbers under each pooling."""
    sentences, lines = options.uses.sentences, []
    if options.is_example:
        lines = [
            f"sentences = {list(sentences.sentences)!r}",
            f"senses = {list(sentences.senses)!r}",
            f"words = embedlab.word_in_context(encoder, sentences, {sentences.word!r}, pooling={view.look.pooling!r})",
        ]
    senses = ", senses" if sentences.is_labeled else ""
    return [
        *lines,
        "print(words.pieces)",
        f"print(embedlab.context.pooling_effect(words{senses}, layer={view.look.layer}))",
    ]


@cached()
def _effect(word_uses: Uses, layer: int) -> embedlab.context.PoolingEffect:
    return embedlab.context.pooling_effect(word_uses.words, word_uses.sentences.known_senses, layer=layer)


@cached()
def _poolings_figure(word_uses: Uses, layer: int) -> SharedFigure:
    from embedlab.figures.context_pieces import poolings_figure

    return SharedFigure(poolings_figure(_effect(word_uses, layer), sentences=len(word_uses.words.sentences)))


@cached()
def _cosines_figure(word_uses: Uses, layer: int) -> SharedFigure:
    from embedlab.figures.vectors_similarity import similarity_figure

    effect = _effect(word_uses, layer)
    return SharedFigure(similarity_figure(effect.cosines, effect.poolings, measure="cosine"))


@cached()
def _boxes(splits: Splits) -> SharedFigure:
    from embedlab.figures.context_pieces import pieces_figure

    return SharedFigure(pieces_figure(splits))


def _splits(word_uses: Uses) -> Splits:
    """Return each different way in which the word is split, and in which sentences; the most frequent first."""
    names: dict[tuple[str, ...], list[str]] = {}
    for name, pieces in zip(word_uses.sentences.names, word_uses.words.pieces, strict=True):
        names.setdefault(pieces, []).append(name)
    ordered = sorted(names.items(), key=lambda item: -len(item[1]))
    total = len(word_uses.words.pieces)
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


PART: Part[View, Options] = Part(
    "Pieces and pooling",
    ask,
    show,
    code,
    lambda view, options: [
        sources.computed(
            "the same pieces pooled in four ways, without another run of the model; senses are found by the "
            "nearest centroid of all sentences but one."
        )
    ],
    line="A rare word comes in several pieces; pooling makes one vector of theirs.",
    deeper=True,
    former=("Pieces",),
)
