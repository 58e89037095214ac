"""The score against the distance, for every scheme on the same axes."""

from __future__ import annotations

import numpy as np
import streamlit as st

from embedlab.positional import SCALING_NAMES, SCALINGS, OffsetScores, RotaryReach
from ui import controls, layout
from ui.models import ENCODER
from ui.positional.measured import (
    Measured,
    checkpoint,
    draw,
    draw_reach,
    measured_of,
    reaches_of,
    scaling_of,
    tried,
)
from ui.positional.view import Asked

__all__ = ["code", "show"]

MEASURED = ("sinusoidal", "learned", "rotary", "ALiBi", "T5")
OFFLINE = MEASURED[:4]
TRAINED = ("128", "256", "512", "1024", "2048", "4096")
FACTORS = ("1", "2", "4", "8", "16")
SPREAD_AT = 10  # an offset
NO_T5 = "T5 needs a checkpoint: choose the scheme T5 above, and one there."
AXES = ("powers of ten", "even steps")
FORMULA = (
    r"\begin{array}{l}"
    r"\text{sinusoidal, rotary:}\ \tfrac{2}{d}\sum_i \cos(\delta\, b^{-2i/d}) \\[4pt]"
    r"\text{learned:}\ \operatorname{mean}_m \cos(P_m, P_{m-\delta}) \\[4pt]"
    r"\text{ALiBi, T5:}\ e^{\,\text{bias}(\delta) - \text{bias}(0)}"
    r"\end{array}"
)


def show(asked: Asked) -> None:
    """Draw all schemes on one measure; below, what a longer text means for each rotary pair."""
    st.markdown(
        "One question to every scheme: of the score at offset 0, **how much is left at a distance?** This is the "
        "positional part alone; content and the trained query and key matrices can sharpen or undo it."
    )
    measured = _ask(asked)
    if measured.asked.dim != asked.dim:
        st.caption(
            f"Sines and rotations need pairs: they are measured with dim = {measured.asked.dim:,}, not {asked.dim:,}."
        )
    curves, reasons = tried(measured)
    for reason in reasons:
        layout.warn(reason)
    if not curves and not reasons:
        st.info(NO_T5 if "T5" in measured.schemes else "Choose a scheme to draw.")
    elif curves:
        _show_curves(measured, curves)
    _show_longer(measured)


