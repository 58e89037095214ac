"""The schemes in one table."""

from __future__ import annotations

import pyarrow
import streamlit as st

from embedlab.positional import (
    MODEL_SIZES,
    POSITION_SCHEMES,
    ModelSize,
    Scheme,
    position_parameters,
    position_work,
    stored_parameters,
)
from ui import controls, layout
from ui.cache import cached
from ui.models import ENCODER
from ui.positional.view import Asked

__all__ = ["code", "show"]

OWN = "as set above"
LAYERS = 12


def show(asked: Asked) -> None:
    """Show what each scheme costs in a model of a size, and what is known of it."""
    st.markdown(
        "The schemes side by side: what each **costs** in one model, and what each **does** with texts longer than it was "
        "trained on. BERT and GPT-2 have **learned** positions, not sinusoidal ones."
    )
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        name = controls.pick("Size of the model", [*MODEL_SIZES, OWN], key="offset_model")
    if name == OWN:
        with right:
            controls.number("Layers", 1, 96, LAYERS, key="offset_layers")
    size = _size(asked)
    _table(size)
    layout.reading(_said(name, size))
    st.caption(
        "Numbers changed: how many numbers of inputs, queries, keys or scores a scheme adds to or turns when one text "
        "of full length is read, masked scores included. T5: 32 buckets; its encoder and its decoder have a table each."
    )
    names = list(POSITION_SCHEMES)
    for column, some in zip(st.columns(2, gap="large"), (names[:3], names[3:]), strict=True):
        column.markdown("\n\n".join(_card(POSITION_SCHEMES[each]) for each in some))


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the part shows; `table` exists already."""
    size = _size(asked)
    return [
        f"size = embedlab.positional.{size!r}",
        "for name, scheme in embedlab.positional.POSITION_SCHEMES.items():",
        "    parameters = embedlab.positional.position_parameters(name, size)",
        "    print(name, parameters, embedlab.positional.position_work(name, size), scheme)",
    ]


def _size(asked: Asked) -> ModelSize:
    """Return the size that is chosen."""
    name = st.session_state.get("offset_model") or next(iter(MODEL_SIZES))
    if name in MODEL_SIZES:
        return MODEL_SIZES[name]
    return ModelSize(
        asked.length, asked.dim, asked.heads, int(st.session_state.get("offset_layers") or LAYERS)
    )


def _table(size: ModelSize) -> None:
    """Show what is counted; the first column stays in place on a narrow screen."""
    names = list(POSITION_SCHEMES)
    counts = {
        "parameters": [position_parameters(each, size) for each in names],
        "numbers changed": [position_work(each, size) for each in names],
    }
    whole = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        pyarrow.table({"scheme": names, **counts}),
        key="compared numbers",
        hide_index=True,
        column_config={"scheme": st.column_config.TextColumn(pinned=True), **dict.fromkeys(counts, whole)},
    )


def _said(name: str, size: ModelSize) -> str:
    learned, relative = position_parameters("learned", size), position_parameters("T5", size)
    added, turned, biased = (position_work(each, size) for each in ("learned", "rotary", "ALiBi"))
    least, most = sorted((turned, biased))
    said = (
        f"{size.length:,} positions, {size.dim:,} dimensions, {layout.counted(size.heads, 'head')}, "
        f"{layout.counted(size.layers, 'layer')}: a learned table has {size.length:,} × {size.dim:,} = {learned:,} "
        f"parameters, T5's buckets {relative:,}, the others none. "
    )
    if name == ENCODER:
        total = _stored()
        said += f"The table is real here: {learned / total:.1%} of this checkpoint's {total:,}. "
    said += f"Adding at the input changes {added:,} numbers once; "
    if least == most:
        return said + f"rotating every query and key and a bias on every score change {most:,} each."
    dear, cheap = "a bias on every score", "rotating every query and key"
    if turned == most:
        dear, cheap = cheap, dear
    times = most / least
    often = f"{times:.3g}" if times < 1_000 else f"{times:,.0f}"
    return said + f"{dear} is the dearest, {most:,}, {often} times as many as {cheap}."


@cached(entries=1)
def _stored() -> int:
    return stored_parameters(ENCODER)


def _card(scheme: Scheme) -> str:
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
