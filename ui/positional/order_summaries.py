"""What two orders of the same words show, without positions and with them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

import embedlab
from embedlab.errors import quote
from embedlab.numerals import count_text, number_text, percent_text
from embedlab.positional import LAYER_CASES, TOLERANCE, LayerShuffle, ShuffleTest

__all__ = ["SAME_ORDER", "changes", "decoder_orders", "orders", "replaced_order", "word_order"]

SAME_ORDER = "To the model both texts are the same. Change the order of the second one."
CASE = LAYER_CASES[0]  # the one that cannot tell two orders apart
_HEADLINES = {
    "no positions": "In either order, each word looks at the same words.",
    "causal mask": "Hiding the words that follow already tells the orders apart.",
    "positions": "With positions, each word looks elsewhere in the other order.",
}
_NEITHER = "Here the two orders are told apart in another way than usual."


def replaced_order(test: ShuffleTest, second: str) -> str:
    """Say why the words of the first text were shuffled."""
    why = (
        f"{quote(second)} does not have the tokens of the first text"
        if second.strip()
        else "There is no second text"
    )
    if test.first == test.second:
        return f"{why}, and those of the first have one order only; type at least two different words."
    return f"{why}; the words of the first are shuffled instead: {quote(test.second)}."


def changes(test: ShuffleTest, moved: NDArray[np.float64], words: Sequence[int]) -> str:
    """Say what two orders of the same words change, without positions and with them.

    Args:
        test: the two orders.
        moved: (words, 2) how far each word's vector moves, without and with positions.
        words: indices of the words among the tokens.
    """
    if test.same_order:
        return SAME_ORDER
    without, added = moved.max(axis=0)
    most = quote(test.tokens[words[int(moved[:, 1].argmax())]])
    sentence = (
        "Without positions, both orders give the same vectors. "
        if without <= TOLERANCE
        else f"Even without positions, a vector changes by {percent_text(without)}. "
    )
    return sentence + (
        f"With positions, {most} changes most, by {percent_text(added)} of its length. "
        f"No change: below rounding. 1 → 3: first word in one order, third in the other. "
        "Computed with the trained attention of MiniLM's first layer."
    )


def orders(test: ShuffleTest, layer: LayerShuffle, masked: LayerShuffle) -> str:
    """Say whether a layer and the encoder tell two orders apart, and what a causal mask alone does.

    Args:
        test: the two orders through the whole model.
        layer: through one layer, the case that is drawn.
        masked: through one layer without positions, under a causal mask.
    """
    if test.same_order:
        return SAME_ORDER
    inside = [index for index, special in enumerate(test.special) if not special]
    most = max(inside, key=lambda index: test.moved[1, -1, index])
    leaked = max(inside, key=lambda index: masked.moved[index])
    sentence = _HEADLINES[layer.case] if (layer.moved > TOLERANCE).any() != (layer.case == CASE) else _NEITHER
    if test.blind:
        sentence += (
            f" Without positions each of the {len(test.tokens)} tokens has the same vector in both orders, at all {test.layers} layers: "
            "no number differs by more than rounding."
        )
    else:
        sentence += (
            f" Without positions the largest difference of two numbers is {test.differences[0].max():.1g}."
        )
    return sentence + (
        f" With positions, {quote(test.tokens[most])} (token {most}) has a cosine of {number_text(test.cosines[1, -1, most])} with itself "
        f"in the other order after {test.layers} layers. In one layer without positions, a causal mask alone moves "
        f"{quote(test.tokens[leaked])} (token {leaked}) by {percent_text(masked.moved[leaked])} of its length."
    )


def decoder_orders(test: ShuffleTest, name: str) -> str:
    """Say what a decoder without positions makes of two orders."""
    if test.same_order:
        return f"To {name} both texts are the same. They have the same tokens in the same order; change the second."
    moved, entering = test.moved[0, -1], test.moved[:, 0].max()
    most = int(np.argmax(moved))
    headline = (
        f"{name} cannot tell the two orders apart without positions. "
        if test.blind
        else f"{name} tells the orders apart without positions. "
    )
    replaced = (
        ""
        if test.reordered
        else f"{name} splits the second text into other tokens; the words of the first are shuffled instead: {quote(test.second.strip())}. "
    )
    enters = (
        f"At its input a token moves by up to {percent_text(entering)}."
        if entering > TOLERANCE
        else "At its input no token moves: rotary adds nothing to a token."
    )
    word = quote(test.tokens[most].replace("Ġ", " ").strip())
    return (
        f"{headline}{replaced}Read in small letters, with every token at position 0: after {test.layers} layers {word} "
        f"(token {most}) moves by {percent_text(moved[most])} of its length. {enters}"
    )


def word_order(result: embedlab.context.WordOrder, shuffles: int) -> str:
    """Say how near each vector stays to its own, after the last layer, when the words change places."""
    cosines, whole = result.cosines[-1], result.sentence_cosines[:, -1]
    most, least = int(cosines.argmin()), int(cosines.argmax())
    count = len(result.shuffled)
    sentence = f"Shuffling moves {quote(result.words[most])} most and {quote(result.words[least])} least. "
    if most == least or len(f"{result.words[most]}{result.words[least]}") > 30:
        sentence = "Shuffling the words moves their vectors. "
    sentence += (
        f"Over {count_text(count, 'other order')}, a word's vector after the last layer has a mean cosine of {number_text(cosines.mean())} with its own "
        f"in the sentence as it is (1: unchanged): {number_text(cosines[most])} for word {most + 1}, {number_text(cosines[least])} for word {least + 1}. "
        f"Two different words of the sentence have {number_text(result.between[-1])}. "
        f"The mean of all tokens, the vector of the sentence, keeps {number_text(whole.mean())}. "
    )
    if count < shuffles:
        sentence += f"There are no more than {count} orders that the model can tell from this one. "
    if (result.static_cosines == 1).all():
        return sentence + "The static vectors, rows of the input table, stay exactly the same."
    return sentence + (
        f"The static vectors keep {number_text(result.static_cosines.mean())}: here a word's tokens depend on where it stands."
    )
