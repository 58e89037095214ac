"""What the heatmap of a scheme shows, in a sentence computed from it."""

from __future__ import annotations

from embedlab.cosine import paired_cosines
from embedlab.numerals import MINUS, count_text, number_text
from embedlab.positional import OffsetScores, alibi_slopes, bucket_ranges, wavelengths
from embedlab.positional.blocks import MAX_ANGLES, MAX_SQUARE, MAX_TABLE, block_steps
from ui.positional import order_summaries, orders
from ui.positional.schemes import T5, Alibi, Learned, NoPositions, Rotary, Sinusoidal
from ui.positional.tables import View, encode, rotated_rows, trained_rows

__all__ = ["curve_summary", "fastest", "summary", "turned_pairs"]

FAST = 20  # positions: a wave as short as this looks another way at every word


def summary(view: View) -> str:
    """Say what the heatmap shows."""
    match view.query:
        case NoPositions(first=first, second=second):
            test = orders.test(first, second)
            return order_summaries.changes(test, view.table, orders.words(test).tolist())
        case Sinusoidal():
            sentence = _sinusoidal(view.query, view)
        case Learned():
            sentence = _learned(view.query, view)
        case Rotary(sentence=""):
            sentence = _angles(view.query)
        case Rotary():
            return _rotated(view.query)
        case Alibi():
            sentence = _alibi(view.query)
        case T5(checkpoint=None):
            return _buckets(view.query)
        case T5():
            sentence = _bias(view.query, view)
        case _:
            raise TypeError(type(view.query).__name__)
    return sentence + _blocks(view)


def curve_summary(curve: OffsetScores) -> str:
    """Say where the curve beside the heatmap falls to a half."""
    at = f"at distance {curve.half:,}" if curve.half is not None else "nowhere in this length"
    return f"{curve.scheme}: what is left of the score at each distance; a half or less is left {at} for the first time."


def fastest(turn: float) -> str:
    """Say how fast a wave is that repeats after so many positions.

    >>> fastest(6.28), fastest(3000.0)
    ('fast: changes<br>every word', 'fast: changes over<br>3,000 positions')
    """
    return "fast: changes<br>every word" if turn < FAST else f"fast: changes over<br>{turn:,.0f} positions"


def turned_pairs(query: Sinusoidal | Rotary) -> tuple[int, int]:
    """Return how many pairs turn fully within the length, and how many there are."""
    turns = wavelengths(query.dim, query.base)
    return int((turns <= query.length).sum()), len(turns)


def _middle_cosines(view: View) -> tuple[int, float, float]:
    """Return the position in the middle of a table, and its cosine with the one before and with the first."""
    middle = len(view.table) // 2
    near, first = paired_cosines(view.table[middle], view.table[[middle - 1, 0]])
    return view.query.start + middle, float(near), float(first)


def _sinusoidal(query: Sinusoidal, view: View) -> str:
    turns = wavelengths(query.dim, query.base)
    sentence = (
        f"Every position gets its own mix of fast and slow waves. "
        f"The fastest wave repeats every {turns[0]:.1f} positions, the slowest every {turns[-1]:,.0f}; {_complete(query)}."
        if len(turns) > 1
        else f"One wave repeats every {turns[0]:.1f} positions. With two dimensions there is no slower one."
    )
    if query.length < 2:
        return sentence
    middle, near, far = _middle_cosines(view)
    return (
        sentence
        + f" The cosine of positions {middle:,} and {middle - 1:,} is {number_text(near)}, of positions {middle:,} and {query.start:,} it is {number_text(far)}"
        " (1: same direction)."
        + (" Positions below 0 are the mirror: sines change sign, cosines do not." if query.start < 0 else "")
    )


def _learned(query: Learned, view: View) -> str:
    window, width = trained_rows(query).shape
    sentence = f"The table ends at position {window - 1}: this model reads no further. Nobody wrote these numbers: they were trained."
    if query.length > 1 and query.dim > 1:
        middle, near, far = _middle_cosines(view)
        sentence += (
            f" Positions {middle} and {middle - 1} have a cosine of {number_text(near)} (1: same direction), positions {middle} and "
            f"{query.start} of {number_text(far)}, in the first {query.dim} of {width} dimensions."
        )
    return sentence


def _angles(query: Rotary) -> str:
    turns = wavelengths(query.dim, query.base)
    last = f"; the last pair of {query.dim // 2} needs {turns[-1]:,.0f}" if len(turns) > 1 else ""
    return (
        "Each word's pairs are turned by its position, each at its own speed. "
        f"The first pair turns by 1 radian per position and is back after {turns[0]:.1f} positions{last}. "
        f"{_complete(query).capitalize()}. "
        "Color shows the angle within one turn."
        + (" Positions below 0 turn the other way." if query.start < 0 else "")
    )


