"""What the parts about real vectors show: sums, clocks, conventions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embedlab import positional
from embedlab.cosine import paired_cosines
from embedlab.errors import quote
from embedlab.numerals import count_text, number_text, percent_text
from ui import layout

__all__ = [
    "added",
    "alibi_forms",
    "clocks",
    "misread",
    "roles",
    "rotary_conventions",
    "same_word",
    "sinusoid_conventions",
    "sinusoid_lengths",
]

LONGEST = 12  # characters of a token in a headline
ROUNDING = 1e-8  # of a score in float64: below, nothing has changed
PAPER_DIM = 512  # of the base model of Vaswani et al. 2017


def added(inputs: positional.InputText, tables: positional.InputTables) -> str:
    """Say how long the parts of the input are, and how much of each the sum keeps."""
    means, parts = inputs.means, inputs.parts
    token, position, segment, total, _ = means.norms
    low, high = means.crossing_range
    sentence = (
        f"Positions are {percent_text(position / token)} as long as the tokens they are added to. "
        f"Over the {count_text(means.tokens, 'token')} between [CLS] and [SEP], a token's vector has the length {token:.2f}, "
        f"that of its position {position:.2f}, of its segment {segment:.2f}, and their sum {total:.2f}. "
        f"Token and position stand nearly at right angles if their cosine is near 0: here it is {number_text(means.crossing)} on average "
        f"({number_text(low)} to {number_text(high)}). "
        f"The sum keeps a cosine of {means.cosines[0]:.2f} with its token and {means.cosines[1]:.2f} with its position; "
        f"after LayerNorm {means.normalized_cosines[0]:.2f} and {means.normalized_cosines[1]:.2f}. "
        f"Position 0, that of [CLS] in every text, has the length {parts.norms[1, 0]:.2f}."
    )
    ones = int(parts.segments.sum())
    if not ones:
        return sentence + " Every token gets row 0 of the segment table."
    first, second = tables.segment_norms
    return sentence + (
        f" {count_text(len(parts.segments) - ones, 'token')}, up to the first [SEP], get row 0 of the segment table, the other {ones} row 1; "
        f"the two rows have lengths {first:.2f} and {second:.2f} and a cosine of {tables.segment_cosine:.2f}."
    )


def same_word(inputs: positional.InputText, token: str, cosines: NDArray[np.float64]) -> str:
    """Say how alike a token's input is to itself at other places; `cosines` are those with all later ones."""
    positions, parts = inputs.positions(token), inputs.parts
    name = quote(token) if len(token) <= LONGEST else "This token"
    headline = f"{name} stands at the last position there is. "
    if len(cosines) > 1:
        headline = f"{name} keeps a cosine of {number_text(cosines.min())} or more wherever it stands. "
    if len(positions) > 1:
        one, other = positions[:2]
        cosine = float(paired_cosines(parts.normalized[one], parts.normalized[other]))
        same = parts.segments[one] == parts.segments[other]
        sentence = headline + (
            f"{quote(token)} stands at {layout.listed([str(position) for position in positions])}. "
            f"What the first layer reads at positions {one} and {other} has a cosine of {number_text(cosine, 3)}: the same row of the token table, "
            f"but another position{'' if same else ' and another segment'}. "
        )
    else:
        sentence = f"{headline}{quote(token)} stands at position {positions[0]} only; the curve moves it through all later ones. "
    if len(cosines) > 1:
        low = int(np.argmin(cosines))
        sentence += f"Over all {len(cosines) - 1} later positions the cosine is lowest {count_text(low, 'position')} further on: {number_text(cosines[low], 3)}."
    others = inputs.other_token_cosine
    if np.isnan(others):
        return sentence
    return f"{sentence} Two different tokens of this text have {number_text(others, 3)} on average."


def sinusoid_lengths(lengths: positional.SinusoidLengths) -> str:
    """Say how long a sinusoid is beside the tokens of a text."""
    learned, plain, scaled = lengths.shares
    return (
        f"A plain sinusoid would be {plain:.1f} times as long as a token. Rotary and ALiBi add nothing to a token. "
        f"The tokens of this text have a mean length of {lengths.token:.2f}, a sinusoid of {lengths.dim} numbers always has {lengths.sinusoid:.2f}: added as they are, it would be "
        f"{plain:.1f} times as long. Multiplied by √{lengths.dim} = {lengths.factor:.1f} the tokens have {lengths.scaled_token:.1f}, and the sinusoid is {scaled:.2f} of that; "
        f"here, with learned positions and no factor, it is {learned:.2f}. With {PAPER_DIM} numbers, as in the paper, the factor is {PAPER_DIM**0.5:.1f} and a sinusoid's length {(PAPER_DIM / 2) ** 0.5:.1f}."
    )


def roles(tokens: Sequence[str], special: Sequence[bool], ranks: positional.NormRanks) -> str:
    """Say how long the rows of the role tokens are."""
    names = dict.fromkeys(
        f"{token} {ranks.norms[index]:.2f} (longer than {percent_text(ranks.below[index])})"
        for index, token in enumerate(tokens)
        if special[index]
    )
    return f"Role tokens are rows of the table like any other. Their lengths are {layout.listed(list(names))}; the median of all {ranks.rows:,} rows is {ranks.usual:.2f}."


