"""The same sentences in another model: a decoder, or any encoder of the hub, fetched when a button is pressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

import embedlab
from embedlab.catalog import find_entry
from embedlab.models.encoder_files import fetch_encoder
from ui import controls, decoder, layout, sources
from ui.cache import cached
from ui.context import model_summaries
from ui.context.picture import View
from ui.context.query import Sentences
from ui.context.uses import Uses
from ui.hub_field import hub_field
from ui.models import DECODER, ENCODER, other_encoder
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART", "Other"]

HUB = "from the hub"
STATE = "hub_encoder"  # the visitor's model: repository and commit

Result = tuple[embedlab.context.Separation, embedlab.context.SenseProbe]


@dataclass(frozen=True)
class Other:
    """A model besides the bundled encoder."""

    repository: str  # or the name of a decoder
    commit: str = ""  # "" for a decoder

    @property
    def name(self) -> str:
        """Which version this is."""
        return f"{self.repository}@{self.commit[:7]}" if self.commit else self.repository

    def load(self) -> embedlab.context.Encoder:
        """Return the model, loaded unless it is in memory."""
        return other_encoder(self.repository, self.commit)


@dataclass(frozen=True)
class Options:
    """A loaded model."""

    other: Other
    model: embedlab.context.Encoder


@dataclass(frozen=True)
class Comparison:
    """What two models make of the same sentences."""

    maps: tuple[SharedFigure, SharedFigure]  # of the last layers
    results: Mapping[str, Result]  # by the name of the model; empty without senses
    depth: SharedFigure | None  # None without senses
    cut: int  # sentences beyond the other model's window


def ask(view: View) -> Options | None:
    """Ask for a model; None, with a sentence, while there is none."""
    source = controls.choice("Compare with", [DECODER, HUB], key="other_model")
    other = _ask_decoder() if source == DECODER else _ask_hub()
    if other is None:
        return None
    with _spinner(other):
        model = layout.attempt_part(other.load)
    return None if model is None else Options(other, model)


def show(view: View, options: Options | None) -> None:
    """Send the same sentences through the model."""
    if options is None:
        return
    with _spinner(options.other):
        comparison = layout.attempt_part(_compare, view.uses, options.other)
    if comparison is not None:
        _show_comparison(view.uses.words.word, options.other, comparison)
    st.caption(_model_caption(options))


def code(view: View, options: Options | None) -> list[str]:
    """Return lines that print the maps and the probes of both models."""
    if options is None:
        return []
    other, sentences = options.other, view.uses.labeled.sentences
    load = (
        f"embedlab.context.download_encoder({other.repository!r}, revision={other.commit!r})"
        if other.commit
        else f"embedlab.load_decoder({other.repository!r})"
    )
    lines = [
        f"other = {load}",
        f"same = {list(sentences.sentences)!r}",
        f"occurrences = {list(sentences.occurrences)!r}",
        "for model in (encoder, other):",
        f"    found = embedlab.word_in_context(model, same, {sentences.word!r}, pooling={view.look.pooling!r}, occurrences=occurrences)",
    ]
    if len(sentences.sentences) > 1:
        lines.append("    print(model.name, embedlab.context.layer_map(found).coordinates[-1])")
    if sentences.is_labeled:
        lines += [
            f"    print(embedlab.context.probe_senses(found, {list(sentences.senses)!r}).accuracy)",
            f"    print(embedlab.context.sense_separation(found, {list(sentences.senses)!r}).gap)",
        ]
    return lines


def origins(view: View, options: Options | None) -> list[str]:
    """Name the other model."""
    if options is None:
        return []
    if not options.other.commit:
        return [sources.model(DECODER, "decoder", "Every layer, pooled like the encoder's.")]
    return [f"**Real weights:** {layout.escape(_hub_origin(options.other))}. Every layer, pooled alike."]


def _ask_decoder() -> Other | None:
    return Other(DECODER) if decoder.check_installed() else None


def _ask_hub() -> Other | None:
    """Offer a download; return the visitor's model, if there is one."""
    files = hub_field(
        "Name of an encoder on the Hugging Face hub",
        fetch_encoder,
        key="hub_model",
        button="Download and compare",
        waiting="Asking the hub; a large model takes minutes",
        what="config.json, tokenizer.json and model.safetensors (at most 500 MB)",
        before="an encoder",
    )
    if files is not None:
        st.session_state[STATE] = (files.repository, files.commit)
    return Other(*st.session_state[STATE]) if STATE in st.session_state else None


