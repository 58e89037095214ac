"""What do layers know? Length, part of speech and sense of words, read from every layer by a simple probe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from embedlab.attention import LayerProbe
from embedlab.attention.probes import probe_model
from embedlab.content_key import content_key
from embedlab.context.decoder import is_installed
from embedlab.figures.curves import Band, Series, curves_figure
from embedlab.models.checkpoints import checkpoint_kind
from ui import controls, decoder, findings, fit_kinds, layout, sources
from ui.attention import summaries
from ui.attention.query import MODELS
from ui.attention.view import View
from ui.cache import cached
from ui.findings import Content, Finding
from ui.models import DECODER, ENCODER
from ui.part import Part
from ui.shared_figure import SharedFigure
from ui.work import Work

__all__ = ["PART", "probe_ahead"]

TITLES = ("Surface: length of the word", "Syntax: part of speech", "Meaning: sense")
SECONDS = {ENCODER: 3.0, DECODER: 12.0}  # with the time to load the model
DEADLINE = 900.0  # on a busy machine
KIND = fit_kinds.records(LayerProbe, doing="Probing every layer", seconds=DEADLINE)


def _work(name: str) -> Work:
    """Return what probes a model."""
    return Work(content_key("layer probes", 1, name), probe_model, (name,), SECONDS[name], KIND)


def probe_ahead() -> None:
    """Probe the encoder, and the decoder where it is installed.

    Raises:
        EmbedLabError: it failed, or visitors keep the workers busy.
    """
    for name in (ENCODER, DECODER):
        if name == ENCODER or is_installed(DECODER):
            _work(name).run_ahead()


def _show(view: View, name: str) -> None:
    if name == DECODER and not decoder.check_installed():
        return
    probes = _work(name).offer("Probe every layer", automatic=name == ENCODER, place="probes")
    if probes is not None:
        findings.draw(_content(probes.result, name == DECODER), key="knows")
        layout.fold(summaries.probe_limits(probes.result, causal=name == DECODER))


@cached(entries=2)
def _content(probes: Mapping[str, LayerProbe], causal: bool) -> Content:
    columns: dict[str, Any] = {"layer": range(len(probes["sense"].accuracy))}
    for name, probe in probes.items():
        columns[name] = probe.accuracy
        columns[f"{name}: 95% of shuffled labels lie below"] = probe.chance_high
    figures = {title: _figure(probe) for title, probe in zip(TITLES, probes.values(), strict=True)}
    finding = Finding(summaries.order(probes, causal=causal), figures)
    return Content([finding], columns, "Words read correctly")


def _figure(probe: LayerProbe) -> SharedFigure:
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


def _ask(view: View) -> str:
    return MODELS[controls.choice("Model to probe", tuple(MODELS), key="knows_model")]


PART = Part(
    "What do layers know?",
    _ask,
    _show,
    lambda view, name: [
        f"model = embedlab.load_{checkpoint_kind(name)}({name!r})",
        "probes = embedlab.attention.layer_probes(model)",
        "print({name: (probe.best, probe.plateau, probe.accuracy) for name, probe in probes.items()})",
    ],
    lambda view, name: [
        sources.model(name, checkpoint_kind(name)),
        sources.computed(
            "nearest mean of unit vectors (nearest centroid), with 99 shuffled labelings; sentences written "
            "and tagged for EmbedLab. Tenney et al. 2019, Hewitt and Liang 2019."
        ),
    ],
    line="“Early layers hold syntax, late layers meaning”, say textbooks. Is that so here?",
    deeper=True,
)
