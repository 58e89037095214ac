"""Can a word know what follows? Its sense told after it or before it, in an encoder and in a decoder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

import embedlab
from ui import controls, decoder, layout, sources
from ui.cache import cached
from ui.context import model_summaries
from ui.context.model_summaries import Effects
from ui.context.picture import View
from ui.models import DECODER, ENCODER, encoder, other_encoder
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

PAIRS = {pair.word: pair for pair in embedlab.context.CAUSAL_PAIRS}


@dataclass(frozen=True)
class Options:
    """The example, and whether the decoder is installed."""

    word: str
    has_decoder: bool


def ask(view: View) -> Options:
    """Ask for an example."""
    word = controls.choice("Example", list(PAIRS), key="other_pair")
    return Options(word, decoder.check_installed())


def show(view: View, options: Options) -> None:
    """Draw how alike the two vectors of the word are, its sense told after it and before it."""
    with st.spinner("Loading the decoder; the first time takes a minute", show_time=True):
        effects = layout.attempt_part(_effects, options.word, options.has_decoder)
    if effects is None:
        return
    summary = model_summaries.follows(effects[ENCODER], effects.get(DECODER))
    layout.finding(summary)
    pair = PAIRS[options.word]
    for column, title, sentences in zip(
        st.columns(2), ("Told after the word", "Told before the word"), (pair.after, pair.before), strict=True
    ):
        column.markdown(f"**{title}:** {layout.escape(sentences[0])} / {layout.escape(sentences[1])}")
    layout.picture(_figure(options.word, options.has_decoder), key="prefix effect", alt=summary)
    layout.numbers(
        {
            "sense told": ["after the word"] * 2 + ["before the word"] * 2,
            "sense": list(pair.senses) * 2,
            "sentence": [*pair.after, *pair.before],
        },
        key="prefix sentences",
    )


def code(view: View, options: Options) -> list[str]:
    """Return lines that print the cosines in each model."""
    pair = PAIRS[options.word]
    models = f'(encoder, embedlab.load_decoder("{DECODER}"))' if options.has_decoder else "(encoder,)"
    return [
        f"for model in {models}:",
        f"    print(embedlab.context.prefix_effect(model, {pair.after[0]!r}, {pair.after[1]!r}, {pair.word!r}).cosines)",
        f"    print(embedlab.context.prefix_effect(model, {pair.before[0]!r}, {pair.before[1]!r}, {pair.word!r}).cosines)",
    ]


def origins(view: View, options: Options) -> list[str]:
    """Name the decoder."""
    return [sources.model(DECODER, "decoder", "Every layer.")] if options.has_decoder else []


@cached(entries=16)
def _effects(word: str, has_decoder: bool) -> Mapping[str, Effects]:
    pair, models = PAIRS[word], {ENCODER: encoder(ENCODER)}
    if has_decoder:
        models[DECODER] = other_encoder(DECODER, "")
    return {
        name: (
            embedlab.context.prefix_effect(model, *pair.after, word),
            embedlab.context.prefix_effect(model, *pair.before, word),
        )
        for name, model in models.items()
    }


@cached(entries=16)
def _figure(word: str, has_decoder: bool) -> SharedFigure:
    from embedlab.figures.context_models import prefix_figure

    return SharedFigure(prefix_figure(_effects(word, has_decoder)))


PART: Part[View, Options] = Part(
    "Can a word know what follows?",
    ask,
    show,
    code,
    origins,
    line="An encoder reads a sentence from both sides, a decoder only what stands before a word.",
)