def _spinner(other: Other) -> Any:
    return st.spinner(f"Loading {layout.escape(other.name)}; the first time takes a minute", show_time=True)


def _show_comparison(word: str, other: Other, comparison: Comparison) -> None:
    if comparison.depth is not None:
        summary = model_summaries.model_depth(word, other.name, comparison.results, comparison.cut)
        rest = layout.brief_finding(summary)
        layout.picture(comparison.depth, key="models depth", alt=summary)
        layout.fold(rest)
    else:
        st.caption("Give the sentences at least two senses, and both models are asked for them.")
    for column, name, figure in zip(st.columns(2), (ENCODER, other.name), comparison.maps, strict=True):
        with column:
            st.markdown(f"**{layout.escape(name)}**, its own map, last layer")
            layout.picture(figure, key=f"model map {name == ENCODER}", alt=f"The word's vectors in {name}.")
    if comparison.results:
        layout.numbers(_table(comparison.results), key="models numbers")


def _table(results: Mapping[str, Result]) -> Mapping[str, Sequence[Any]]:
    columns: dict[str, list[Any]] = {"model": [], "layer": [], "sense found": [], "by chance": [], "gap": []}
    for name, (separation, probe) in results.items():
        count = len(probe.accuracy)
        columns["model"] += [name] * count
        columns["layer"] += range(count)
        columns["sense found"] += probe.accuracy.tolist()
        columns["by chance"] += probe.chance.tolist()
        columns["gap"] += separation.gap.tolist()
    return columns


def _model_caption(options: Options) -> str:
    model, other = options.model, options.other
    size = f"{model.layers} layers × {model.heads} heads × {model.dim}; texts up to {model.window} tokens"
    if other.commit:
        return layout.escape(f"{_hub_origin(other)}. {size}.")
    entry = find_entry(other.repository, "decoder")
    return layout.escape(
        f"{entry.name}: {entry.origin}, {entry.license}, {entry.revision('decoder')}. {size}."
    )


def _hub_origin(other: Other) -> str:
    return f"{other.repository}, commit {other.commit}, from the Hugging Face hub"


@cached(entries=16)
def _compare(uses: Uses, other: Other) -> Comparison:
    from embedlab.figures.context_models import depth_figure

    sentences = uses.sentences
    theirs = embedlab.word_in_context(
        other.load(),
        sentences.sentences,
        sentences.word,
        pooling=uses.words.pooling,
        occurrences=sentences.occurrences,
    )
    maps, cut = (_map(sentences, uses.words), _map(sentences, theirs)), sum(map(bool, theirs.cut))
    labeled, senses = uses.labeled, uses.labeled.sentences.senses
    if not labeled.sentences.is_labeled:
        return Comparison(maps, {}, None, cut)
    results = {
        name: (
            embedlab.context.sense_separation(words, senses),
            embedlab.context.probe_senses(words, senses),
        )
        for name, words in (
            (ENCODER, labeled.words),
            (other.name, theirs.take(sentences.labeled_rows)),
        )
    }
    return Comparison(maps, results, SharedFigure(depth_figure(results)), cut)


def _map(sentences: Sentences, words: embedlab.context.WordInContext) -> SharedFigure:
    from embedlab.figures.context import layer_map_figure

    last = len(words.vectors) - 1
    layers = embedlab.context.layer_map(words)
    figure = layer_map_figure(layers, last, sentences.sentences, sentences.senses, names=sentences.names)
    return SharedFigure(figure)


PART: Part[View, Options | None] = Part(
    "Other models",
    ask,
    show,
    code,
    origins,
    line="The same sentences in a decoder, or in any encoder of the hub.",
    deeper=True,
)