def _rotated(query: Rotary) -> str:
    rows, tokens = rotated_rows(query), encode(query.sentence).tokens
    count, (before, after) = len(rows.before), rows.lengths[:, -1]
    rest = "" if count == len(tokens) else f" The first {count} of {len(tokens)} tokens are drawn."
    still = " Position 0 turns nothing." if 0 in rows.positions else ""
    return (
        "Turning a vector changes its direction and keeps its length. "
        f"The last token drawn, “{tokens[count - 1]}” at position {rows.positions[-1]:,}, keeps its length "
        f"({before:.3f} before, {after:.3f} after) and points elsewhere: its cosine with what it was is {number_text(rows.cosines[-1])}.{still} "
        f"Dimension i turns together with dimension i + {query.dim // 2}, as in Llama; a model turns its queries and keys like this, "
        f"here it is the first {count_text(query.dim, 'dimension')} of the input table.{rest}"
    )


def _alibi(query: Alibi) -> str:
    slope = float(alibi_slopes(query.heads)[query.head - 1])
    sentence = "The farther back a word stands, the more its score loses. "
    sentence += f"Head {query.head} of {query.heads} takes away {slope:.4f} for each step"
    if query.length > 1:
        back = min(10, query.length - 1)
        sentence += f": a key {count_text(back, 'position')} away loses {back * slope:.3f}"
    sentence += ". Stronger shade: more is taken away. "
    sentence += "Keys after the query are masked." if query.causal else "Both sides count alike."
    if query.heads & (query.heads - 1):
        power = 1 << (query.heads.bit_length() - 1)
        sentence += (
            f" {query.heads} is no power of two: heads 1 to {power} have the slopes of {power} heads, the others every "
            f"second slope of {2 * power}."
        )
    return sentence


def _buckets(query: T5) -> str:
    spans = bucket_ranges(
        buckets=query.buckets, max_distance=query.max_distance, bidirectional=not query.causal
    )
    before = spans if query.causal else spans[: query.buckets // 2]
    single = 0
    while single < len(before) and before[single] == (-single, -single):
        single += 1
    last = before[-1]
    side = "A decoder" if query.causal else "An encoder"
    alone = (
        f"the distances 0 to {single - 1} have one each" if single > 1 else "distance 0 has one of its own"
    )
    share = ", farther ones share" if single < len(before) - 1 else ""
    sentence = (
        "Each near distance has a bucket of its own; far ones share one. "
        if share
        else "Each distance has a bucket. "
    )
    sentence += f"{side} has {len(before)} buckets for keys up to the query: {alone}{share}, "
    sentence += f"and all from {-last[0]} on fall into bucket {len(before) - 1}. " if last else ""
    sentence += (
        "Keys after the query are masked."
        if query.causal
        else f"Keys after it have {query.buckets // 2} more added to the number."
    )
    return sentence + (
        " Stronger shade: more distances share the bucket. Each bucket adds one trained number per head; choose a checkpoint, and they are drawn."
    )


def _bias(query: T5, view: View) -> str:
    assert query.checkpoint is not None
    row = view.table[query.length - 1]  # offsets −(length − 1) … 0
    high, low = int(row.argmax()), int(row.argmin())
    last = query.length - 1
    return (
        f"Head {query.head} favors the word {count_text(last - high, 'position')} before the query. "
        f"Head {query.head} of {query.heads} of {query.checkpoint.repository}: looking back from query {last}, the key "
        f"{last - high} before it gains most ({_signed(row[high])}), the key {last - low} before it least ({_signed(row[low])}). "
        + (
            "Keys after the query are masked."
            if query.causal
            else "Keys after the query have buckets of their own."
        )
    )


def _signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", MINUS)


def _complete(query: Sinusoidal | Rotary) -> str:
    """Say how many pairs turn fully within the length."""
    count, pairs = turned_pairs(query)
    return f"{count} of {pairs:,} pairs complete a turn within {count_text(query.length, 'position')}"


def _blocks(view: View) -> str:
    """Say what a cell of the picture is where it is more than one of the table."""
    query, most, together = view.query, MAX_TABLE, 1
    if isinstance(query, Alibi | T5):
        most = MAX_SQUARE
    elif isinstance(query, Rotary):
        most = MAX_ANGLES
    elif isinstance(query, Sinusoidal):
        together = query.together
    steps = block_steps(view.table.shape, most, together=together)
    if steps == (1, 1):
        return ""
    cell = f" The whole is larger than a screen: each cell drawn stands for {steps[0]} × {steps[1]} numbers"
    if isinstance(query, Rotary):
        return (
            cell
            + " and shows their mean direction; where they point all ways, none. Exact values are under Rows and columns."
        )
    pale = "; a fast wave averages to nearly 0 and looks pale" if isinstance(query, Sinusoidal) else ""
    return cell + f" and shows their mean{pale}. Exact values are under Rows and columns."
