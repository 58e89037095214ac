"""The controls of the page, the heatmap of a scheme, and the numbers behind it; `said` puts it into words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from embedlab.positional import apply_rotary
from ui import controls, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.models import ENCODER, encoder
from ui.positional import checkpoints
from ui.positional.repairs import repaired
from ui.positional.said import FORMULAS, SINUSOIDS, reading
from ui.positional.view import MOST_TOKENS, SCHEMES, TOGETHER, Asked, axes, table, tokens, trained

__all__ = ["ask", "draw", "numbers", "reading", "rotated"]

EXAMPLES = {
    "the paper's sinusoids": {
        "scheme": "sinusoidal",
        "length": 64,
        "dim": 128,
        "base": 10_000,
        "start": 0,
        "layout": "interleaved",
    },
    "learned, to its hard end": {"scheme": "learned", "length": 512, "dim": 384, "start": 0},
    "your words, rotated": {"scheme": "rotary", "dim": 64, "base": 10_000, "rotary_draw": "rotated vectors"},
    "a steep ALiBi head": {"scheme": "ALiBi", "heads": 12, "head": 9, "length": 32, "causal": True},
    "T5's buckets": {"scheme": "T5", "length": 160, "side": "encoder", "buckets": 32, "max_distance": 128},
}
WIDE = 10_000_000  # what may be typed lies far beyond what a formula allows: its condition is then named
MAX_BASE = 1_000_000_000_000
ROTARY = ["angles", "rotated vectors"]
SIDES = ["encoder", "decoder"]
SHOWN_COLUMNS = 8
SHOWN_ROWS = 512


def ask() -> Asked:
    """Ask for a scheme and what belongs to it; what no formula allows is said and repaired."""
    chooser, formula = st.columns([2, 3], vertical_alignment="bottom")
    with chooser:
        scheme = controls.choice("Scheme", SCHEMES, key="scheme")
    strip = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    settings = controls.presets(EXAMPLES, more=scheme not in {"ALiBi", "T5"})
    if scheme == "learned":
        layout.wait_for("tokens", "the checkpoint")
    with strip:
        length = int(controls.amount("Length", -WIDE, WIDE, 64, key="length"))
        asked = {"ALiBi": _ask_alibi, "T5": _ask_t5}.get(scheme, _ask_vectors)(scheme, length, settings)
    with formula:
        layout.formula(SINUSOIDS[asked.order] if scheme == "sinusoidal" else FORMULAS[scheme])
    if scheme == "rotary":
        asked = _ask_sentence(asked)
    return layout.attempt(repaired, asked)


def _ask_vectors(scheme: str, length: int, settings: Any) -> Asked:
    """Ask for what belongs to a table with a vector for each position."""
    asked = Asked(scheme, length, int(controls.amount("Dimensions", -WIDE, WIDE, 64, key="dim")))
    with settings:
        asked = replace(
            asked,
            start=int(
                controls.amount(
                    "From position",
                    -WIDE,
                    WIDE,
                    0,
                    key="start",
                    help="Sines and rotations are defined for every whole number, also below 0; a learned table is not.",
                )
            ),
        )
    if scheme == "learned":
        chosen = checkpoints.choose("learned")
        if chosen and layout.attempt_part(checkpoints.read, "learned", *chosen):
            return replace(asked, repository=chosen[0], commit=chosen[1])
        return asked
    base = float(controls.amount("Base", -MAX_BASE, MAX_BASE, 10_000, key="base"))
    if scheme == "rotary":
        drawn = controls.choice("What to draw", ROTARY, key="rotary_draw")
        return replace(asked, base=base, drawn=drawn)
    order = controls.choice("Layout", ["interleaved", "concatenated"], key="layout")
    return replace(asked, base=base, order=order)


def _ask_alibi(scheme: str, length: int, settings: Any) -> Asked:
    heads = int(controls.amount("Heads", -WIDE, WIDE, 8, key="heads"))
    head = int(controls.amount("Head", -WIDE, WIDE, 1, key="head"))
    return Asked(
        scheme,
        length,
        heads=heads,
        head=head,
        causal=controls.switch("Causal mask", True, key="causal"),
    )


def _ask_t5(scheme: str, length: int, settings: Any) -> Asked:
    """Ask for T5: the head of a checkpoint, or which buckets there are."""
    chosen = checkpoints.choose("relative")
    read = layout.attempt_part(checkpoints.read, "relative", *chosen) if chosen else None
    if chosen and read:
        buckets, heads = read.values.shape
        head = int(controls.amount("Head", -WIDE, WIDE, 1, key="head"))
        return Asked(
            scheme, length, heads=heads, head=head, causal=not read.bidirectional, repository=chosen[0],
            commit=chosen[1], buckets=buckets, max_distance=read.max_distance,
        )  # fmt: skip
    side = controls.choice("Side", SIDES, key="side", help="A decoder sees no key after its query.")
    buckets = int(controls.amount("Buckets", -WIDE, WIDE, 32, key="buckets"))
    farthest = int(controls.amount("Max distance", -WIDE, WIDE, 128, key="max_distance"))
    return Asked(scheme, length, heads=1, causal=side == "decoder", buckets=buckets, max_distance=farthest)


def _ask_sentence(asked: Asked) -> Asked:
    """Ask whose vectors are rotated; without any token, angles are drawn."""
    if asked.drawn == ROTARY[0]:
        return asked
    layout.wait_for("encoder", "the encoder")
    sentence = controls.sentence()
    if not sentence.strip() or not tokens(sentence).ids:
        st.caption("Nothing to rotate yet: type a sentence. Here are the angles.")
        return replace(asked, drawn=ROTARY[0])
    width = encoder(ENCODER).token_embeddings.shape[1]
    if asked.dim > width:
        layout.warn(
            f"dim = {asked.dim:,}: a row of {ENCODER}'s input table has {width} numbers; choose at most {width}. Shown: dim = {width}."
        )
        asked = replace(asked, dim=width)
    return replace(asked, sentence=sentence)


@cached(entries=16)
def draw(asked: Asked) -> Any:
    """Return the heatmap of a scheme."""
    return DrawnFigure(_drawn_pairs(asked) if asked.pairwise else _drawn_vectors(asked))


def _drawn_pairs(asked: Asked) -> Any:
    from embedlab.figures.positional import bias_figure, bucket_figure

    values = table(asked)
    if asked.scheme == "T5" and not asked.repository:
        return bucket_figure(values, asked.buckets, causal=asked.causal)
    return bias_figure(values, asked.head, signed=asked.scheme == "T5")


def _drawn_vectors(asked: Asked) -> Any:
    from embedlab.figures.positional import angle_figure, position_figure

    if asked.sentence:
        return _drawn_tokens(asked)
    values = table(asked)
    if asked.scheme == "rotary":
        return angle_figure(values, start=asked.start)
    if asked.scheme == "learned":
        return position_figure(values, start=asked.start, end=len(trained(asked)))
    half = asked.dim // 2
    columns = (
        "dimension i (even: sine, odd: cosine)"
        if asked.order == "interleaved"
        else f"dimension i (below {half}: sine, from {half} on: cosine)"
    )
    return position_figure(
        values, columns=columns, start=asked.start, reach=1.0, together=TOGETHER[asked.order]
    )


def _drawn_tokens(asked: Asked) -> Any:
    from embedlab.figures.positional import rotated_figure

    names, before, after = rotated(asked)
    return rotated_figure(before, after, names, start=asked.start)


def rotated(asked: Asked) -> tuple[list[str], Any, Any]:
    """Return the tokens of the sentence, and their vectors before and after they are turned."""
    found = tokens(asked.sentence)
    shown = list(found.ids[:MOST_TOKENS])
    before = encoder(ENCODER).token_embeddings[shown, : asked.dim]
    positions = np.arange(asked.start, asked.start + len(shown))
    return list(found.tokens[:MOST_TOKENS]), before, apply_rotary(before, positions, asked.base)


def numbers(asked: Asked) -> None:
    """Show the first columns of the table."""
    values = table(asked)
    shown = min(SHOWN_COLUMNS, values.shape[1])
    what = "angles in radians" if asked.scheme == "rotary" else "numbers"
    label = f"The {what}: the first {shown} of {values.shape[1]:,} columns"
    if len(values) > SHOWN_ROWS:
        label += f", {SHOWN_ROWS} of {len(values):,} rows"
    with st.expander(label):
        _show_numbers(asked, values, shown)


def _show_numbers(asked: Asked, values: Any, shown: int) -> None:
    rows, columns = axes(asked)
    first = 0 if asked.pairwise else asked.start
    layout.numbers(
        {
            rows: np.arange(first, first + min(len(values), SHOWN_ROWS)),
            **{f"{columns} {place}": values[:SHOWN_ROWS, place] for place in range(shown)},
        },
        key="position numbers",
        label="",
        decimals=4,
        height=300,
    )
