"""The controls of the position page: a scheme and what belongs to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from ui import controls, layout
from ui.models import ENCODER, encoder
from ui.positional import checkpoints, orders
from ui.positional.examples import SCHEME_EXAMPLES
from ui.positional.repairs import repair
from ui.positional.schemes import (
    LAYOUTS,
    OPTIONS,
    T5,
    Alibi,
    Learned,
    NoPositions,
    Query,
    Rotary,
    Sinusoidal,
)

__all__ = ["ask"]

USUAL = 64  # positions
WIDE = 10_000_000  # what may be typed lies far beyond what a formula allows: its condition is then named
MAX_BASE = 1_000_000_000_000
ROTARY = ("angles", "rotated vectors")
KEYS = (  # of a scheme: a link that has one but names no scheme meant sinusoids
    *("length", "dim", "base", "layout", "start", "heads", "head", "causal", "side", "buckets"),
    *("max_distance", "rotary_draw", "table_of", "bias_of"),
)


def ask() -> Query:
    """Ask for a scheme and what belongs to it; what no formula allows is said and repaired."""
    _follow_old_link()
    settings = controls.page_presets(SCHEME_EXAMPLES)
    with st.container(horizontal=True, vertical_alignment="bottom", key="stacked_scheme"):
        scheme = controls.choice("Scheme", OPTIONS, key="scheme")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            query = _ask_scheme(scheme, settings)
    with settings:
        for equation in query.formulas:
            layout.formula(equation)
    if isinstance(query, NoPositions):  # what is wrong is said below the row of controls
        first, second = orders.check(query.first, query.second)
        query = replace(query, first=first, second=second)
    elif isinstance(query, Rotary) and query.sentence:
        query = _check_sentence(query)
    return layout.attempt(repair, query)


def _follow_old_link() -> None:
    """Open sinusoids for a link from before there was a page without positions; layouts had other names."""
    link = st.query_params
    if "scheme" not in st.session_state and "scheme" not in link and any(key in link for key in KEYS):
        controls.set_controls({"scheme": Sinusoidal.scheme})
    if "layout" not in st.session_state and link.get("layout") == "concatenated":
        controls.set_controls({"layout": next(iter(LAYOUTS))})


def _ask_scheme(scheme: str, settings: Any) -> Query:
    """Ask for what belongs to a scheme."""
    if scheme == NoPositions.scheme:
        layout.wait_for("encoder", "the encoder")
        first, second = orders.ask()
        return NoPositions(USUAL, first=first, second=second)
    if scheme == Alibi.scheme:
        return _ask_alibi(settings)
    if scheme == T5.scheme:
        return _ask_t5(settings)
    return _ask_vectors(scheme, settings)


def _ask_number(label: str, default: int, *, key: str, help: str | None = None) -> int:
    return int(controls.amount(label, -WIDE, WIDE, default, key=key, help=help))


def _ask_length() -> int:
    return _ask_number("Length", USUAL, key="length")


def _ask_vectors(scheme: str, settings: Any) -> Query:
    """Ask for what belongs to a table with a vector for each position."""
    length, dim = _ask_length(), _ask_number("Dimensions", 64, key="dim")
    with settings:
        start = _ask_number(
            "From position",
            0,
            key="start",
            help="Sines and rotations are defined for every whole number, also below 0; a learned table is not.",
        )
    if scheme == Learned.scheme:
        layout.wait_for("tokens", "the checkpoint")
        return Learned(length, dim, start=start, checkpoint=checkpoints.choose("learned"))
    with settings:
        base = float(controls.amount("Base", -MAX_BASE, MAX_BASE, 10_000, key="base"))
    if scheme == Rotary.scheme:
        rotated = controls.choice("Show", ROTARY, key="rotary_draw") == ROTARY[1]
        return Rotary(
            length, dim, base, start=start, sentence=(controls.sentence() or " ") if rotated else ""
        )
    with settings:
        order = controls.choice("Layout", tuple(LAYOUTS), key="layout")
    return Sinusoidal(length, dim, base, start=start, order=LAYOUTS[order])


def _ask_alibi(settings: Any) -> Alibi:
    length = _ask_length()
    heads, head = _ask_number("Heads", 8, key="heads"), _ask_number("Head", 1, key="head")
    with settings:
        causal = controls.switch("Causal mask", True, key="causal", help="Hides the words that follow.")
    return Alibi(length, heads=heads, head=head, causal=causal)


def _ask_t5(settings: Any) -> T5:
    """Ask for T5: the head of a checkpoint, or which buckets there are."""
    checkpoint = checkpoints.choose("relative")
    with settings:
        length = _ask_length()
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
    with settings:
        buckets = _ask_number("Buckets", 32, key="buckets")
        farthest = _ask_number("Max distance", 128, key="max_distance")
    return T5(length, heads=1, causal=side == "decoder", buckets=buckets, max_distance=farthest)


def _check_sentence(query: Rotary) -> Rotary:
    """Return whose vectors are rotated; without any token, angles are drawn."""
    layout.wait_for("encoder", "the encoder")
    if not query.sentence.strip() or not encoder(ENCODER).tokenizer.encode(query.sentence).ids:
        st.caption("Nothing to rotate yet: type a sentence. Here are the angles.")
        return replace(query, sentence="")
    width = encoder(ENCODER).token_embeddings.shape[1]
    if query.dim > width:
        layout.warn(
            f"dim = {query.dim:,}: a row of {ENCODER}'s input table has {width} numbers; choose at most {width}. Shown: dim = {width}."
        )
        query = replace(query, dim=width)
    return query
