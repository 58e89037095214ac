"""The main view: the word's vectors on one map for all layers, beside the table of its sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

import embedlab
from ui import layout
from ui.cache import cached
from ui.context import sentence_editor, summaries, uses
from ui.context.query import Look, Query
from ui.context.uses import Uses
from ui.drawn import DrawnFigure

__all__ = ["MapView", "Measures", "View", "draw", "draw_numbers", "link", "measure", "summary"]

MOST_READINGS = 3  # sentences without a sense


@dataclass(frozen=True)
class MapView:
    """The map through the layers."""

    layers: embedlab.context.LayerMap
    figure: DrawnFigure


@dataclass(frozen=True)
class View:
    """A word in its sentences, and how its vectors are looked at: what every part gets."""

    uses: Uses
    look: Look
    map_view: MapView | None = None  # None where there is nothing to tell apart
    notes: tuple[str, ...] = ()  # what of the table was left out or cut, one sentence each


@dataclass(frozen=True)
class Measures:
    """What the summary of the map is made of, for all layers."""

    static_vectors: int  # different ones
    all_pairs: embedlab.context.Separation  # of every sentence, whatever its sense
    senses: embedlab.context.Separation | None  # of the sentences with a sense; None below two senses
    clearest_layer: int | None  # of the highest silhouette; None where that is not defined
    readings: tuple[tuple[str, embedlab.context.SenseReading], ...]  # of sentences without a sense
    random: embedlab.context.Anisotropy


def draw(query: Query) -> View | None:
    """Draw the table of sentences and the map beside it; None, with a sentence, without a sentence to go on."""
    left, right = st.columns(2)
    with right:
        table = sentence_editor.ask(query.word)
    if table is None:
        return None
    sentences, look = table.sentences, query.look
    word_uses = layout.attempt(uses.use, sentences, look.pooling)
    with left:
        map_view = layout.attempt_part(_map_view, word_uses, look.layer, query.paths)
        view = View(word_uses, look, map_view, table.notes)
        if map_view is not None:
            layout.picture(map_view.figure, key="layer map", alt=summary(view))
    return view


def summary(view: View) -> str:
    """Return the sentence computed from this result that says what the map shows."""
    return summaries.summary(view.uses, view.look.layer, measure(view.uses))


def draw_numbers(view: View) -> None:
    """Say what was left out, then draw the numbers of each sentence behind the map."""
    if notes := summaries.notes(view.notes, view.uses):
        layout.warn(notes)
    sentences, words = view.uses.sentences, view.uses.words
    layout.numbers(
        {
            "number": sentences.names,
            "sense": list(sentences.senses),
            "sentence": list(words.sentences),
            "pieces": [" ".join(pieces) for pieces in words.pieces],
            f"cosine with sentence {sentences.names[0]}": embedlab.context.cosine_matrix(
                words.vectors[view.look.layer]
            )[0],
        },
        key="context numbers",
        height=215,
    )


def link(view: View) -> str:
    """Say what the link holds."""
    return sentence_editor.link(view.uses.sentences.word)


@cached(entries=64)
def _map_view(word_uses: Uses, layer: int, paths: bool) -> MapView:
    """Return the map at a layer.

    Raises:
        InvalidInputError: fewer than two sentences, or all the same.
    """
    from embedlab.figures.context import layer_map_figure

    layers, sentences = _layer_map(word_uses.words), word_uses.sentences
    figure = layer_map_figure(
        layers, layer, sentences.sentences, sentences.senses, names=sentences.names, paths=paths
    )
    return MapView(layers, DrawnFigure(figure))


@cached(entries=32)
def _layer_map(words: embedlab.context.WordInContext) -> embedlab.context.LayerMap:
    return embedlab.context.layer_map(words)


@cached(entries=64)
def measure(word_uses: Uses) -> Measures:
    """Return what the summary of the map is made of; for all layers at once."""
    words, labeled = word_uses.words, word_uses.labeled
    is_labeled, senses = labeled.sentences.is_labeled, labeled.sentences.senses
    sentences = word_uses.sentences
    unlabeled = [row for row, sense in enumerate(sentences.senses) if not sense] if is_labeled else []
    return Measures(
        static_vectors=len(np.unique(words.static, axis=0)),
        all_pairs=embedlab.context.sense_separation(words),
        senses=embedlab.context.sense_separation(labeled.words, senses) if is_labeled else None,
        clearest_layer=_clearest_layer(labeled) if is_labeled else None,
        readings=tuple(
            (
                sentences.names[row],
                embedlab.context.read_sense(words.vectors[:, row], labeled.words, senses),
            )
            for row in unlabeled[:MOST_READINGS]
        ),
        random=uses.anisotropy(),
    )


def _clearest_layer(labeled: Uses) -> int | None:
    try:
        probe = embedlab.context.probe_senses(labeled.words, labeled.sentences.senses, permutations=1)
    except embedlab.EmbedLabError:  # more senses than the probe takes
        return None
    return None if np.isnan(probe.silhouette).any() else int(probe.silhouette.argmax())
