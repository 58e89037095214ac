"""Sentences about the next token and the lens, computed from results."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab.attention import Continuation, LogitLens, TokenInfluence
from embedlab.numerals import number_text, percent_text
from embedlab.ranking import Ranking

__all__ = ["LENS_LIMITS", "branches", "changed", "lens", "matters", "next_token", "written"]

LENS_LIMITS = (
    "A lens is not what a layer believes: only the last layer was trained to be read by this matrix. "
    "An encoder such as MiniLM has no output matrix here, and so no lens."
)


def _word(label: str) -> str:
    """Return the label of a token without its space; a space alone stays."""
    return label.strip(" ␣") or label


def next_token(text: str, ranking: Ranking, after: NDArray[np.float64], left: int) -> str:
    """Say which token is the most probable, before and after the cuts."""
    first = _word(ranking.labels[0])
    return (
        f"After “{text.strip()}” the model expects “{first}” with {percent_text(ranking.scores[0])}. "
        f"With these settings {left:,} {'token' if left == 1 else 'tokens'} can be drawn, and “{first}” "
        f"has {percent_text(after[0])}."
    )


def lens(result: LogitLens, norm: str) -> str:
    """Say where the final answer enters, or what a wrong norm does."""
    ranks = result.answer_ranks[:, -1]
    last = len(ranks) - 1
    if norm == "none":
        middle = last // 2
        token, share = str(result.words[middle, -1, 0]), result.probabilities[middle, -1, 0]
        return (
            f"Without the final norm layer {middle} seems to write “{_word(token)}” "
            f"with {percent_text(share)}: an artifact of the missing norm. Only layer {last} is right."
        )
    if norm == "twice":
        share = result.probabilities[-1, -1, 0]
        return (
            f"Normalized twice, the last row gives its first token {percent_text(share)}: no longer the "
            "model's own output."
        )
    first = int(np.flatnonzero(ranks > 1)[-1]) + 1 if (ranks > 1).any() else 0
    middle = max(0, first - 3)
    where = f"only in layer {last}, the last" if first == last else f"from layer {first} of {last} on"
    return (
        f"The answer “{_word(result.answer)}” comes first {where}; in layer {middle} its rank "
        f"is {ranks[middle]:,}. Layer {last} is the model's own output."
    )


def written(text: str, result: Continuation) -> str:
    """Say what was written, and where the model was least sure."""
    if not result.labels:
        return f"After “{text.strip()}” the model ends the text at once. Other draws may go on."
    step = int(result.probabilities.argmin())
    return (
        f"“{text.strip()}” goes on: “{' '.join(result.text.split())}”. "
        f"It was least sure of “{_word(result.labels[step])}” (step {step + 1}, "
        f"{percent_text(result.probabilities[step])}). The model writes what is likely, whether true or not."
    )


def branches(label: str) -> str:
    """Say what the buttons below a step do."""
    return f"In place of “{_word(label)}” these were most probable. A click writes on from there."


def changed(change: str, before: Ranking, after: Ranking, share: float, bits: float) -> str:
    """Say what a change does to the answer, which then has this share."""
    answer, now = (_word(each.labels[0]) for each in (before, after))
    end = "." if before.rows[0] == after.rows[0] else f"; the model now expects “{now}”."
    return (
        f"{change}, “{answer}” goes from {percent_text(before.scores[0])} to {percent_text(share)}{end} "
        f"All probabilities together change by {bits:.2f} bits (0: not at all)."
    )


def matters(result: TokenInfluence) -> str:
    """Say which token is attended to and which one matters, and whether the two orders agree."""
    seen, moved = int(result.weights.argmax()), int(result.bits.argmax())
    first = (
        f"The last token looks most at “{_word(result.tokens[seen])}” ({percent_text(result.weights[seen])})"
    )
    if seen == moved:
        first += f", and hiding it changes most ({result.bits[moved]:.1f} bits). "
    else:
        first += (
            f", but hiding “{_word(result.tokens[moved])}” changes more "
            f"({result.bits[moved]:.1f} bits against {result.bits[seen]:.1f}). "
        )
    if result.cut:
        first += f"The first {len(result.tokens) + 1} tokens are read, {result.cut} more are not. "
    if np.isnan(result.correlation):
        return f"{first}For a correlation the text is too short."
    return (
        f"{first}Without the first token, where heads rest, the two orders correlate with "
        f"{number_text(result.correlation)} (1: the same order). Attention alone explains no answer."
    )
