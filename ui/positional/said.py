"""What the heatmap shows, in a sentence computed from it; and the formula of each scheme."""

from __future__ import annotations

import numpy as np

from embedlab.positional import alibi_slopes, apply_rotary, bucket_ranges, wavelengths
from embedlab.positional.blocks import MAX_ANGLES, MAX_SQUARE, MAX_TABLE, block_steps
from ui import layout
from ui.models import ENCODER, encoder
from ui.positional.scales import turned_pairs
from ui.positional.view import MOST_TOKENS, TOGETHER, Asked, table, tokens, trained

__all__ = ["FORMULAS", "SINUSOIDS", "reading"]

SINUSOIDS = {
    "interleaved": r"PE(p, 2i) = \sin\!\left(p \cdot b^{-2i/d}\right),\quad PE(p, 2i+1) = \cos\!\left(p \cdot b^{-2i/d}\right)",
    "concatenated": r"PE(p, i) = \sin\!\left(p \cdot b^{-2i/d}\right),\quad PE(p, \tfrac{d}{2}+i) = \cos\!\left(p \cdot b^{-2i/d}\right)",
}
FORMULAS = {
    "learned": r"x_p = \text{token}_p + P_p,\quad P \in \mathbb{R}^{\text{window} \times d}\ \text{trained}",
    "rotary": r"\theta_i(p) = p \cdot b^{-2i/d},\quad \langle R_m q,\ R_n k\rangle\ \text{depends on}\ m - n\ \text{alone}",
    "ALiBi": r"\text{score}(i, j) = q_i \cdot k_j - m_h\,|i - j|,\quad m_h = 2^{-8h/n}\ \text{where}\ n\ \text{is a power of two}",
    "T5": r"\text{score}(i, j) = q_i \cdot k_j + B_{h,\,\text{bucket}(j - i)},\quad B\ \text{trained}",
}


def reading(asked: Asked) -> str:
    """Say what the heatmap shows."""
    said = {
        "sinusoidal": _sinusoidal,
        "learned": _learned,
        "rotary": _rotated if asked.sentence else _rotary,
        "ALiBi": _alibi,
        "T5": _bias if asked.repository else _buckets,
    }[asked.scheme](asked)
    return said + _blocks(asked)


def _sinusoidal(asked: Asked) -> str:
    turns = wavelengths(asked.dim, asked.base)
    said = (
        f"The fastest pair repeats every {turns[0]:.1f} positions, the slowest every {turns[-1]:,.0f}; "
        f"{_complete(asked)}."
        if len(turns) > 1
        else f"The only pair repeats every {turns[0]:.1f} positions."
    )
    if asked.length < 2:
        return said
    values, middle = table(asked), asked.length // 2
    near, far = (float(values[middle] @ values[place]) * 2 / asked.dim for place in (middle - 1, 0))
    place = asked.start + middle
    return (
        said
        + f" The cosine of positions {place:,} and {place - 1:,} is {near:.2f}, of positions {place:,} and {asked.start:,} it is {far:.2f}."
        + (" Positions below 0 are the mirror: sines change sign, cosines do not." if asked.start < 0 else "")
    )


def _learned(asked: Asked) -> str:
    values, (window, width) = table(asked), trained(asked).shape
    said = "Nobody wrote these numbers: they were trained."
    if asked.length > 1 and asked.dim > 1:
        units = values / np.linalg.norm(values, axis=1, keepdims=True)
        middle = asked.length // 2
        place = asked.start + middle
        said += (
            f" Positions {place} and {place - 1} have a cosine of {units[middle] @ units[middle - 1]:.2f}, positions {place} and "
            f"{asked.start} of {units[middle] @ units[0]:.2f}, in the first {asked.dim} of {width} dimensions."
        )
    return said + f" The table ends at position {window - 1}; this model cannot read further."


def _rotary(asked: Asked) -> str:
    turns = wavelengths(asked.dim, asked.base)
    last = f"; the last pair of {asked.dim // 2} needs {turns[-1]:,.0f}" if len(turns) > 1 else ""
    return (
        f"The first pair turns by 1 radian a position and is back after {turns[0]:.1f} positions{last}. "
        f"{_complete(asked).capitalize()}. "
        "Color shows the angle within one turn."
        + (" Positions below 0 turn the other way." if asked.start < 0 else "")
    )