def _show_curves(measured: Measured, curves: tuple[OffsetScores, ...]) -> None:
    said = _said(measured, curves)
    layout.picture(draw(measured), key="measure", alt=said)
    layout.reading(said)
    left_out = (
        "" if "T5" not in measured.schemes or any(curve.scheme == "T5" for curve in curves) else f"{NO_T5} "
    )
    st.caption(
        f"{left_out}Full lines are dot products: they act before the softmax. Dashed lines are ratios of attention weights "
        "for equal content, after it: compare where the two kinds end, not their heights. "
        "The band of the learned table holds the middle 80 % of its pairs of positions; where a point stands for "
        "several offsets, the line is their mean and the other bands their range."
    )
    layout.formula(FORMULA)
    _numbers(curves)


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the part shows; `table` exists already."""
    measured = _asked(asked)
    asked, length = measured.asked, measured.trained * measured.factor
    scaling = (
        f'scaling = positional.scaled_rotary({asked.dim}, base={asked.base:.17g}, method="{measured.scaling}", '
        f"factor={measured.factor}, trained_length={measured.trained})"
    )
    tensor, learned, relative = _checkpoint_code(asked, length)
    made = {
        "sinusoidal": f"positional.sinusoidal_scores({length}, {asked.dim}, base={asked.base:.17g})",
        "learned": learned,
        "rotary": f"positional.rotary_scores({length}, {asked.dim}, base={asked.base:.17g}, scaling=scaling)",
        "ALiBi": f"positional.alibi_scores({length}, {asked.heads}, head={asked.head})",
        "T5": relative,
    }
    lines = ["from embedlab import positional", "", scaling, *tensor, "for curve in ["]
    lines += [f"    {made[scheme]}," for scheme in measured.schemes if made[scheme]]
    return [
        *lines,
        "]:",
        "    print(curve.scheme, curve.half, curve.end, curve.scores)",
        f"reach = positional.rotary_reach(scaling, base={asked.base:.17g}, factor={measured.factor}, "
        f"trained_length={measured.trained})",
        "print(reach.never_full.sum(), reach.unseen.sum(), scaling.attention_factor)",
    ]


def _checkpoint_code(asked: Asked, length: int) -> tuple[list[str], str, str]:
    """Return the lines that read the checkpoint, and the curves of the learned table and of T5 ("": none)."""
    bundled = f'positional.learned_scores(embedlab.load_position_table("{ENCODER}"), length={length})'
    for scheme, kind in (("learned", "position_table"), ("T5", "relative_bias")):
        chosen = checkpoint(asked, scheme)
        if chosen is None:
            continue
        lines = [f"tensor = positional.download_{kind}({chosen[0]!r}, revision={chosen[1]!r})"]
        if scheme == "learned":
            rows = "tensor.values[tensor.unused_rows :]"
            return lines, f"positional.learned_scores({rows}, length={length})", ""
        lines += [
            f"rows = positional.relative_buckets([-offset for offset in range({length})], buckets=len(tensor.values), "
            "max_distance=tensor.max_distance, bidirectional=tensor.bidirectional)",
        ]
        return (
            lines,
            bundled,
            f"positional.relative_scores(tensor.values[rows, min({asked.head}, tensor.values.shape[1]) - 1])",
        )
    return [], bundled, ""


def _ask(asked: Asked) -> Measured:
    default = [*OFFLINE, *(["T5"] if checkpoint(asked, "T5") else [])]
    controls.several("Schemes", MEASURED, key="measured", default=default)
    strip = st.columns(4, vertical_alignment="bottom")
    with strip[0]:
        controls.pick("Trained on texts of", TRAINED, key="trained", default="512")
    with strip[1]:
        controls.pick("Now a text how many times as long", FACTORS, key="factor", default="4")
    with strip[2]:
        controls.choice(
            "Rotary scaling", SCALINGS, key="scaling", help="How rotary frequencies are stretched."
        )
    with strip[3]:
        controls.choice("Axis", AXES, key="offset_axis")
    return _asked(asked)


def _asked(asked: Asked) -> Measured:
    """Return what the controls say."""
    state = st.session_state
    schemes = tuple(state.get("measured", OFFLINE))
    return measured_of(
        asked,
        tuple(scheme for scheme in MEASURED if scheme in schemes),
        trained=int(state.get("trained", "512")),
        factor=int(state.get("factor", "4")),
        scaling=state.get("scaling") or "none",
        powers=(state.get("offset_axis") or AXES[0]) == AXES[0],
    )


def _said(measured: Measured, curves: tuple[OffsetScores, ...]) -> str:
    falls = layout.listed([f"{_named(measured, curve)} {_half(curve)}" for curve in curves])
    said = f"Where a half or less is left for the first time: {falls}. "
    names = {curve.scheme: curve for curve in curves}
    if {"sinusoidal", "rotary"} <= set(names) and np.array_equal(
        names["sinusoidal"].scores, names["rotary"].scores
    ):
        said += (
            "Sinusoidal and rotary are one and the same curve; the difference is where it acts: once in the sum at the "
            "input, or on every query and key of every layer. "
        )
    elif {"sinusoidal", "rotary"} <= set(names):
        said += "Without scaling, rotary is the very curve of the sinusoids. "
    if "learned" in names:
        said += _spread(names["learned"])
    for curve in curves:
        if curve.end < len(curve.offsets) - 1:
            said += f"The {curve.scheme} table ends: offset {curve.end:,} is its last, position {curve.end + 1:,} does not exist. "
    return said.strip()


def _spread(curve: OffsetScores) -> str:
    """Say that a trained table depends on more than the offset."""
    at = min(SPREAD_AT, curve.end)
    if curve.low is None or curve.high is None:
        return ""
    return (
        f"The learned one depends on more than the offset: at {at}, the middle 80 % of its pairs of positions have "
        f"{curve.low[at]:.2f} to {curve.high[at]:.2f}. "
    )


def _named(measured: Measured, curve: OffsetScores) -> str:
    if curve.scheme == "ALiBi":
        return f"ALiBi (head {measured.asked.head} of {measured.asked.heads})"
    if curve.scheme == "rotary" and measured.scaling != "none":
        return f"rotary ({SCALING_NAMES[measured.scaling]})"
    return curve.scheme


def _half(curve: OffsetScores) -> str:
    return f"not up to offset {curve.end:,}" if curve.half is None else f"at offset {curve.half:,}"


def _numbers(curves: tuple[OffsetScores, ...]) -> None:
    """Show the scores at 0, 1, 2, 4, 8 …, and the last offset."""
    last = len(curves[0].offsets) - 1
    offsets = [0, *(2**power for power in range(last.bit_length()) if 2**power < last), last]
    columns = {curve.scheme: curve.scores[offsets] for curve in curves}
    layout.numbers({"offset": offsets, **columns}, key="measure numbers", height=280)


def _show_longer(measured: Measured) -> None:
    """Show what a longer text means for each rotary pair."""
    st.subheader("A longer text: which rotary angles are new?", anchor=False)
    reaches = layout.attempt_part(reaches_of, measured)
    if reaches is None:
        return
    said = _said_of_reaches(measured, reaches)
    layout.picture(draw_reach(measured), key="reach", alt=said)
    layout.reading(said)
    st.caption(
        "A sign stands on each pair that meets new angles. Linear: Chen et al. 2023, arxiv.org/abs/2306.15595. NTK-aware: bloc97 2023. "
        "YaRN: Peng et al. 2024, arxiv.org/abs/2309.00071. Below, s is how many times as long the text is, and γ goes "
        "from 0 for pairs that turn more than 32 times in training to 1 for those that turn less than once."
    )
    layout.formula(
        r"\text{linear:}\ \omega_i / s,\quad \text{NTK:}\ b \to b\, s^{d/(d-2)},\quad "
        r"\text{YaRN:}\ (1-\gamma_i)\,\omega_i + \gamma_i\,\omega_i / s,\ \ q, k \to (0.1 \ln s + 1)\, q, k"
    )


def _said_of_reaches(measured: Measured, reaches: dict[str, RotaryReach]) -> str:
    pairs, slow = len(reaches["none"].trained), int(reaches["none"].never_full.sum())
    unseen = {name: int(reach.unseen.sum()) for name, reach in reaches.items()}
    said = (
        f"Trained on {measured.trained:,} positions, {slow} of {layout.counted(pairs, 'rotary pair')} never complete a "
        f"full turn. In a text of {measured.trained * measured.factor:,} positions, "
        f"{unseen['none']} of them meet angles that training never showed; with linear scaling {unseen['linear']}, "
        f"NTK-aware {unseen['ntk']}, YaRN {unseen['yarn']}. "
    )
    if pairs == 1:
        said += "With dim = 2 there is only the first pair, and NTK-aware scaling, which keeps it, changes nothing. "
    if measured.factor == 1:
        return (
            said + "The text is as long as those of the training: nothing is new, and nothing needs scaling."
        )
    fastest = {name: float(scaling_of(measured, name).frequencies[0]) for name in SCALINGS}
    attention = scaling_of(measured, "yarn").attention_factor
    return said + (
        f"The price: from one position to the next the fastest pair turned {fastest['none']:.2f} radians in training, and now "
        f"{fastest['linear']:.2f} with linear scaling, {fastest['ntk']:.2f} with NTK-aware, {fastest['yarn']:.2f} with YaRN. YaRN also multiplies every score by {attention**2:.2f}, which a ratio to offset 0 does not show."
    )