def clocks(
    pair: positional.RotaryPair, index: int, words: tuple[str, str], rounding: float, farthest: int
) -> str:
    """Say what the dot product of two turned vectors is, and what moving both or one does to it.

    Args:
        pair: the two vectors.
        index: of the pair of dimensions that is drawn.
        words: tokens of the query and the key.
        rounding: how much the sum changes where both move on.
        farthest: by how many positions.
    """
    alone = positional.score_by_offset(pair, pair.n - pair.m - 1).sum()
    still = (
        f"Moved on together by 1 to {farthest:,} positions, the score changes by no more than rounding."
        if rounding < ROUNDING
        else f"Moved on together by 1 to {farthest:,} positions, the score changes by at most {rounding:.1g}."
    )
    return (
        f"Moving both words on leaves their score at {number_text(pair.total)}. "
        f"Query “{words[0]}” at {pair.m:,}, key “{words[1]}” at {pair.n:,}: the {len(pair.frequencies)} pairs add up to {number_text(pair.total, 3)}. "
        f"{still} Moving the query alone by one makes it {number_text(alone, 3)}. "
        f"Pair {index + 1} turns by {np.degrees(pair.frequencies[index]):.3g}° per position and is back after {pair.wavelengths[index]:,.1f}; "
        f"its part of the score is {number_text(pair.contributions[index], 3)}."
    )


def sinusoid_conventions(conventions: positional.SinusoidConventions) -> str:
    """Say what sinusoids in another order have in common, and what not."""
    cosines, pairs = conventions.cosines, conventions.interleaved.shape[1] // 2
    worst = int(cosines.argmin())
    same = (
        "the dot products between positions are equal up to rounding"
        if conventions.product_difference < ROUNDING
        else f"the dot products between positions differ by at most {conventions.product_difference:.1g}"
    )
    return (
        f"The same numbers in another order: position {worst} keeps a cosine of {number_text(cosines[worst])}. "
        f"Interleaved and concatenated (sines, then cosines) hold the same numbers: {same}. "
        f"But read with the other one, position {worst} gets a vector with a cosine of {number_text(cosines[worst])} to its own ({number_text(cosines.mean())} on average). "
        f"tensor2tensor's wavelengths differ too: its dot products are off by up to {number_text(conventions.timescale_difference)} of {pairs}."
    )


def rotary_conventions(conventions: positional.RotaryConventions, tokens: Sequence[str]) -> str:
    """Say what the wrong convention does to a head's attention."""
    moved, most = conventions.moved, int(conventions.moved.argmax())
    same = (
        "the scores are the same up to rounding"
        if conventions.permuted_difference < ROUNDING
        else f"the largest difference is {conventions.permuted_difference:.1g}"
    )
    return (
        f"Read in the wrong convention, {percent_text(moved.mean())} of the attention goes elsewhere. "
        f"Scores change by up to {number_text(conventions.wrong_difference)}; most for “{tokens[most]}”: {percent_text(moved[most])}. "
        f"With q and k permuted alike, {same}."
    )


def alibi_forms(
    forms: positional.AlibiForms, slopes: NDArray[np.float64], others: NDArray[np.float64]
) -> str:
    """Say where the two forms and the two formulas of the slopes agree."""
    count, differ = len(slopes), int((~np.isclose(slopes, others)).sum())
    same = (
        "the attentions are the same up to rounding"
        if forms.difference < ROUNDING
        else f"the attentions differ by at most {forms.difference:.1g}"
    )
    return (
        "Two ways to write the bias give the same attention under a causal mask. "
        f"slope · (j − i) and slope · j differ by a constant in each row, {forms.slope:.4g} · i, which the softmax drops: {same}. "
        f"That needs the causal mask: in an encoder, slope · j in place of −slope · |j − i| changes a weight by up to {number_text(forms.unmasked_difference)}. "
        + (
            f"{count} heads are a power of two: both formulas give the same slopes."
            if not differ
            else f"{count} is no power of two: the authors' slopes and 2^(−8h/n) differ for {differ} of {count} heads."
        )
    )


def misread(result: positional.Misread) -> str:
    """Say what a decoder reads in the right convention and in the wrong one."""
    right, wrong = result.right, result.wrong
    half = len(right.losses) // 2
    worse = "more" if wrong.loss > right.loss else "no more"
    sentence = (
        f"In the wrong convention the model is {worse} surprised by the text. "
        f"Right, the next token is {_next(right)}; wrong, it is {_next(wrong)}. The mean surprise per token is {right.loss:.2f} nats, "
        f"and {wrong.loss:.2f} in the wrong convention"
    )
    if half > 1:
        sentence += f"; in the second half of the text {right.losses[half:].mean():.2f} against {wrong.losses[half:].mean():.2f}"
    if right.next_tokens.labels[0] == wrong.next_tokens.labels[0]:
        return (
            sentence
            + ". The same word comes first all the same: the mistake makes no error message, and the next word does not show it."
        )
    if wrong.loss > right.loss:
        return sentence + ". There is no error message: the model runs, and only its output is worse."
    return sentence + ". There is no error message, and on this text the surprise does not show it either."


def _next(reading: positional.Reading) -> str:
    token = reading.next_tokens.labels[0]
    return f"“{token.strip() or token}” ({percent_text(reading.next_tokens.scores[0])})"
