"""The schemes in one table."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow
import streamlit as st

from embedlab import positional
from ui import controls, layout, sources
from ui.cache import cached
from ui.models import ENCODER
from ui.part import Part
from ui.positional import scheme_summaries
from ui.positional.tables import View

__all__ = ["PART"]

AS_SET = "as set above"
LAYERS = 12


@dataclass(frozen=True)
class Options:
    """The size of a model, and its name."""

    model: str
    size: positional.ModelSize


def _ask(view: View) -> Options:
    """Ask for the size of the model."""
    layout.wait_for("encoder", "the encoder")
    st.markdown(
        "The schemes side by side: what each **costs** in one model, and what each **does** with texts longer than it was "
        "trained on. BERT and GPT-2 have **learned** positions, not sinusoidal ones."
    )
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        name = controls.pick("Size of the model", [*positional.MODEL_SIZES, AS_SET], key="offset_model")
    if name in positional.MODEL_SIZES:
        return Options(name, positional.MODEL_SIZES[name])
    with right:
        layers = int(controls.number("Layers", 1, 96, LAYERS, key="offset_layers"))
    query = view.query
    return Options(name, positional.ModelSize(query.length, query.dim, query.heads, layers))


def _show(view: View, options: Options) -> None:
    """Show what each scheme costs in a model of a size, and what is known of it."""
    _show_costs(options.size)
    layout.finding(scheme_summaries.costs(options.size, _stored() if options.model == ENCODER else None))
    st.caption(
        "Numbers changed: how many numbers of inputs, queries, keys or scores a scheme adds to or turns when one text "
        "of full length is read, masked scores included. T5: 32 buckets; its encoder and its decoder have a table each."
    )
    cards = [_card(scheme) for scheme in positional.POSITION_SCHEMES.values()]
    for column, some in zip(st.columns(2, gap="large"), (cards[:3], cards[3:]), strict=True):
        column.markdown("\n\n".join(some))


def _show_costs(size: positional.ModelSize) -> None:
    """Show what is counted; the first column stays in place on a narrow screen."""
    names = list(positional.POSITION_SCHEMES)
    counts = {
        "parameters": [positional.position_parameters(name, size) for name in names],
        "numbers changed": [positional.position_work(name, size) for name in names],
    }
    whole = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        pyarrow.table({"scheme": names, **counts}),
        key="compared numbers",
        hide_index=True,
        column_config={"scheme": st.column_config.TextColumn(pinned=True), **dict.fromkeys(counts, whole)},
    )


@cached(entries=1)
def _stored() -> int:
    return positional.stored_parameters(ENCODER)


def _card(scheme: positional.Scheme) -> str:
    """Return what is known of a scheme."""
    return (
        f"**{scheme.name}**, {scheme.year}\n"
        f"- {scheme.applied}\n"
        f"- *Parameters:* {scheme.parameters}.\n"
        f"- *Beyond the trained length:* {scheme.extrapolation}\n"
        f"- *Cost:* {scheme.cost}\n"
        f"- *Used by:* {scheme.used_by}.\n"
        f"- *Source:* {scheme.paper}, {scheme.link.removeprefix('https://')}"
    )


def _code(view: View, options: Options) -> list[str]:
    return [
        f"size = embedlab.positional.{options.size!r}",
        "for name, scheme in embedlab.positional.POSITION_SCHEMES.items():",
        "    parameters = embedlab.positional.position_parameters(name, size)",
        "    print(name, parameters, embedlab.positional.position_work(name, size), scheme)",
    ]


PART = Part(
    label="Summary",
    ask=_ask,
    show=_show,
    code=_code,
    sources=lambda view, options: [sources.model(ENCODER, "encoder", "Its position table and its size.")],
    line="All schemes in one table: where they act, what they cost, who uses them.",
    former=("Compared",),
)
