"""What the page says about where senses separate: results in, sentences out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from embedlab.numerals import count_text, number_text, percent_text
from ui.context.summaries import unlike_pooling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    import embedlab
    from ui.context.query import Sentences

__all__ = ["all_pairs", "gap_by_layer", "probe", "silhouette_by_layer", "unlike_pooling"]

CHANCE = 0.05


def all_pairs(
    result: embedlab.context.Separation, random: embedlab.context.Anisotropy, *, is_centered: bool
) -> str:
    """Say what two uses have at the last layer, whatever their sense, and what two random words have."""
    value, chance = result.all_pairs[-1], number_text(random.mean[-1])
    if np.isnan(value):
        return f"One sentence has no pair to compare. Two random words have a cosine of {chance} at the last layer."
    centered = " Centered: the mean of the bundled words is subtracted." if is_centered else ""
    between = (
        f"90% of random pairs lie between {number_text(random.low[-1])} and {number_text(random.high[-1])}"
    )
    return (
        f"At the last layer, two uses have a cosine of {number_text(value)}. Mean over all pairs; two random words have "
        f"{chance}, and {between}.{centered}"
    )


def silhouette_by_layer(silhouette: NDArray[np.float64], chance: embedlab.context.ShuffledSenses) -> str:
    """Say at which layer the senses separate best, and whether that is more than chance."""
    best, layers = int(np.argmax(silhouette)), len(silhouette)
    value, high = silhouette[best], chance.silhouette_high[best]
    more = "far from" if value > 2 * max(high, 0) else "above" if value > high else "no more than"
    return (
        f"The meanings separate best at layer {best}: silhouette {number_text(value)}. The silhouette asks of each use: is "
        f"it nearer to its own meaning than to the next? 1 is fully apart, 0 mixed. It is {more} chance: shuffled labels "
        f"reach {number_text(high)} there. Picking the best of {layers} layers is itself a selection."
    )


def gap_by_layer(
    result: embedlab.context.Separation, chance: embedlab.context.ShuffledSenses, *, is_centered: bool
) -> str:
    """Say at which layer the gap between cosines is widest, and what it measures."""
    best = int(np.nanargmax(result.gap))
    within, between = number_text(result.within[best]), number_text(result.between[best])
    centered = "Centered. " if is_centered else ""
    return (
        f"The gap is widest at layer {best}: {number_text(result.gap[best], 3)}. {centered}Mean cosine of one meaning "
        f"({within}) minus that of different meanings ({between}). It grows wherever all cosines spread, so it cannot "
        f"be compared between layers; shuffled labels reach {number_text(chance.gap_high[best], 3)} there."
    )


def probe(sentences: Sentences, result: embedlab.context.SenseProbe) -> str:
    """Say how many senses are found at the best layer, and how many shuffled labels find."""
    count, best = len(sentences.sentences), int(np.argmax(result.accuracy))
    right, chance, p = round(result.accuracy[best] * count), result.chance[best] * count, result.p_value[best]
    text = (
        f"The nearest mean finds {right} of {count} at layer {best}. Each sentence is left out in turn; the nearest mean "
        f"vector of the others names its sense. Shuffled labels find {number_text(chance, 1)} on average "
        f"(p = {number_text(p, 3)}), and at the best of their layers 5% of them exceed {percent_text(result.chance_high_any)}. "
        f"Always naming the most frequent sense finds {round(result.majority * count)}."
    )
    if result.smallest_p > CHANCE:
        text += (
            f" So few sentences prove nothing: p can hardly fall below {number_text(result.smallest_p)} here."
        )
    elif p > CHANCE:
        text += " Shuffled labels do as well too often to call that more than chance."
    different = {
        (sense, " ".join(text.casefold().split()))
        for sense, text in zip(sentences.senses, sentences.sentences, strict=True)
    }
    single = sum(count == 1 for count in Counter(sense for sense, _ in different).values())
    if single:
        text += f" {count_text(single, 'sense')} of one sentence cannot be found when that is left out, and {'counts' if single == 1 else 'count'} as missed."
    if result.repeated:
        text += (
            f" {count_text(result.repeated, 'sentence')} {'repeats' if result.repeated == 1 else 'repeat'} another one: equal "
            "sentences are left out together, so a repetition proves nothing."
        )
    return text
