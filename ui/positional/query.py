"""The controls of the position page: a scheme and what belongs to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from ui import controls, layout
from ui.models import ENCODER, encoder
from ui.positional import checkpoints
from ui.positional.examples import SCHEME_EXAMPLES
from ui.positional.repairs import repair
from ui.positional.schemes import SCHEMES, SINUSOIDS, T5, Alibi, Learned, Query, Rotary, Sinusoidal

__all__ = ["ask"]

WIDE = 10_000_000  # what may be typed lies far beyond what a formula allows: its condition is then named
MAX_BASE = 1_000_000_000_000
ROTARY = ("angles", "rotated vectors")


def ask() -> Query:
    """Ask for a scheme and what belongs to it; what no formula allows is said and repaired."""
    chooser, formula = st.columns([2, 3], vertical_alignment="bottom")
    with chooser:
        scheme = controls.choice("Scheme", SCHEMES, key="scheme")
    strip = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    settings = controls.presets(SCHEME_EXAMPLES, more=scheme not in {"ALiBi", "T5"})
    if scheme == "learned":
        layout.wait_for("tokens", "the checkpoint")
    rotated = False
    with strip:
        length = _ask_number("Length", 64, key="length")
        query: Query
        if scheme == "ALiBi":
            query = _ask_alibi(length)
        elif scheme == "T5":
            query = _ask_t5(length)
        else:
            query = _ask_vectors(scheme, length, settings)
        if scheme == "rotary":
            rotated = controls.choice("What to draw", ROTARY, key="rotary_draw") == ROTARY[1]
    with formula:
        layout.formula(SINUSOIDS[query.order] if isinstance(query, Sinusoidal) else query.formula)
    if rotated and isinstance(query, Rotary):
        query = _ask_sentence(query)
    return layout.attempt(repair, query)


def _ask_number(label: str, default: int, *, key: str, help: str | None = None) -> int:
    return int(controls.amount(label, -WIDE, WIDE, default, key=key, help=help))


def _ask_vectors(scheme: str, length: int, settings: Any) -> Query:
    """Ask for what belongs to a table with a vector for each position."""
    dim = _ask_number("Dimensions", 64, key="dim")
    with settings:
        start = _ask_number(
            "From position",
            0,
            key="start",
            help="Sines and rotations are defined for every whole number, also below 0; a learned table is not.",
        )
    if scheme == "learned":
        return Learned(length, dim, start=start, checkpoint=checkpoints.choose("learned"))
    base = float(controls.amount("Base", -MAX_BASE, MAX_BASE, 10_000, key="base"))
    if scheme == "rotary":
        return Rotary(length, dim, base, start=start)
    order = controls.choice("Layout", tuple(SINUSOIDS), key="layout")
    return Sinusoidal(length, dim, base, start=start, order=order)


def _ask_alibi(length: int) -> Alibi:
    heads = _ask_number("Heads", 8, key="heads")
    head = _ask_number("Head", 1, key="head")
    return Alibi(length, heads=heads, head=head, causal=controls.switch("Causal mask", True, key="causal"))


def _ask_t5(length: int) -> T5:
    """Ask for T5: the head of a checkpoint, or which buckets there are."""
    checkpoint = checkpoints.choose("relative")
    if checkpoint is not None:
        tensor = checkpoints.read(checkpoint)
        buckets, heads = tensor.values.shape
        return T5(
            length,
            heads=heads,
            head=_ask_number("Head", 1, key="head"),
            checkpoint=checkpoint,
            causal=not tensor.bidirectional,
            buckets=buckets,
            max_distance=tensor.max_distance,
        )
    side = controls.choice(
        "Side", ("encoder", "decoder"), key="side", help="A decoder sees no key after its query."
    )
    buckets = _ask_number("Buckets", 32, key="buckets")
    farthest = _ask_number("Max distance", 128, key="max_distance")
    return T5(length, heads=1, causal=side == "decoder", buckets=buckets, max_distance=farthest)


def _ask_sentence(query: Rotary) -> Rotary:
    """Ask whose vectors are rotated; without any token, angles are drawn."""
    layout.wait_for("encoder", "the encoder")
    sentence = controls.sentence()
    if not sentence.strip() or not encoder(ENCODER).tokenizer.encode(sentence).ids:
        st.caption("Nothing to rotate yet: type a sentence. Here are the angles.")
        return query
    width = encoder(ENCODER).token_embeddings.shape[1]
    if query.dim > width:
        layout.warn(
            f"dim = {query.dim:,}: a row of {ENCODER}'s input table has {width} numbers; choose at most {width}. Shown: dim = {width}."
        )
        query = replace(query, dim=width)
    return replace(query, sentence=sentence)
