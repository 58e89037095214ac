"""The questions the pages ask: plain values in, results of `embedlab` and their figures out.

Nothing is computed here; each function asks `embedlab` with the shared models and keeps the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

import embedlab
from ui.cache import encoder, kept, position_table, word_vectors

if TYPE_CHECKING:  # each question imports its figures when it is first asked
    import plotly.graph_objects as go

    from embedlab.context.pipeline import Pipeline

__all__ = [
    "ENCODER",
    "WORD_VECTORS",
    "ContextView",
    "PipelineView",
    "PositionQuestion",
    "PositionView",
    "ask_context",
    "ask_context_figures",
    "ask_curve",
    "ask_neighbors",
    "ask_pipeline",
    "ask_positions",
]

ENCODER = "all-MiniLM-L6-v2"
WORD_VECTORS = "glove-6b-50d"
NEAREST = 10  # words


@dataclass(frozen=True)
class PipelineView:
    """The stages of a sentence."""

    pipeline: Pipeline
    figure: go.Figure


@kept()
def ask_pipeline(text: str) -> PipelineView:
    """Send a sentence through the encoder."""
    from embedlab.context.pipeline import run_pipeline
    from embedlab.figures.pipeline import pipeline_figure
    from ui.drawn import DrawnFigure

    pipeline = run_pipeline(encoder(ENCODER), position_table(ENCODER), text)
    return PipelineView(pipeline, DrawnFigure(pipeline_figure(pipeline)))


@kept()
def ask_neighbors(word: str) -> embedlab.Neighbors:
    """Return the nearest words in the original space."""
    return word_vectors(WORD_VECTORS).neighbors(word, k=NEAREST)


@dataclass(frozen=True)
class ContextView:
    """A word in its sentences, at every layer."""

    pieces: tuple[tuple[str, ...], ...]  # the tokens of the word in each sentence
    cut: tuple[int, ...]  # tokens of each sentence beyond the window of the model
    layers: embedlab.LayerMap
    separation: embedlab.Separation
    cosines: NDArray[np.float64]  # (layers + 1, sentences, sentences)


@kept()
def ask_context(sentences: tuple[str, ...], senses: tuple[str, ...], word: str, pooling: str) -> ContextView:
    """Follow a word through the layers; senses may be empty labels."""
    words = embedlab.word_in_context(encoder(ENCODER), sentences, word, pooling=pooling)
    known = senses if all(senses) else None
    return ContextView(
        words.pieces,
        words.cut,
        embedlab.layer_map(words),
        embedlab.sense_separation(words, known),
        np.stack([embedlab.cosine_matrix(layer) for layer in words.vectors]),
    )


@kept()
def ask_context_figures(
    sentences: tuple[str, ...], senses: tuple[str, ...], word: str, pooling: str, layer: int
) -> tuple[go.Figure, go.Figure, go.Figure]:
    """Return the map, the cosine matrix and the separation of one layer."""
    from embedlab.figures.context import cosine_figure, layer_map_figure, separation_figure
    from ui.drawn import DrawnFigure

    view = ask_context(sentences, senses, word, pooling)
    names = [f"{number}" for number in range(1, len(sentences) + 1)]
    return (
        DrawnFigure(layer_map_figure(view.layers, layer, sentences, senses)),
        DrawnFigure(cosine_figure(view.cosines[layer], names)),
        DrawnFigure(separation_figure(view.separation, layer)),
    )


@dataclass(frozen=True)
class PositionView:
    """A table of positions and its heatmap."""

    table: NDArray[np.floating]  # (length, columns)
    figure: go.Figure


@dataclass(frozen=True)
class PositionQuestion:
    """Everything that defines one table of positions."""

    scheme: str
    length: int
    dim: int = 64
    base: int = 10_000
    order: str = "interleaved"
    heads: int = 8
    head: int = 1  # counted from 1
    causal: bool = True


@kept(entries=16)  # a table of 512 × 384 takes 2 MB
def ask_positions(question: PositionQuestion) -> PositionView:
    """Return the table of a scheme and its heatmap; for ALiBi the bias of one head."""
    from embedlab.figures.positional import bias_figure, position_figure
    from ui.drawn import DrawnFigure

    table: NDArray[np.floating]
    asked = question
    if asked.scheme == "ALiBi":
        table = embedlab.positional.alibi_bias(asked.heads, asked.length, asked.causal)[asked.head - 1]
        table = table.copy()  # the other heads are not kept
        return PositionView(table, DrawnFigure(bias_figure(table, asked.head)))
    if asked.scheme == "rotary":
        table = embedlab.positional.rotary_angles(asked.length, asked.dim, asked.base)
        turned = table % (2 * np.pi)
        figure = position_figure(turned, columns="pair", measure="angle mod 2π", diverging=False)
        return PositionView(table, DrawnFigure(figure))
    if asked.scheme == "sinusoidal":
        table = embedlab.positional.sinusoidal(asked.length, asked.dim, asked.base, asked.order)
    else:
        table = position_table(ENCODER)[: asked.length, : asked.dim]
    figure = position_figure(table, columns="dimension", measure="value", diverging=True)
    return PositionView(table, DrawnFigure(figure))


@kept()
def ask_curve(question: PositionQuestion, axis: int, place: int, name: str, x: str) -> go.Figure:
    """Draw one row (axis 0) or one column (axis 1) of a table of positions."""
    from embedlab.figures.positional import curves_figure
    from ui.drawn import DrawnFigure

    table = ask_positions(question).table
    values = table.take(place, axis=axis)
    curve = {name: np.where(np.isneginf(values), np.nan, values)}
    return DrawnFigure(curves_figure(curve, x=x, y="value"))
