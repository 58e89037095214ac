"""What do layers know? Length, part of speech and sense of words, read from every layer by a simple probe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from embedlab import attention
from embedlab.attention import LayerProbe
from ui import controls, decoder, layout, sources
from ui.attention import knows_summaries
from ui.attention.query import MODELS
from ui.attention.view import View, model
from ui.cache import cached
from ui.models import DECODER
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

TITLES = ("Surface: length of the word", "Syntax: part of speech", "Meaning: sense")


@dataclass(frozen=True)
class Options:
    """The model whose layers are probed."""

    model: str


def _ask(view: View) -> Options:
    return Options(MODELS[controls.choice("Model to probe", tuple(MODELS), key="knows_model")])


def _show(view: View, options: Options) -> None:
    if options.model == DECODER and not decoder.offer("Probe its 30 layers", key="start decoder probes"):
        return
    with st.spinner("Probing every layer; SmolLM2 takes up to a minute the first time", show_time=True):
        probes = layout.attempt_part(_probes, options.model)
    if probes is None:
        return
    figures = [(title, _figure(options.model, name)) for title, name in zip(TITLES, probes, strict=True)]
    layout.answers(knows_summaries.order(probes, causal=options.model == DECODER), figures, key="knows")
    layout.fold(knows_summaries.limits(probes, causal=options.model == DECODER))
    columns: dict[str, Any] = {"layer": range(len(probes["sense"].accuracy))}
    for name, probe in probes.items():
        columns[name] = probe.accuracy
        columns[f"{name}: 95% of shuffled labels lie below"] = probe.chance_high
    layout.numbers(columns, key="knows numbers", label="Words read correctly")


@cached(entries=2)
def _probes(name: str) -> Mapping[str, LayerProbe]:
    return attention.layer_probes(model(name))


@cached(entries=6)
def _figure(name: str, label: str) -> SharedFigure:
    from embedlab.figures.curves import Band, Series, curves_figure

    probe = _probes(name)[label]
    figure = curves_figure(
        range(len(probe.accuracy)),
        {"read correctly": Series(probe.accuracy)},
        x_axis="layer (0 = what enters the first)",
        y_axis="words read correctly",
        percent=True,
        chance=Band("shuffled labels", probe.chance, probe.chance_high),
        outlined=probe.best,
        height=300,
    )
    figure.update_yaxes(range=[0, 1.1])  # the same for all three
    return SharedFigure(figure)


PART = Part(
    "What do layers know?",
    _ask,
    _show,
    lambda view, options: [
        f"model = embedlab.load_{'decoder' if options.model == DECODER else 'encoder'}({options.model!r})",
        "probes = embedlab.attention.layer_probes(model)",
        "print({name: (probe.best, probe.plateau, probe.accuracy) for name, probe in probes.items()})",
    ],
    lambda view, options: [
        sources.model(options.model, "decoder" if options.model == DECODER else "encoder"),
        sources.computed(
            "nearest mean of unit vectors (nearest centroid), with 99 shuffled labelings; sentences written "
            "and tagged for EmbedLab. Tenney et al. 2019, Hewitt and Liang 2019."
        ),
    ],
    line="“Early layers hold syntax, late layers meaning”, say textbooks. Is that so here?",
    deeper=True,
)
