"""The main view: the word's vectors on one map for all layers, beside its sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

import embedlab
from ui import layout
from ui.cache import cached
from ui.context import sentence_editor, sentence_lists, summaries, uses
from ui.context.query import Look, Query
from ui.context.uses import Uses
from ui.models import ENCODER, encoder
from ui.shared_figure import SharedFigure

__all__ = ["MapView", "Measures", "View", "draw", "draw_numbers", "link", "measure", "summary"]

MAP = "layer map"  # the key of the figure

MOST_READINGS = 3  # sentences without a sense


@dataclass(frozen=True)
class MapView:
    """The map through the layers."""

    layers: embedlab.context.LayerMap
    figure: SharedFigure


@dataclass(frozen=True)
class View:
    """A word in its sentences, and how its vectors are looked at: what every part gets."""

    uses: Uses
    look: Look  # of the parts: where the map shows layer 0, that of the clearest layer
    map_layer: int = 0
    map_view: MapView | None = None  # None where there is nothing to tell apart
    notes: tuple[str, ...] = ()  # what of the table was left out or cut, one sentence each


@dataclass(frozen=True)
class Measures:
    """What the summary of the map is made of, for all layers."""

    all_pairs: embedlab.context.Separation  # of every sentence, whatever its sense
    senses: embedlab.context.Separation | None  # of the sentences with a sense; None below two senses
    silhouette: tuple[float, ...] | None  # by layer; None where that is not defined
    readings: tuple[tuple[str, embedlab.context.SenseReading], ...]  # of sentences without a sense
    random: embedlab.context.Anisotropy
    without_positions: float  # mean cosine of all pairs at layer 0, every token at the same position

    @property
    def clearest_layer(self) -> int | None:
        """The layer of the highest silhouette; None where that is not defined."""
        return None if self.silhouette is None else int(np.argmax(self.silhouette))


def draw(query: Query) -> View:
    """Draw the map, the sentences beside it, and the table in which they are edited below."""
    left, right = st.columns(2)
    with st.expander("Edit the sentences", icon=":material/edit:"):
        table = sentence_editor.ask(query.word)
    if table.problem:
        with query.word_area:
            layout.warn(table.problem)
    look, sentences = query.look, table.sentences
    word_uses = layout.attempt(uses.use, sentences, look.pooling)
    last = target_layer(word_uses)
    with left:
        map_view = layout.attempt_part(_map_view, word_uses, look.layer, query.paths, last)
        parts_look = look if look.layer else Look(look.pooling, last)
        view = View(word_uses, parts_look, look.layer, map_view, table.notes)
        if map_view is not None:
            layout.picture(map_view.figure, key=MAP, alt=summary(view))
    with right:
        sentence_lists.draw(word_uses, container=MAP, last=last)
    return view


def target_layer(word_uses: Uses) -> int:
    """Return the layer that separates the senses best; the last one where that is not known."""
    best = measure(word_uses).clearest_layer
    return best or len(word_uses.words.vectors) - 1


def summary(view: View) -> str:
    """Return the sentences computed from this result that say what the map shows."""
    return summaries.summary(view.uses, view.map_layer, measure(view.uses))


def draw_numbers(view: View) -> None:
    """Say how the map is made and what was left out, then draw the numbers of each sentence behind it."""
    if view.map_view is not None:
        layout.fold(
            summaries.map_note(view.map_view.layers, measure(view.uses), view.map_layer, view.look.layer)
        )
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
                words.vectors[view.map_layer]
            )[0],
        },
        key="context numbers",
    )


def link(view: View) -> str:
    """Say what the link holds."""
    return sentence_editor.link(view.uses.sentences.word)


@cached(entries=64)
def _map_view(word_uses: Uses, layer: int, paths: bool, last: int) -> MapView:
    """Return the map at a layer.

    Raises:
        InvalidInputError: fewer than two sentences, or all the same.
    """
    from embedlab.figures.context import layer_map_figure

    layers, sentences = _layer_map(word_uses.words), word_uses.sentences
    figure = layer_map_figure(
        layers,
        layer,
        sentences.sentences,
        sentences.senses,
        names=sentences.names,
        paths=paths,
        last=last,
    )
    return MapView(layers, SharedFigure(figure))


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
        all_pairs=embedlab.context.sense_separation(words),
        senses=embedlab.context.sense_separation(labeled.words, senses) if is_labeled else None,
        silhouette=_silhouette(labeled) if is_labeled else None,
        readings=tuple(
            (
                sentences.names[row],
                embedlab.context.read_sense(words.vectors[:, row], labeled.words, senses),
            )
            for row in unlabeled[:MOST_READINGS]
        ),
        random=uses.anisotropy(),
        without_positions=_without_positions(words.pooled("mean")),
    )


@cached(entries=64)  # of one pooling: another one does not run the model again
def _without_positions(words: embedlab.context.WordInContext) -> float:
    return embedlab.context.cosine_without_positions(encoder(ENCODER), words)


def _silhouette(labeled: Uses) -> tuple[float, ...] | None:
    try:
        probe = embedlab.context.probe_senses(labeled.words, labeled.sentences.senses, permutations=1)
    except embedlab.EmbedLabError:  # more senses than the probe takes
        return None
    return None if np.isnan(probe.silhouette).any() else tuple(probe.silhouette.tolist())
