"""Positional encoding: four ways to say where a token stands."""

import numpy as np
import streamlit as st

from embedlab.positional import frequencies
from ui import controls, layout, sources
from ui.results import ENCODER, PositionQuestion, ask_curve, ask_positions

layout.header(
    "How does a model know where a word stands?",
    "Attention by itself sees a bag of tokens. Position has to be put in: as a vector added to each token "
    "(sinusoidal, learned), as a rotation (rotary), or as a penalty for distance (ALiBi).",
)
chooser, formula = st.columns([2, 3], vertical_alignment="bottom")
with chooser:
    scheme = controls.choice("Scheme", ["sinusoidal", "learned", "rotary", "ALiBi"], key="scheme")
strip = st.columns(4, vertical_alignment="bottom")
with strip[0]:
    length = int(controls.number("Length (positions)", 2, 512, 64, key="length"))
dim, base, order, heads, head, causal = 64, 10_000, "interleaved", 8, 1, True
if scheme == "ALiBi":
    with strip[1]:
        heads = int(controls.number("Heads", 1, 32, 8, key="heads"))
    with strip[2]:
        head = int(controls.number("Head", 1, 32, 1, key="head"))
    with strip[3]:
        causal = controls.switch("Causal mask", True, key="causal")
else:
    with strip[1]:
        dim = int(controls.number("Dimensions", 2, 384, 64, key="dim", step=2))
if scheme in {"sinusoidal", "rotary"}:
    with strip[2]:
        base = int(
            controls.pick("Base", ["100", "1000", "10000", "100000", "500000"], key="base", default="10000")
        )
if scheme == "sinusoidal":
    with strip[3]:
        order = controls.choice("Layout", ["interleaved", "concatenated"], key="layout")
controls.presets(
    {
        "the paper's sinusoids": {
            "scheme": "sinusoidal",
            "length": 64,
            "dim": 128,
            "base": "10000",
            "layout": "interleaved",
        },
        "learned, to its hard end": {"scheme": "learned", "length": 512, "dim": 384},
        "a steep ALiBi head": {"scheme": "ALiBi", "heads": 8, "head": 1, "length": 32, "causal": True},
    }
)

if scheme == "learned":
    layout.wait_for("tokens", "the checkpoint")
if scheme == "ALiBi":
    head = min(head, heads)  # a slider for heads may have been moved below it
SINUSOIDS = {
    "interleaved": r"PE(p, 2i) = \sin\!\left(p \cdot b^{-2i/d}\right),\quad PE(p, 2i+1) = \cos\!\left(p \cdot b^{-2i/d}\right)",
    "concatenated": r"PE(p, i) = \sin\!\left(p \cdot b^{-2i/d}\right),\quad PE(p, \tfrac{d}{2}+i) = \cos\!\left(p \cdot b^{-2i/d}\right)",
}
FORMULAS = {
    "sinusoidal": SINUSOIDS[order],
    "learned": r"x_p = \text{token}_p + P_p,\quad P \in \mathbb{R}^{512 \times 384}\ \text{trained}",
    "rotary": r"\theta_i(p) = p \cdot b^{-2i/d},\quad \langle R_m q,\ R_n k\rangle\ \text{depends on}\ m - n\ \text{alone}",
    "ALiBi": r"\text{score}(i, j) = q_i \cdot k_j - m_h\,|i - j|,\quad m_h = 2^{-8h/n}\ \text{where}\ n\ \text{is a power of two}",
}
with formula:
    layout.formula(FORMULAS[scheme])

question = PositionQuestion(scheme, length, dim, base, order, heads, head, causal)
view = layout.attempt(ask_positions, question)
table = view.table
middle = length // 2
turns = 2 * np.pi / frequencies(dim, base)  # positions for one full turn of each pair
if scheme == "sinusoidal":
    near, far = (float(table[middle] @ table[place]) * 2 / dim for place in (middle - 1, 0))
    sentence = (
        f"The fastest pair repeats every {turns[0]:.1f} positions, the slowest every {turns[-1]:,.0f}. The cosine of "
        f"positions {middle} and {middle - 1} is {near:.2f}, of positions {middle} and 0 it is {far:.2f}."
    )
elif scheme == "learned":
    units = table / np.linalg.norm(table, axis=1, keepdims=True)
    sentence = (
        f"Nobody wrote these numbers: they were trained. Positions {middle} and {middle - 1} have a cosine of "
        f"{units[middle] @ units[middle - 1]:.2f}, positions {middle} and 0 of {units[middle] @ units[0]:.2f}, in the "
        f"first {dim} of 384 dimensions. The table ends at position 511; this model cannot read further."
    )
elif scheme == "rotary":
    sentence = (
        f"The first pair turns by 1 radian a position and is back after {turns[0]:.1f} positions; the last pair of "
        f"{dim // 2} needs {turns[-1]:,.0f}. Color shows the angle within one turn."
    )
else:
    back = min(10, length - 1)
    sentence = (
        f"Head {head} of {heads} subtracts {-table[1, 0]:.4f} for each step back: a key {back} position{'' if back == 1 else 's'} away loses "
        f"{-table[back, 0]:.3f}. "
        + ("Keys after the query are masked." if causal else "Both sides count alike.")
    )
layout.picture(view.figure, key="positions", alt=sentence)
layout.reading(sentence)

columns = "key" if scheme == "ALiBi" else "pair" if scheme == "rotary" else "dimension"
rows = "query" if scheme == "ALiBi" else "position"
shown = min(8, table.shape[1])
layout.numbers(
    {
        rows: list(range(len(table))),
        **{f"{columns} {place}": table[:, place] for place in range(shown)},
    },
    key="position numbers",
    label=f"The numbers: the first {shown} of {table.shape[1]} columns",
    decimals=4,
    height=300,
)
one_column, one_row = st.tabs(
    [f"One {columns} over all positions", f"One {rows} over all columns"],
    key="position_tab",
    on_change="rerun",
    bind="query-params",
)
if one_column.open:
    with one_column:
        place = int(controls.number(f"Which {columns}", 0, 383, 0, key="column"))
        place = min(place, table.shape[1] - 1)
        name = f"{columns} {place}"
        layout.picture(ask_curve(question, 1, place, name, rows), key="column curve", alt=f"{name} by {rows}")
if one_row.open:
    with one_row:
        place = int(controls.number(f"Which {rows}", 0, 511, 0, key="row"))
        place = min(place, table.shape[0] - 1)
        name = f"{rows} {place}"
        layout.picture(
            ask_curve(question, 0, place, name, columns), key="row curve", alt=f"{name} by {columns}"
        )
CODE = {
    "sinusoidal": f'embedlab.positional.sinusoidal({length}, {dim}, base={base}, layout="{order}")',
    "learned": f'embedlab.load_position_table("{ENCODER}")[:{length}, :{dim}]',
    "rotary": f"embedlab.positional.rotary_angles({length}, {dim}, base={base})",
    "ALiBi": f"embedlab.positional.alibi_bias({heads}, {length}, causal={causal})[{head - 1}]",
}
SOURCES = {
    "sinusoidal": sources.computed("the formula of Vaswani et al. 2017, in float64."),
    "learned": sources.model(ENCODER, "encoder", "Its learned position table, 512 × 384."),
    "rotary": sources.computed("the angles of Su et al. 2021 (RoFormer), in float64; drawn modulo 2π."),
    "ALiBi": sources.computed(
        "the slopes and bias of Press et al. 2022, also for head counts that are not powers of two."
    ),
}
layout.foot([SOURCES[scheme]], f"import embedlab\n\n{CODE[scheme]}")
