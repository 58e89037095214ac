"""The first view: the word's vectors on one map for all layers, and the sentence that says what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from ui import controls, layout
from ui.cache import cached
from ui.context import view
from ui.context.view import Asked
from ui.drawn import DrawnFigure

__all__ = ["MapView", "draw", "reading", "settings", "table"]


@dataclass(frozen=True)
class MapView:
    """The map through the layers."""

    layers: embedlab.context.LayerMap
    figure: Any


@cached(entries=64)
def draw(asked: Asked, paths: bool) -> MapView:
    """Return the map at the layer asked for.

    Raises:
        InvalidInputError: fewer than two sentences, or all the same.
    """
    from embedlab.figures.context import layer_map_figure

    layers = _fit(asked.word, asked.sentences, asked.occurrences, asked.pooling)
    figure = layer_map_figure(
        layers, asked.layer, asked.sentences, asked.senses, names=asked.names, paths=paths
    )
    return MapView(layers, DrawnFigure(figure))


@cached(entries=32)
def _fit(
    word: str, sentences: tuple[str, ...], occurrences: tuple[int, ...], pooling: str
) -> embedlab.context.LayerMap:
    asked = Asked(word, sentences, ("",) * len(sentences), occurrences, pooling, 0)
    return embedlab.context.layer_map(view.words(asked))


@cached(entries=64)
def reading(asked: Asked) -> str:
    """Return the sentence computed from this result that says what the map shows."""
    layer, part = asked.layer, asked.labelled_part
    words = view.words(asked)
    kinds = len(np.unique(words.static, axis=0))
    random = view.anisotropy()
    yardstick = f"two random words {random.mean[layer]:.2f}"
    count = len(asked.sentences)
    stands = "One static vector stands" if kinds == 1 else f"{kinds} static vectors, one a spelling, stand"
    where = "the one sentence" if count == 1 else f"all {count} sentences"
    opening = f"{stands} for “{words.word}” in {where}. At layer {layer}"
    if count == 1:
        return f"{opening} its contextual vector is one, too: add another sentence to compare it with."
    if not part.labelled:
        return _without_senses(opening, yardstick, words, layer)
    measured = embedlab.context.sense_separation(view.words(part), part.senses)
    within, between = measured.within[layer], measured.between[layer]
    if np.isnan(within) or np.isnan(between):
        return _without_senses(opening, yardstick, words, layer) + _read_unlabelled(asked, part)
    said = (
        f"{opening}, two contextual vectors of the same sense have a cosine of {within:.2f}, of different senses "
        f"{between:.2f}; {yardstick}."
    )
    clear = _silhouettes(part)
    if clear is not None:
        said += (
            f" Judged by the silhouette, the senses are parted most clearly at layer {int(np.argmax(clear))}."
        )
    return said + _read_unlabelled(asked, part)


def _without_senses(opening: str, yardstick: str, words: embedlab.context.WordInContext, layer: int) -> str:
    apart = embedlab.context.sense_separation(words).all_pairs[layer]
    return f"{opening}, two of its contextual vectors have a cosine of {apart:.2f} on average; {yardstick}."


def _silhouettes(part: Asked) -> Any:
    """Return how clearly the senses are parted at each layer; None where that is not defined."""
    try:
        found = embedlab.context.probe_senses(view.words(part), part.senses, permutations=1).silhouette
    except embedlab.EmbedLabError:  # more senses than the probe takes
        return None
    return None if np.isnan(found).any() else found


def _read_unlabelled(asked: Asked, part: Asked) -> str:
    """Say which sense the model reads in the sentences that have none given; at most three."""
    without = [row for row, sense in enumerate(asked.senses) if not sense]
    words, labelled = view.words(asked), view.words(part)
    said = ""
    for row in without[:3]:
        found = embedlab.context.read_sense(words.vectors[:, row], labelled, part.senses)
        cosines = dict(zip(found.senses, found.cosines[asked.layer], strict=True))
        ranked = sorted(cosines, key=lambda sense: -cosines[sense])
        told = ", ".join(f"{sense} {cosines[sense]:.2f}" for sense in ranked)
        said += f" Sentence {asked.names[row]} is nearest to {ranked[0]} here ({told})."
    return said


def table(asked: Asked, words: embedlab.context.WordInContext) -> None:
    """Show the numbers of each sentence behind the map."""
    cosines = embedlab.context.cosine_matrix(words.vectors[asked.layer])
    layout.numbers(
        {
            "number": asked.names,
            "sense": list(asked.senses),
            "sentence": list(words.sentences),
            "pieces": [" ".join(pieces) for pieces in words.pieces],
            f"cosine with sentence {asked.names[0]}": cosines[0],
        },
        key="context numbers",
        height=215,
    )


def settings() -> tuple[str, bool]:
    """Ask how pieces are pooled and whether the ways are drawn."""
    pooling = controls.choice(
        "Pieces of the word",
        ["mean", "first", "last", "max"],
        key="pooling",
        help="How the vectors of a word of several tokens become one.",
    )
    paths = controls.switch("Show each dot’s way through the layers", False, key="paths")
    st.caption(
        "The map is one PCA over all layers, each layer centered: a dot moves only by what the model does."
    )
    return pooling, paths