def _rotated(asked: Asked) -> str:
    found = tokens(asked.sentence)
    shown = min(len(found.ids), MOST_TOKENS)
    before = encoder(ENCODER).token_embeddings[list(found.ids[:shown]), : asked.dim].astype(np.float64)
    positions = np.arange(asked.start, asked.start + shown)
    after = apply_rotary(before, positions, asked.base)
    lengths = np.linalg.norm(before, axis=1), np.linalg.norm(after, axis=1)
    cosine = float(before[-1] @ after[-1]) / float(lengths[0][-1] * lengths[1][-1])
    kept = "" if shown == len(found.ids) else f" The first {shown} of {len(found.ids)} tokens are drawn."
    still = " Position 0 turns nothing." if 0 in positions else ""
    return (
        f"The last token drawn, “{found.tokens[shown - 1]}” at position {positions[-1]:,}, keeps its length "
        f"({lengths[0][-1]:.3f} before, {lengths[1][-1]:.3f} after) and points elsewhere: its cosine with what it was is {cosine:.2f}.{still} "
        f"Dimension i turns together with dimension i + {asked.dim // 2}, as in Llama; a model turns its queries and keys like this, "
        f"here it is the first {layout.counted(asked.dim, 'dimension')} of the input table.{kept}"
    )


def _alibi(asked: Asked) -> str:
    slope = float(alibi_slopes(asked.heads)[asked.head - 1])
    said = f"Head {asked.head} of {asked.heads} subtracts {slope:.4f} for each step back"
    if asked.length > 1:
        back = min(10, asked.length - 1)
        said += f": a key {layout.counted(back, 'position')} away loses {back * slope:.3f}"
    said += ". " + ("Keys after the query are masked." if asked.causal else "Both sides count alike.")
    if asked.heads & (asked.heads - 1):
        power = 1 << (asked.heads.bit_length() - 1)
        said += (
            f" {asked.heads} is no power of two: heads 1 to {power} have the slopes of {power} heads, the others every "
            f"second slope of {2 * power}."
        )
    return said


def _buckets(asked: Asked) -> str:
    spans = bucket_ranges(
        buckets=asked.buckets, max_distance=asked.max_distance, bidirectional=not asked.causal
    )
    before = spans if asked.causal else spans[: asked.buckets // 2]
    single = 0
    while single < len(before) and before[single] == (-single, -single):
        single += 1
    last = before[-1]
    side = "A decoder" if asked.causal else "An encoder"
    alone = (
        f"the distances 0 to {single - 1} have one each" if single > 1 else "distance 0 has one of its own"
    )
    share = ", farther ones share" if single < len(before) - 1 else ""
    said = f"{side} has {len(before)} buckets for keys up to the query: {alone}{share}, "
    said += f"and all from {-last[0]} on fall into bucket {len(before) - 1}. " if last else ""
    said += (
        "Keys after the query are masked."
        if asked.causal
        else f"Keys after it have {asked.buckets // 2} more added to the number."
    )
    return said + " Each bucket adds one trained number a head; choose a checkpoint, and they are drawn."


def _bias(asked: Asked) -> str:
    row = table(asked)[asked.length - 1]  # offsets −(length − 1) … 0
    high, low = int(row.argmax()), int(row.argmin())
    place = asked.length - 1
    return (
        f"Head {asked.head} of {asked.heads} of {asked.repository}: looking back from query {place}, the key "
        f"{place - high} before it gains most ({row[high]:+.2f}), the key {place - low} before it least ({row[low]:+.2f}). "
        + (
            "Keys after the query are masked."
            if asked.causal
            else "Keys after the query have buckets of their own."
        )
    )


def _complete(asked: Asked) -> str:
    """Say how many pairs turn fully within the length."""
    count, pairs = turned_pairs(asked)
    return f"{count} of {pairs:,} pairs come round within {layout.counted(asked.length, 'position')}"


def _blocks(asked: Asked) -> str:
    """Say what a cell of the picture is where it is more than one of the table."""
    if asked.sentence:
        return ""
    most = MAX_SQUARE if asked.pairwise else MAX_ANGLES if asked.scheme == "rotary" else MAX_TABLE
    together = TOGETHER[asked.order] if asked.scheme == "sinusoidal" else 1
    steps = block_steps(table(asked).shape, most, together=together)
    if steps == (1, 1):
        return ""
    cell = f" The whole is larger than a screen: each cell drawn stands for {steps[0]} × {steps[1]} numbers"
    if asked.scheme == "rotary":
        return (
            cell
            + " and shows their mean direction; where they point all ways, none. Exact values are under Rows and columns."
        )
    if asked.scheme == "T5" and not asked.repository:
        return cell + ", the bucket in its middle is drawn. Exact values are under Rows and columns."
    pale = "; a fast wave averages to nearly 0 and looks pale" if asked.scheme == "sinusoidal" else ""
    return cell + f" and shows their mean{pale}. Exact values are under Rows and columns."
