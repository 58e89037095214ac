"""The same sentences in another model: a decoder, or any encoder of the hub, fetched when a button is pressed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.catalog import find_entry
from embedlab.context.decoder import is_installed
from embedlab.models.encoder_files import fetch_encoder
from ui import controls, decoder, layout
from ui.cache import cached
from ui.context import view
from ui.context.view import Asked
from ui.drawn import DrawnFigure
from ui.hub_field import hub_field
from ui.models import DECODER, ENCODER, encoder, other_encoder

__all__ = ["Other", "code", "show"]

HUB = "from the hub"
STATE = "hub_encoder"  # the visitor's model: repository and commit
PAIRS = {pair.word: pair for pair in embedlab.context.CAUSAL_PAIRS}


@dataclass(frozen=True)
class Other:
    """A model besides the bundled encoder."""

    repository: str  # or the name of a decoder
    commit: str = ""  # "" for a decoder

    @property
    def name(self) -> str:
        """Which version this is."""
        return f"{self.repository}@{self.commit[:7]}" if self.commit else self.repository

    @property
    def model(self) -> embedlab.context.Encoder:
        """The model, loaded unless it is still there."""
        return other_encoder(self.repository, self.commit)


@dataclass(frozen=True)
class Beside:
    """What two models make of the same sentences."""

    maps: tuple[Any, Any]  # figures of the last layers
    measured: dict[
        str, tuple[embedlab.context.Separation, embedlab.context.SenseProbe]
    ]  # empty without senses
    depth: Any  # None without senses
    cut: int  # sentences beyond the other model's window


def show(asked: Asked, words: embedlab.context.WordInContext) -> None:
    """Choose a model, send the same sentences through it, and show what its word can know."""
    st.markdown(
        "An **encoder** reads a sentence from both sides. A **decoder**, the kind that writes text, sees only what stands before a word. The same sentences, two models."
    )
    chosen = controls.choice("Compare with", [DECODER, HUB], key="other_model")
    other = _decoder() if chosen == DECODER else _from_hub()
    if other is None:
        return
    with st.spinner(f"Loading {layout.escape(other.name)}; the first time takes a minute", show_time=True):
        model = layout.attempt_part(getattr, other, "model")
        beside = None if model is None else layout.attempt_part(_beside, replace(asked, layer=0), other)
    if model is None:
        return
    if beside is not None:
        _show_beside(asked, other, beside)
    _show_prefix(other)
    st.caption(_source(other, model))


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the tab shows."""
    other = _chosen()
    if other is None:
        return []
    part = asked.labelled_part if asked.labelled_part.labelled else asked
    load = (
        f"embedlab.context.download_encoder({other.repository!r}, revision={other.commit!r})"
        if other.commit
        else f"embedlab.load_decoder({other.repository!r})"
    )
    pair = PAIRS[st.session_state.get("other_pair") or next(iter(PAIRS))]
    lines = [
        f"other = {load}",
        f"same = {list(part.sentences)!r}",
        f"occurrences = {list(part.occurrences)!r}",
        "for model in (encoder, other):",
        f"    found = embedlab.word_in_context(model, same, {part.word.strip()!r}, pooling={part.pooling!r}, occurrences=occurrences)",
    ]
    if len(part.sentences) > 1:
        lines.append("    print(model.name, embedlab.context.layer_map(found).coordinates[-1])")
    if part.labelled:
        lines += [
            f"    print(embedlab.context.probe_senses(found, {list(part.senses)!r}).accuracy)",
            f"    print(embedlab.context.sense_separation(found, {list(part.senses)!r}).gap)",
        ]
    return [
        *lines,
        f"    print(embedlab.context.prefix_effect(model, {pair.after[0]!r}, {pair.after[1]!r}, {pair.word!r}).cosines)",
        f"    print(embedlab.context.prefix_effect(model, {pair.before[0]!r}, {pair.before[1]!r}, {pair.word!r}).cosines)",
    ]


def _chosen() -> Other | None:
    """Return the model that the tab compares with, None while there is none."""
    if st.session_state.get("other_model") == HUB:
        held = st.session_state.get(STATE)
        return Other(*held) if held else None
    return Other(DECODER) if is_installed(DECODER) else None


def _decoder() -> Other | None:
    return Other(DECODER) if decoder.check_installed() else None


def _from_hub() -> Other | None:
    """Offer a download; return the visitor's model, if there is one."""
    found = hub_field(
        "Name of an encoder on the Hugging Face hub",
        fetch_encoder,
        key="hub_model",
        button="Download and compare",
        waiting="Asking the hub; a large model takes minutes",
        what="config.json, tokenizer.json and model.safetensors (at most 500 MB)",
        before="an encoder",
    )
    if found is not None:
        st.session_state[STATE] = (found.repository, found.commit)
    return _chosen()


def _show_beside(asked: Asked, other: Other, beside: Beside) -> None:
    if beside.depth is not None:
        said = _depth_reading(asked, other, beside)
        layout.picture(beside.depth, key="models depth", alt=said)
        layout.reading(said)
        st.caption(
            "The share found can be compared between models. The gap cannot quite: where all vectors of a layer point the same way, every cosine is high and every gap small."
        )
    else:
        st.caption("Give the sentences at least two senses, and both models are asked for them.")
    for column, name, figure in zip(st.columns(2), (ENCODER, other.name), beside.maps, strict=True):
        with column:
            st.markdown(f"**{layout.escape(name)}**, its own map")
            layout.picture(figure, key=f"model map {name == ENCODER}", alt=f"The word's vectors in {name}.")
    if beside.measured:
        layout.numbers(_table(beside), key="models numbers", label="")


