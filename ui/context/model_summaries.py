"""What the page says about other models: results in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

import embedlab
from embedlab.errors import quote
from embedlab.numerals import count_text, number_text, percent_text

__all__ = ["follows", "model_depth"]

UNCHANGED = 1e-5  # cosines closer to 1 than this differ by rounding only

Effects = tuple[embedlab.context.PrefixEffect, embedlab.context.PrefixEffect]  # sense told after, before


def model_depth(
    word: str,
    other: str,
    results: Mapping[str, tuple[embedlab.context.Separation, embedlab.context.SenseProbe]],
    cut: int,
) -> str:
    """Say how many senses each model finds at its last layer, and where it finds the most."""
    shares, each = [], []
    for name, (separation, probe) in results.items():
        best, last = int(np.argmax(probe.accuracy)), len(probe.accuracy) - 1
        shares.append(percent_text(float(probe.accuracy[last])))
        also = (
            ""
            if best == last
            else f", of {percent_text(float(probe.accuracy[best]))} at layer {best} of {last}"
        )
        each.append(
            f"{name} finds the sense of {shares[-1]} of the sentences at its last layer{also}"
            f" (gap there {number_text(separation.gap[best])})"
        )
    high = max(probe.chance_high_any for _, probe in results.values())
    text = (
        f"At the last layer the senses found are {shares[0]} and {shares[1]}. {quote(word)}: {'; '.join(each)}. Shuffled labels rarely "
        f"exceed {percent_text(high)}, even at the best of their layers. The shares can be compared between models; the gaps cannot "
        "quite: where all vectors point the same way, every cosine is high and every gap small."
    )
    return text + (
        f" {count_text(cut, 'sentence')} beyond the window of {other} lost their end there." if cut else ""
    )


def follows(encoder: Effects, decoder: Effects | None) -> str:
    """Say whether what stands after a word changes its vector, in a model that reads both sides and in one that does not.

    Args:
        encoder: the effects of words after it, and of words before it.
        decoder: the same in the decoder; None where it is not installed.
    """
    word = quote(encoder[0].word)
    reads, told = not _is_unchanged(encoder[0]), _last(encoder)
    text = f"In the encoder {word} {'knows' if reads else 'does not know'} what follows"
    if decoder is None:
        return f"{text}. Its two vectors have a cosine of {told}."
    same = _is_unchanged(decoder[0])
    text += f"; in the decoder it {'does not' if same else 'does'}." if reads else "."
    after = "1.00 at every layer, as what follows has not been read yet" if same else f"{_last(decoder)}"
    return (
        f"{text} Cosine of its two vectors at the last layer: encoder {told}; decoder {after}, and with the sense told before the word "
        f"{number_text(decoder[1].cosines[-1])}. A decoder, the kind of model that writes text, reads only what stands before a word."
    )


def _last(effects: Effects) -> str:
    after, before = (number_text(effect.cosines[-1]) for effect in effects)
    return f"{after} with the sense told after the word, {before} with it told before"


def _is_unchanged(effect: embedlab.context.PrefixEffect) -> bool:
    return bool(np.allclose(effect.cosines, 1, atol=UNCHANGED))
