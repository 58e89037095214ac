"""What the parts about the schemes themselves show: a row and a column, one measure, longer texts, costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from embedlab import positional
from embedlab.numerals import MINUS, count_text, number_text, percent_text
from embedlab.positional import SCALING_NAMES, ModelSize, OffsetScores, RotaryReach, ScaledRotary
from ui import layout
from ui.positional.schemes import T5, Alibi, Query, Rotary, Sinusoidal
from ui.positional.summaries import turned_pairs
from ui.positional.tables import View

__all__ = [
    "SCHEME_BEYOND",
    "SCHEME_WHERE",
    "costs",
    "crossing",
    "curves",
    "longer_text",
    "offsets",
    "wavelengths",
]

# one line per scheme; what is measured by others has its source in `POSITION_SCHEMES`
SCHEME_WHERE = {
    "sinusoidal": "added to each word, once",
    "learned": "added to each word, once",
    "T5": "added to each score, in every layer",
    "rotary": "turns queries and keys, in every layer",
    "ALiBi": "taken from each score, in every layer",
    "none": "nowhere; a causal mask alone tells the order",
}
SCHEME_BEYOND = {
    "sinusoidal": "defined, but models soon get worse",
    "learned": "the table ends",
    "T5": "all far distances share the last bucket",
    "rotary": "new angles: long texts need scaling",
    "ALiBi": "made for it",
    "none": "worked in a study of small decoders",
}
SPREAD_AT = 10  # an offset


def crossing(view: View, column: int, position: int) -> str:
    """Say what stands where a row and a column of the table cross."""
    query, value = view.query, view.table[position - view.query.start, column]
    match query:
        case Alibi() | T5():
            return _pairwise(query, position, column, float(value))
        case Sinusoidal():
            pair, wave = query.wave(column)
            radians = position * positional.frequencies(query.dim, query.base)[pair]
            return (
                f"Dimension {column} is {number_text(value)} at position {position:,}. "
                f"It is the {wave} of pair {pair} and {_repeats(query, pair)} At position {position:,} it is exactly "
                f"{number_text(value, 6)}, the {wave} of {radians:,.6g} radians."
            )
        case Rotary():
            turns = value / (2 * np.pi)
            return (
                f"Pair {column} has made {number_text(turns)} turns at position {position:,}. "
                f"It {_repeats(query, column)} Its angle is {value:.10g} radians, {number_text(turns, 3)} turns: "
                f"the sine is {number_text(np.sin(value), 6)}, the cosine {number_text(np.cos(value), 6)}."
            )
        case _:
            values = view.table[:, column]
            return (
                f"Dimension {column} is {number_text(value)} at position {position}. It goes from {number_text(values.min(), 4)} to "
                f"{number_text(values.max(), 4)} and follows no formula: at position {position} it is exactly {value!s}."
            )


def _repeats(query: Sinusoidal | Rotary, pair: int) -> str:
    turn = float(positional.wavelengths(query.dim, query.base)[pair])
    return f"repeats every {turn:,.1f} positions: {query.length / turn:,.2f} times within {query.length:,}."


def _pairwise(query: Alibi | T5, position: int, key: int, value: float) -> str:
    offset = key - position
    where = f"Key {key} stands {count_text(abs(offset), 'position')} {'after' if offset > 0 else 'before'} query {position}"
    if offset == 0:
        where = f"Key {key} is the query itself"
    if query.causal and offset > 0:
        return f"Key {key} is hidden from query {position}. {where}: it is masked."
    if isinstance(query, Alibi):
        slope = float(positional.alibi_slopes(query.heads)[query.head - 1])
        return (
            f"The score of query {position} and key {key} loses {number_text(abs(value))}. "
            f"{where}: {abs(offset)} times the slope {slope:.8g} is taken away, {abs(value):.8g}."
        )
    if query.checkpoint is not None:
        gets = f"{value:+.8g}".replace("-", MINUS)
        return f"The score of query {position} and key {key} changes by {number_text(value)}. {where}: head {query.head} adds {gets}."
    return f"Key {key} falls into bucket {int(value)} of query {position}. {where}."


def wavelengths(query: Sinusoidal | Rotary) -> str:
    """Say how many pairs do not turn fully."""
    within, pairs = turned_pairs(query)
    return (
        f"Pairs above the line do not complete a turn within {count_text(query.length, 'position')}: "
        f"{pairs - within} of {pairs}. A model trained on this length has never seen the rest of their turn."
    )


def offsets(span: tuple[int, int | None] | None) -> str:
    """Return the offsets of a bucket in words.

    >>> offsets((-8, -11)), offsets((6, None)), offsets((0, 0)), offsets(None)
    ('−8 to −11', '6 and beyond', '0', 'nothing')
    """
    if span is None:
        return "nothing"
    nearest, farthest = span
    text = f"{nearest}"
    if farthest is None:
        text += " and beyond"
    elif farthest != nearest:
        text += f" to {farthest}"
    return text.replace("-", "−")


def curves(query: Query, results: Sequence[OffsetScores], method: str) -> str:
    """Say where each curve falls to a half, and what tables hold.

    Args:
        query: gives heads.
        results: the curves.
        method: how rotary frequencies are scaled.
    """
    falls = layout.listed([f"{_named(query, curve, method)} {_half(curve)}" for curve in results])
    reached = [curve for curve in results if curve.half is not None]
    first = min(reached, key=lambda curve: curve.half or 0, default=None)
    sentence = (
        "No scheme falls to a half within this length. "
        if first is None
        else f"{first.scheme[0].upper()}{first.scheme[1:]} {_half(first).replace('at offset', 'falls to a half first, at distance')}. "
    )
    sentence += f"Where a half or less is left for the first time: {falls}. "
    names = {curve.scheme: curve for curve in results}
    if {"sinusoidal", "rotary"} <= set(names):
        if np.array_equal(names["sinusoidal"].scores, names["rotary"].scores):
            sentence += (
                "Sinusoidal and rotary are one and the same curve; the difference is where it acts: once in the sum at the "
                "input, or on every query and key of every layer. "
            )
        else:
            sentence += "Without scaling, rotary is the very curve of the sinusoids. "
    if "learned" in names:
        sentence += _spread(names["learned"])
    for curve in results:
        if curve.end < len(curve.offsets) - 1:
            sentence += f"The {curve.scheme} table ends: offset {curve.end:,} is its last, position {curve.end + 1:,} does not exist. "
    return sentence.strip()


def _spread(curve: OffsetScores) -> str:
    """Say that a trained table depends on more than the offset."""
    at = min(SPREAD_AT, curve.end)
    if curve.low is None or curve.high is None:
        return ""
    return (
        f"The learned one depends on more than the offset: at {at}, the middle 80% of its pairs of positions have "
        f"{curve.low[at]:.2f} to {curve.high[at]:.2f}. "
    )


def _named(query: Query, curve: OffsetScores, method: str) -> str:
    if curve.scheme == "ALiBi":
        return f"ALiBi (head {query.head} of {query.heads})"
    if curve.scheme == "rotary" and method != "none":
        return f"rotary ({SCALING_NAMES[method]})"
    return curve.scheme


def _half(curve: OffsetScores) -> str:
    return f"not up to offset {curve.end:,}" if curve.half is None else f"at offset {curve.half:,}"


def longer_text(
    trained: int, factor: int, reaches: Mapping[str, RotaryReach], scalings: Mapping[str, ScaledRotary]
) -> str:
    """Say what a text `factor` times as long as the `trained` one means for rotary pairs, by scaling."""
    pairs, slow = len(reaches["none"].trained), int(reaches["none"].never_full.sum())
    unseen = {name: int(reach.unseen.sum()) for name, reach in reaches.items()}
    news = unseen["none"]
    sentence = "A text as long as those of the training brings no new angle. "
    if factor > 1:
        sentence = f"In a longer text, {news} of {count_text(pairs, 'rotary pair')} meet angles never seen. "
    sentence += (
        f"Trained on {trained:,} positions, {slow} of {count_text(pairs, 'rotary pair')} never complete a "
        f"full turn. In a text of {trained * factor:,} positions, "
        f"{news} of them meet angles that training never showed; with linear scaling {unseen['linear']}, "
        f"NTK-aware {unseen['ntk']}, YaRN {unseen['yarn']}. "
    )
    if pairs == 1:
        sentence += "With dim = 2 there is only the first pair, and NTK-aware scaling, which keeps it, changes nothing. "
    if factor == 1:
        return sentence + "Nothing needs scaling."
    fastest = {name: float(scaling.frequencies[0]) for name, scaling in scalings.items()}
    attention = scalings["yarn"].attention_factor
    return sentence + (
        f"The price: from one position to the next the fastest pair turned {fastest['none']:.2f} radians in training, and now "
        f"{fastest['linear']:.2f} with linear scaling, {fastest['ntk']:.2f} with NTK-aware, {fastest['yarn']:.2f} with YaRN. YaRN also multiplies every score by {attention**2:.2f}, which a ratio to offset 0 does not show."
    )


def costs(size: ModelSize, stored: int | None) -> str:
    """Say what the schemes cost in a model of a size; `stored` counts the parameters of a real one."""
    learned, relative = (positional.position_parameters(scheme, size) for scheme in ("learned", "T5"))
    added, turned, biased = (
        positional.position_work(scheme, size) for scheme in ("learned", "rotary", "ALiBi")
    )
    sentence = (
        "Only learned tables and T5 train numbers for positions. "
        f"With {count_text(size.length, 'position')}, {count_text(size.dim, 'dimension')}, {count_text(size.heads, 'head')} and "
        f"{count_text(size.layers, 'layer')}, a learned table has {size.length:,} × {size.dim:,} = {learned:,} "
        f"parameters, T5's buckets {relative:,}, the others none. "
    )
    if stored is not None:
        sentence += (
            f"The table is real here: {percent_text(learned / stored, 1)} of this checkpoint's {stored:,}. "
        )
    sentence += f"Adding at the input changes {added:,} numbers once; "
    if turned == biased:
        return sentence + f"rotating every query and key and a bias on every score change {turned:,} each."
    least, most = sorted((turned, biased))
    dear, cheap = "a bias on every score", "rotating every query and key"
    if turned == most:
        dear, cheap = cheap, dear
    times = most / least
    often = f"{times:.3g}" if times < 1_000 else f"{times:,.0f}"
    return sentence + f"{dear} changes the most, {most:,}, {often} times as many as {cheap}."
