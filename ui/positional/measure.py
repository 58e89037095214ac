"""The score against the distance, for every scheme on the same axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from embedlab.positional import SCALINGS, OffsetScores
from ui import controls, layout, sources
from ui.models import ENCODER
from ui.part import Part
from ui.positional import formulas, offset_curves, scheme_summaries, summaries
from ui.positional.offset_curves import LongerText
from ui.positional.schemes import SCHEMES, Query
from ui.positional.tables import View

__all__ = ["PART"]

OFFLINE = SCHEMES[:4]
TRAINED = ("128", "256", "512", "1024", "2048", "4096")
FACTORS = ("1", "2", "4", "8", "16")
NO_T5 = "T5 needs a checkpoint: choose the scheme T5 above, and one there."
AXES = ("powers of ten", "even steps")
FORMULAS = (
    r"\text{sinusoidal, rotary:}\ \tfrac{2}{d}\sum_i \cos(\delta\, b^{-2i/d})",
    r"\text{learned:}\ \operatorname{mean}_m \cos(P_m, P_{m-\delta})",
    r"\text{ALiBi, T5:}\ e^{\,\text{bias}(\delta) - \text{bias}(0)}",
)
METHODS = (
    r"\text{linear:}\ \omega_i / s",
    r"\text{NTK:}\ b \to b\, s^{d/(d-2)}",
    r"\text{YaRN:}\ (1-\gamma_i)\,\omega_i + \gamma_i\,\omega_i / s,\ \ q, k \to (0.1 \ln s + 1)\, q, k",
)
FEW, ACROSS = 4, 3  # pictures that fit in one row, and in each of two rows
HEIGHT = 300  # pixels


@dataclass(frozen=True)
class Options:
    """Which curves are drawn, and how."""

    schemes: tuple[str, ...]
    text: LongerText
    method: str  # how rotary frequencies are scaled
    logarithmic: bool  # the axis counts in powers of ten


def _ask(view: View) -> Options:
    """Ask which schemes are drawn, and how long the texts are."""
    layout.wait_for("encoder", "the encoder")
    query = view.query
    default = SCHEMES if offset_curves.checkpoint_of(query, "T5") else OFFLINE
    selection = controls.several("Schemes", SCHEMES, key="measured", default=default)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        trained = controls.pick("Trained on texts of", TRAINED, key="trained", default="512")
        factor = controls.pick("Now a text how many times as long", FACTORS, key="factor", default="4")
        method = controls.choice(
            "Rotary scaling", SCALINGS, key="scaling", help="How rotary frequencies are stretched."
        )
        axis = controls.choice("Axis", AXES, key="offset_axis")
    return Options(
        schemes=tuple(scheme for scheme in SCHEMES if scheme in selection),
        text=LongerText(offset_curves.paired_dim(query), query.base, int(trained), int(factor)),
        method=method,
        logarithmic=axis == AXES[0],
    )


def _show(view: View, options: Options) -> None:
    """Draw each scheme on one measure; below, what a longer text means for each rotary pair."""
    query, text = view.query, options.text
    curves, reasons = offset_curves.curves(options.schemes, query, text, options.method)
    for reason in reasons:
        layout.warn(reason)
    if not curves and not reasons:
        st.info(NO_T5 if "T5" in options.schemes else "Choose a scheme to draw.")
    elif curves:
        _show_curves(query, options, curves)
    _show_longer(options)


def _show_curves(query: Query, options: Options, curves: tuple[OffsetScores, ...]) -> None:
    text = options.text
    rest = layout.brief_finding(scheme_summaries.curves(query, curves, options.method))
    across = len(curves) if len(curves) <= FEW else ACROSS
    for row in range(0, len(curves), across):
        for column, curve in zip(st.columns(across), curves[row : row + across], strict=False):
            with column:
                st.markdown(f"**{curve.scheme}**")
                figure = offset_curves.figure(
                    curve, among=curves, trained=text.trained, logarithmic=options.logarithmic, height=HEIGHT
                )
                alt = summaries.curve_summary(curve)
                layout.picture(figure, key=f"measure {curve.scheme}", alt=alt)
    notes = [
        "This is the positional part alone; content and the trained query and key matrices can sharpen or undo it.",
        "Full lines are dot products (before the softmax), dashed lines ratios of attention weights for equal content (after it): "
        "compare where the two kinds end, not their heights.",
        f"Shaded: farther than the {text.trained:,} positions of the training.",
    ]
    if any(curve.scheme == "learned" for curve in curves):
        notes.append(
            "The band of the learned table holds the middle 80% of its pairs of positions; where a point stands for "
            "several distances, the line is their mean and the other bands their range."
        )
    if "T5" in options.schemes and all(curve.scheme != "T5" for curve in curves):
        notes.insert(0, NO_T5)
    if text.dim != query.dim:
        notes.append(
            f"Sines and rotations need pairs: they are measured with dim = {text.dim:,}, not {query.dim:,}."
        )
    layout.fold(rest, *notes)
    formulas.fold(*FORMULAS)
    _show_numbers(curves)


def _show_numbers(curves: Sequence[OffsetScores]) -> None:
    """Show the scores at 0, 1, 2, 4, 8 …, and the last offset."""
    last = len(curves[0].offsets) - 1
    offsets = [0, *(2**power for power in range(last.bit_length()) if 2**power < last), last]
    columns = {curve.scheme: curve.scores[offsets] for curve in curves}
    layout.numbers(
        {"offset": offsets, **columns}, key="measure numbers", label="What is left at a distance", height=280
    )


def _show_longer(options: Options) -> None:
    """Show what a longer text means for each rotary pair."""
    text = options.text
    reaches = layout.attempt_part(offset_curves.reaches, text)
    if reaches is None:
        return
    scalings = {name: offset_curves.scaling(text, name) for name in SCALINGS}
    summary = scheme_summaries.longer_text(text.trained, text.factor, reaches, scalings)
    rest = layout.brief_finding(summary)
    layout.picture(offset_curves.reach_figure(text, options.method), key="reach", alt=summary)
    layout.fold(
        rest,
        "A sign stands on each pair that meets new angles. Linear: Chen et al. 2023, arxiv.org/abs/2306.15595. NTK-aware: bloc97 2023. "
        "YaRN: Peng et al. 2024, arxiv.org/abs/2309.00071.",
    )
    formulas.fold(
        *METHODS,
        note="s: how many times as long the text is. γ goes from 0 for pairs that turn more than 32 times in training to 1 for those "
        "that turn less than once.",
    )


def _code(view: View, options: Options) -> list[str]:
    query, text = view.query, options.text
    lengths = f"factor={text.factor}, trained_length={text.trained}"
    tensor, learned, relative = _checkpoint_code(query, text.length)
    calls = {
        "sinusoidal": f"positional.sinusoidal_scores({text.length}, {text.dim}, base={text.base:.17g})",
        "learned": learned,
        "rotary": f"positional.rotary_scores({text.length}, {text.dim}, base={text.base:.17g}, scaling=scaling)",
        "ALiBi": f"positional.alibi_scores({text.length}, {query.heads}, head={query.head})",
        "T5": relative,
    }
    return [
        "from embedlab import positional",
        "",
        f'scaling = positional.scaled_rotary({text.dim}, base={text.base:.17g}, method="{options.method}", {lengths})',
        *tensor,
        "for curve in [",
        *(f"    {calls[scheme]}," for scheme in options.schemes if calls[scheme]),
        "]:",
        "    print(curve.scheme, curve.half, curve.end, curve.scores)",
        f"reach = positional.rotary_reach(scaling, base={text.base:.17g}, {lengths})",
        "print(reach.never_full.sum(), reach.unseen.sum(), scaling.attention_factor)",
    ]


def _checkpoint_code(query: Query, length: int) -> tuple[list[str], str, str]:
    """Return the lines that read the checkpoint, and the curves of the learned table and of T5 ("": none)."""
    bundled = f'positional.learned_scores(embedlab.load_position_table("{ENCODER}"), length={length})'
    checkpoint = query.checkpoint
    if checkpoint is None:
        return [], bundled, ""
    kind = "position_table" if checkpoint.kind == "learned" else "relative_bias"
    lines = [
        f"tensor = positional.download_{kind}({checkpoint.repository!r}, revision={checkpoint.commit!r})"
    ]
    if checkpoint.kind == "learned":
        rows = "tensor.values[tensor.unused_rows :]"
        return lines, f"positional.learned_scores({rows}, length={length})", ""
    lines += [
        f"rows = positional.relative_buckets([-offset for offset in range({length})], buckets=len(tensor.values), "
        "max_distance=tensor.max_distance, bidirectional=tensor.bidirectional)",
    ]
    return (
        lines,
        bundled,
        f"positional.relative_scores(tensor.values[rows, min({query.head}, tensor.values.shape[1]) - 1])",
    )


PART = Part(
    label="One measure",
    ask=_ask,
    show=_show,
    code=_code,
    sources=lambda view, options: [
        sources.model(ENCODER, "encoder", "The learned curve is that of its position table.")
    ],
    line="One question to every scheme: how much of the score is left at a distance?",
    deeper=True,
)