def _depth_reading(asked: Asked, other: Other, beside: Beside) -> str:
    told = []
    for name, (separation, probe) in beside.measured.items():
        best, last = int(np.argmax(probe.accuracy)), len(probe.accuracy) - 1
        also = "" if best == last else f", of {probe.accuracy[best]:.0%} at layer {best} of {last}"
        told.append(
            f"{name} finds the sense of {probe.accuracy[last]:.0%} of the sentences at its last layer{also}"
            f" (gap there {separation.gap[best]:.2f})"
        )
    said = f"“{asked.word.strip()}”: {'; '.join(told)}."
    high = max(probe.chance_high_any for _, probe in beside.measured.values())
    said += f" Shuffled labels rarely exceed {high:.0%}, even at the best of their layers."
    if beside.cut:
        said += f" {layout.counted(beside.cut, 'sentence')} beyond the window of {other.name} lost their end there."
    return said


def _table(beside: Beside) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {"model": [], "layer": [], "sense found": [], "by chance": [], "gap": []}
    for name, (separation, probe) in beside.measured.items():
        count = len(probe.accuracy)
        columns["model"] += [name] * count
        columns["layer"] += range(count)
        columns["sense found"] += probe.accuracy.tolist()
        columns["by chance"] += probe.chance.tolist()
        columns["gap"] += separation.gap.tolist()
    return columns


def _show_prefix(other: Other) -> None:
    st.subheader("What can a word know of what comes after it?", anchor=False)
    pair = PAIRS[controls.choice("Example", list(PAIRS), key="other_pair")]
    shown = layout.attempt_part(_prefix, pair.word, other)
    if shown is None:
        return
    effects, figure = shown
    said = " ".join(_prefix_reading(name, *both) for name, both in effects.items())
    layout.picture(figure, key="prefix effect", alt=said)
    layout.reading(said)
    layout.numbers(
        {
            "sense told": ["after the word"] * 2 + ["before the word"] * 2,
            "sense": list(pair.senses) * 2,
            "sentence": [*pair.after, *pair.before],
        },
        key="prefix sentences",
        label="",
    )


def _prefix_reading(
    name: str, after: embedlab.context.PrefixEffect, before: embedlab.context.PrefixEffect
) -> str:
    later, earlier = after.cosines[-1], before.cosines[-1]
    if np.allclose(after.cosines, 1, atol=1e-5):
        return (
            f"In {name} the two vectors of “{after.word}” are equal at every layer while the sentences are (cosine {later:.3f}): what follows has not been read. "
            f"With the sense told before the word they differ ({earlier:.2f} at the last layer)."
        )
    return (
        f"In {name} words that follow change the vector of “{after.word}”, too: its two vectors have a cosine of {later:.2f} at the last layer, "
        f"and {earlier:.2f} with the sense told before it."
    )


def _source(other: Other, model: embedlab.context.Encoder) -> str:
    size = f"{model.layers} layers × {model.heads} heads × {model.dim}; texts up to {model.window} tokens"
    if other.commit:
        return layout.escape(f"{other.repository}, commit {other.commit}, from the Hugging Face hub. {size}.")
    entry = find_entry(other.repository, "decoder")
    return layout.escape(
        f"{entry.name}: {entry.origin}, {entry.licence}, {entry.revision('decoder')}. {size}."
    )


@cached(entries=16)
def _beside(asked: Asked, other: Other) -> Beside:
    from embedlab.figures.context_models import depth_figure

    read = {name: _read(asked, name, other) for name in (ENCODER, other.name)}
    maps = tuple(_map(asked, found) for found in read.values())
    part = asked.labelled_part
    if not part.labelled:
        return Beside(maps, {}, None, sum(map(bool, read[other.name].cut)))
    labelled = {name: _read(part, name, other) for name in read} if part is not asked else read
    measured = {
        name: (
            embedlab.context.sense_separation(found, part.senses),
            embedlab.context.probe_senses(found, part.senses),
        )
        for name, found in labelled.items()
    }
    cut = sum(map(bool, read[other.name].cut))
    return Beside(maps, measured, DrawnFigure(depth_figure(measured)), cut)


def _read(asked: Asked, name: str, other: Other) -> embedlab.context.WordInContext:
    if name == ENCODER:
        return view.words(asked)
    return embedlab.word_in_context(
        other.model, asked.sentences, asked.word, pooling=asked.pooling, occurrences=asked.occurrences
    )


def _map(asked: Asked, found: embedlab.context.WordInContext) -> Any:
    from embedlab.figures.context import layer_map_figure

    last = len(found.vectors) - 1
    layers = embedlab.context.layer_map(found)
    return DrawnFigure(layer_map_figure(layers, last, asked.sentences, asked.senses, names=asked.names))


@cached(entries=16)
def _prefix(word: str, other: Other) -> tuple[Any, Any]:
    from embedlab.figures.context_models import prefix_figure

    pair = PAIRS[word]
    effects = {
        name: tuple(embedlab.context.prefix_effect(model, *both, word) for both in (pair.after, pair.before))
        for name, model in ((ENCODER, encoder(ENCODER)), (other.name, other.model))
    }
    return effects, DrawnFigure(prefix_figure(effects))
