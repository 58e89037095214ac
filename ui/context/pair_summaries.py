"""What the page says about the vectors of whole sentences: results in, sentences out."""

from __future__ import annotations

import numpy as np

import embedlab
from embedlab.numerals import number_text

__all__ = ["own_pair", "pair_kinds", "verdict"]


def own_pair(pair: embedlab.context.PairCosines, bundled: embedlab.context.PairCosines) -> str:
    """Say how alike the visitor's two sentences are, beside sentences of different pairs."""
    cosine = {pooling: float(pair.of(pooling)[0]) for pooling in pair.poolings}
    return (
        f"Your two sentences have a cosine of {number_text(cosine['mean'])}. This is under the mean, as the model was trained: "
        f"{_beside_others(cosine['mean'], bundled, 'mean')}. Under cls (the first token) it is {number_text(cosine['cls'])}: "
        f"{_beside_others(cosine['cls'], bundled, 'cls')}; under max (the largest number of each dimension) "
        f"{number_text(cosine['max'])}: {_beside_others(cosine['max'], bundled, 'max')}. Both are untrained uses, so each has a "
        "yardstick of its own."
    )


def _beside_others(cosine: float, bundled: embedlab.context.PairCosines, pooling: str) -> str:
    """Say where a cosine lies among those of sentences of different pairs."""
    row = bundled.poolings.index(pooling)
    low, high = bundled.low[row], bundled.high[row]
    where = "above" if cosine > high else "below" if cosine < low else "inside"
    return (
        f"{where} the {number_text(low)} to {number_text(high)} that hold 90% of sentences of different pairs"
    )


def pair_kinds(pooling: str, bundled: embedlab.context.PairCosines) -> str:
    """Say which kinds of pairs are the most alike."""
    means = bundled.kind_means(pooling)
    kinds = sorted(means, key=means.__getitem__, reverse=True)
    negation, paraphrase = number_text(means["negation"]), number_text(means["paraphrase"])
    if means["paraphrase"] < means["negation"]:
        text = f"A sentence is nearer to its negation ({negation}) than to a paraphrase. Two sentences that say the same in other words have {paraphrase}."
    else:
        text = f"A sentence is nearer to a paraphrase ({paraphrase}) than to its negation. A sentence and its negation have {negation}."
    random = number_text(bundled.mean[bundled.poolings.index(pooling)])
    return f"{text} Pooled by {pooling}; most alike are pairs of the kind “{kinds[0]}” ({number_text(means[kinds[0]])}). Two sentences of different pairs have {random} ({bundled.cross_pairs:,} of them)."


def verdict(guess: embedlab.texts.SentenceGuess, cosines: tuple[float, float]) -> str:
    """Say which choice is nearer, and whether people in general would say so."""
    near = int(np.argmax(cosines))
    nearer, other = guess.choices[near], guess.choices[1 - near]
    return (
        f"“{nearer}” is nearer: {number_text(cosines[near])} ({guess.kinds[near]}), against {number_text(cosines[1 - near])} for “{other}” ({guess.kinds[1 - near]}). "
        + ("People would say so too." if nearer == guess.expected else "People would say the other.")
    )
