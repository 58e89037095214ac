"""Pieces: how the model cuts the word up, and what each way of pooling the pieces does to the numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.context.sentence_table import sentence_table
from ui import controls, layout
from ui.cache import cached
from ui.context import view
from ui.context.view import Asked
from ui.drawn import DrawnFigure

__all__ = ["EXAMPLES", "code", "show"]

MOST_SPLITS = 6  # rows of boxes
MOST_NUMBERS = 6  # sentences named above a row
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
EXAMPLES: dict[str, dict[str, Any]] = {
    word: {
        "word": word,
        "sentences": sentence_table(
            [(sentence, sense, 1) for sense, some in senses.items() for sentence in some]
        ).lines,
    }
    for word, senses in SPLIT.items()
}


def show(asked: Asked, words: embedlab.context.WordInContext) -> None:
    """Show the boxes, then the numbers under each pooling."""
    st.markdown(
        "The model reads pieces of words. A word that its vocabulary lacks comes in several, and their vectors are **pooled** into one."
    )
    found = layout.attempt_part(_effect, asked)
    if found is None:
        return
    effect, figures = found
    splits = _splits(asked, words)
    said = _reading(asked, words, effect)
    layout.picture(_boxes(tuple(splits)), key="pieces", alt=_told(splits))
    if effect.split:
        layout.picture(figures[0], key="poolings", alt=said)
    layout.reading(said)
    if any(UNKNOWN in pieces for pieces in words.pieces):
        st.caption(
            f"{layout.escape(UNKNOWN)} stands for whatever the vocabulary lacks: all of that begins as one and the same vector."
        )
    controls.presets(EXAMPLES)
    layout.numbers(_table(effect), key="pooling numbers")
    if effect.split:
        st.subheader("How alike are the four vectors of one word?", anchor=False)
        poolings = effect.poolings
        first, last = poolings.index("first"), poolings.index("last")
        alike = f"In the same sentence, the first and the last piece have a cosine of {effect.cosines[first, last]:.2f} at layer {effect.layer}."
        layout.picture(figures[1], key="poolings alike", alt=alike)
        layout.reading(alike)


def code(asked: Asked) -> list[str]:
    """Return the lines that print the pieces and the numbers under each pooling."""
    senses = ", senses" if asked.labelled else ""
    return [
        "print(words.pieces)",
        f"print(embedlab.context.pooling_effect(words{senses}, layer={asked.layer}))",
    ]


@cached(entries=64)
def _effect(asked: Asked) -> tuple[embedlab.context.PoolingEffect, tuple[Any, ...]]:
    from embedlab.figures.context_pieces import poolings_figure
    from embedlab.figures.vectors_similarity import similarity_figure

    words = view.words(asked)
    effect = embedlab.context.pooling_effect(words, asked.known_senses, layer=asked.layer)
    if not effect.split:
        return effect, ()
    numbers = poolings_figure(effect, sentences=len(asked.sentences))
    alike = similarity_figure(effect.cosines, effect.poolings, measure="cosine")
    return effect, (DrawnFigure(numbers), DrawnFigure(alike))


@cached(entries=64)
def _boxes(splits: tuple[tuple[str, tuple[str, ...]], ...]) -> Any:
    from embedlab.figures.context_pieces import pieces_figure

    return DrawnFigure(pieces_figure(splits))


def _splits(asked: Asked, words: embedlab.context.WordInContext) -> list[tuple[str, tuple[str, ...]]]:
    """Return each different way in which the word is split, and in which sentences; the most frequent first."""
    names: dict[tuple[str, ...], list[str]] = {}
    for name, pieces in zip(asked.names, words.pieces, strict=True):
        names.setdefault(pieces, []).append(name)
    ordered = sorted(names.items(), key=lambda item: -len(item[1]))
    total = len(words.pieces)
    return [(_where(some, total), pieces) for pieces, some in ordered[:MOST_SPLITS]]


def _where(names: list[str], total: int) -> str:
    if len(names) == total:
        return f"in {_all_of(total)}"
    if len(names) > MOST_NUMBERS:
        return f"in {len(names)} of {total} sentences"
    return f"in {'sentence' if len(names) == 1 else 'sentences'} {layout.listed(names)}"


def _told(splits: list[tuple[str, tuple[str, ...]]]) -> str:
    return "; ".join(f"{where}: {' + '.join(pieces)}" for where, pieces in splits) + "."


def _reading(
    asked: Asked, words: embedlab.context.WordInContext, effect: embedlab.context.PoolingEffect
) -> str:
    total, word = len(words.sentences), asked.word.strip()
    if not effect.split:
        return f"“{word}” is one piece in {_all_of(total)}, so all four poolings give the same vector and the same numbers. Try a word of several pieces."
    counts = sorted({len(pieces) for pieces in words.pieces})
    pieces = f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    said = f"“{word}” is {pieces} pieces in {_all_of(total)}. "
    if np.isnan(effect.gap).all():
        if np.isnan(effect.all_pairs).all():
            return said + "Two sentences or more would show what the pooling changes."
        high, low = int(np.argmax(effect.all_pairs)), int(np.argmin(effect.all_pairs))
        return said + (
            f"At layer {effect.layer} two of its uses have a mean cosine of {effect.all_pairs[high]:.2f} under {effect.poolings[high]} and {effect.all_pairs[low]:.2f} under {effect.poolings[low]}."
        )
    most, least = int(np.nanargmax(effect.gap)), int(np.nanargmin(effect.gap))
    said += (
        f"At layer {effect.layer} the mean cosine of the same sense minus that of different senses is {_signed(effect.gap[most])} under {effect.poolings[most]}, the most, "
        f"and {_signed(effect.gap[least])} under {effect.poolings[least]}, the least."
    )
    right = [round(value * total) for value in effect.accuracy.tolist()]
    if len(set(right)) == 1:
        return f"{said} Of {total} sentences the nearest centroid finds the sense of {right[0]}, whatever the pooling."
    each = [f"{count} under {pooling}" for pooling, count in zip(effect.poolings, right, strict=True)]
    return f"{said} Of {total} sentences the nearest centroid finds the sense of {layout.listed(each)}."


def _signed(number: float) -> str:
    return f"{round(float(number), 3) + 0:.3f}".replace("-", "−")


def _all_of(total: int) -> str:
    return "the sentence" if total == 1 else "both sentences" if total == 2 else f"all {total} sentences"


def _table(effect: embedlab.context.PoolingEffect) -> dict[str, Any]:
    columns = {
        "pooling": list(effect.poolings),
        "mean cosine of two uses": effect.all_pairs,
        "same sense": effect.within,
        "different senses": effect.between,
        "sense found": effect.accuracy,
    }
    return {name: column for name, column in columns.items() if not np.isnan(_numbers(column)).all()}


def _numbers(column: Any) -> Any:
    return column if isinstance(column, np.ndarray) else np.zeros(1)
