"""What the page says about neighbors, single sentences and other models: results in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

import embedlab
from embedlab.errors import quote
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import count_text
from ui.layout import listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ui.context.inside import NearestSenses
    from ui.context.uses import Uses

__all__ = [
    "attention",
    "changed_words",
    "dominoes",
    "influence",
    "model_depth",
    "order",
    "own_pair",
    "pair_kinds",
    "prefix",
    "replacement",
    "verdict",
]

NEW_WORDS = 4  # named for each sense


def dominoes(uses: Uses, result: Sequence[embedlab.context.Domino]) -> str:
    """Say how many neighbors the word keeps, and which ones each sense alone has."""
    count = len(result[0].first)
    opening = (
        f"Of its {count_text(count, 'neighbor')} before any context, “{uses.words.word}” keeps "
        f"{embedlab.context.mean_shared(result):.1f} after the last layer"
    )
    opening += f", the mean of {len(result)} sentences. " if len(result) > 1 else ". "
    sentences, labeled = uses.sentences, uses.labeled.sentences
    if not labeled.is_labeled:
        most = result[0]
        nearest = f"{listed(most.last[:4])} are nearest to it then."
        if len(result) == 1:
            return opening + nearest[0].upper() + nearest[1:]
        return f"{opening}Sentence {sentences.names[most.sentence]} keeps the fewest, {len(most.shared)}: {nearest}"
    senses = list(dict.fromkeys(labeled.senses))
    before, after = (
        {
            sense: embedlab.context.frequent_neighbors(
                [domino for domino in result if sentences.senses[domino.sentence] == sense], last=last
            )
            for sense in senses
        }
        for last in (False, True)
    )
    whose = f"{listed(senses)} sentences" if len(senses) < 4 else f"all {len(senses)} senses"
    opening += f"Of the {count} words most often near it, {whose} have {_common(before)} in common before any context and {_common(after)} after the last layer."
    new = []
    for sense, words in after.items():
        others = {word for name, some in after.items() if name != sense for word in some}
        alone = [word for word in words if word not in others]
        new.append(f"with {sense}: {listed(alone[:NEW_WORDS]) or 'none'}")
    each = "; only ".join(new[:3]) + (f"; and so on for {len(new) - 3} more" if len(new) > 3 else "")
    sentence = f"{opening} Then only {each}."
    if 2 * _common(after) >= count:
        sentence += " So the vector still says first which word this is, and the sense only shifts it: compare Where they part, or try bark."
    return sentence


def _common(words: Mapping[str, Sequence[str]]) -> int:
    return len(set.intersection(*map(set, words.values())))


def changed_words(changed: embedlab.context.ChangedWords, words: Sequence[str], neighbors: int) -> str:
    """Say how many of their neighbors all bundled words keep, and which change most and least."""
    most, least = changed.most[0], changed.least[0]
    return (
        f"Of {len(changed.overlap):,} bundled words, a word keeps {changed.mean_overlap * neighbors:.1f} of its {neighbors} neighbors on average; {changed.count(0):,} keep none, {changed.count(1):,} keep all. "
        f"“{words[most.place]}” had {listed(most.first[:3])} and has {listed(most.last[:3])}; “{words[least.place]}” keeps {round(least.overlap * neighbors)}."
    )


def influence(
    uses: Uses,
    row: int,
    layer: int,
    result: embedlab.context.Influence,
    *,
    senses: NearestSenses | None,
    mean_cosine: float,
) -> str:
    """Say which word turns the vector most, and which sense it is nearest to with and without each word."""
    cosines, count = result.cosines[layer], len(uses.words.sentences)
    word, strongest = quote(result.words[result.target]), result.strongest(layer)
    others = np.delete(cosines, [strongest, result.target])
    if np.nanmin(cosines) == 1:
        sentence = (
            f"At layer {layer} the vector of {word} does not change at all, whichever word is left out."
        )
    else:
        sentence = (
            f"At layer {layer}, leaving out {quote(result.words[strongest])} turns the vector of {word} most: "
            f"its cosine with the one in the whole sentence is {cosines[strongest]:.3f}"
        )
        sentence += f"; without any other word it is {others.min():.3f} or more." if len(others) else "."
    if count > 1:
        sentence += (
            f" For comparison, {word} in two of your {count} sentences has {mean_cosine:.3f} on average."
        )
    return (
        sentence if senses is None else sentence + _nearest_senses(uses.sentences.senses[row], result, senses)
    )


def _nearest_senses(label: str, result: embedlab.context.Influence, senses: NearestSenses) -> str:
    """Say which sense the word is nearest to, and which words change that."""
    known = {
        sense: value
        for sense, value in zip(senses.senses, senses.cosines, strict=True)
        if not np.isnan(value)  # a sense of no other sentence
    }
    if len(known) < 2:
        return " Which sense it is nearest to cannot be told: too few senses have another sentence."
    ranked = list(known) if len(known) < 4 else sorted(known, key=known.__getitem__, reverse=True)
    near = listed([f"{sense} {known[sense]:.2f}" for sense in ranked[:3]])
    near += f"; {len(ranked) - 3} more are further off" if len(ranked) > 3 else ""
    sentence = f" Beside the other sentences it is nearest to the sense {senses.nearest} ({near})"
    sentence += f", though it is given as {label}" if label in known and label != senses.nearest else ""
    changes = [
        f"{sense} without {quote(result.words[index])}" for index, sense in enumerate(senses.changes) if sense
    ]
    return sentence + (f"; it becomes {listed(changes)}." if changes else "; no single word changes that.")


def replacement(
    layer: int,
    word: str,
    result: embedlab.context.Replacement,
    readings: tuple[embedlab.context.SenseReading, embedlab.context.SenseReading] | None,
) -> str:
    """Say what the vector keeps when another word is replaced, and whether its sense changes."""
    sentence = (
        f"With {quote(result.new)} for {quote(result.old)} the sentence reads “{result.changed}”, and at layer {layer} "
        f"the vector of {quote(word)} keeps a cosine of {result.cosines[layer]:.3f} with what it was."
    )
    if readings is None:
        return sentence
    before, after = (reading.nearest[layer] for reading in readings)
    if before == after:
        return f"{sentence} The nearest sense stays {before}."
    return f"{sentence} The nearest sense changes from {before} to {after}."


def attention(
    layer: int,
    head: str,
    weights: NDArray[np.floating[Any]],
    result: embedlab.context.WordAttention,
    *,
    influence: embedlab.context.Influence,
    agreement: NDArray[np.float64],
) -> str:
    """Say what the word looks at most on the step into a layer, and whether that is what turns its vector.

    Args:
        layer: from 1.
        head: the number of a head, or "mean".
        weights: (tokens,) what the word takes from each token, in this head.
        result: the tokens and which are special.
        influence: of the other words.
        agreement: (layers,) rank correlations of attention and influence.
    """
    most, share = int(weights.argmax()), float(weights[list(result.special)].sum())
    which = "on average over the heads" if head == "mean" else f"in head {head}"
    sentence = (
        f"On the step into layer {layer}, {which}, {quote(influence.words[influence.target])} looks most at "
        f"{shown_word(result.tokens[most])} ({weights[most]:.2f}); {share:.0%} of its attention goes to special tokens. "
    )
    others = len(influence.words) - 1
    if np.isnan(agreement[layer - 1]):
        return sentence + (
            f"Whether the order of attention is that of influence cannot be told from {count_text(others, 'other word')}."
        )
    return sentence + (
        f"Over the {others} other words, attention (mean over the heads) and influence have a rank correlation of "
        f"{agreement[layer - 1]:.2f} here and {np.nanmin(agreement):.2f} to {np.nanmax(agreement):.2f} over all layers (1 is the same order, 0 no relation)."
    )


def order(layer: int, result: embedlab.context.WordOrder, shuffles: int) -> str:
    """Say how near each vector stays to its own when the words change places."""
    cosines, whole = result.cosines[layer], result.sentence_cosines[:, layer]
    most, least = int(cosines.argmin()), int(cosines.argmax())
    count = len(result.shuffled)
    sentence = "In one other order" if count == 1 else f"Over {count} other orders"
    sentence += (
        f", a word's vector at layer {layer} has a cosine of {cosines.mean():.2f} with its own in the sentence as it is; "
        f"two different words of that sentence have {result.between[layer]:.2f}. "
        f"{quote(result.words[most])} (word {most + 1}) changes most, to {cosines[most]:.2f}, "
        f"{quote(result.words[least])} (word {least + 1}) least, to {cosines[least]:.2f}. "
        f"The mean of all tokens, the vector of the sentence, keeps {whole.mean():.2f}. "
    )
    if count < shuffles:
        sentence += f"There are no more than {count} orders that the model can tell from this one. "
    if (result.static_cosines == 1).all():
        return sentence + "The static vectors stay exactly the same."
    return (
        sentence
        + f"The static vectors keep {result.static_cosines.mean():.2f}: here a word's tokens depend on its place."
    )


def model_depth(
    word: str,
    other: str,
    results: Mapping[str, tuple[embedlab.context.Separation, embedlab.context.SenseProbe]],
    cut: int,
) -> str:
    """Say how many senses each model finds at its last layer, and where it finds the most."""
    each = []
    for name, (separation, probe) in results.items():
        best, last = int(np.argmax(probe.accuracy)), len(probe.accuracy) - 1
        also = "" if best == last else f", of {probe.accuracy[best]:.0%} at layer {best} of {last}"
        each.append(
            f"{name} finds the sense of {probe.accuracy[last]:.0%} of the sentences at its last layer{also}"
            f" (gap there {separation.gap[best]:.2f})"
        )
    high = max(probe.chance_high_any for _, probe in results.values())
    sentence = f"“{word}”: {'; '.join(each)}. Shuffled labels rarely exceed {high:.0%}, even at the best of their layers."
    return sentence + (
        f" {count_text(cut, 'sentence')} beyond the window of {other} lost their end there." if cut else ""
    )


def prefix(name: str, after: embedlab.context.PrefixEffect, before: embedlab.context.PrefixEffect) -> str:
    """Say whether what stands after a word changes its vector in a model."""
    later, earlier = after.cosines[-1], before.cosines[-1]
    if np.allclose(after.cosines, 1, atol=1e-5):
        return (
            f"In {name} the two vectors of “{after.word}” are equal at every layer while the sentences are (cosine {later:.3f}): what follows has not been read. "
            f"With the sense told before the word they differ ({earlier:.2f} at the last layer)."
        )
    return (
        f"In {name} words that follow change the vector of “{after.word}”, too: its two vectors have a cosine of {later:.2f} at the last layer, "
        f"and {earlier:.2f} with the sense told before it."
    )


def own_pair(pair: embedlab.context.PairCosines, bundled: embedlab.context.PairCosines) -> str:
    """Say how alike the visitor's two sentences are, beside sentences of different pairs."""
    cosine = {pooling: float(pair.of(pooling)[0]) for pooling in pair.poolings}
    return (
        f"Your two sentences have a cosine of {cosine['mean']:.2f} under the mean; {_beside_others(cosine['mean'], bundled, 'mean')}. "
        f"Under cls it is {cosine['cls']:.2f}: {_beside_others(cosine['cls'], bundled, 'cls')}. "
        f"Under max, {cosine['max']:.2f}: {_beside_others(cosine['max'], bundled, 'max')}."
    )


def _beside_others(cosine: float, bundled: embedlab.context.PairCosines, pooling: str) -> str:
    """Say where a cosine lies among those of sentences of different pairs."""
    row = bundled.poolings.index(pooling)
    low, high = bundled.low[row], bundled.high[row]
    where = "above" if cosine > high else "below" if cosine < low else "inside"
    return f"{where} the {low:.2f} to {high:.2f} that hold 90 % of sentences of different pairs"


def pair_kinds(pooling: str, bundled: embedlab.context.PairCosines) -> str:
    """Say which kinds of pairs are the most alike."""
    means = bundled.kind_means(pooling)
    kinds = sorted(means, key=means.__getitem__, reverse=True)
    sentence = f"Pooled by {pooling}, most alike are pairs of the kind “{kinds[0]}” ({means[kinds[0]]:.2f} on average)"
    if means["paraphrase"] < means["negation"]:
        sentence += f"; a sentence and its negation have {means['negation']:.2f}, more than two sentences that say the same in other words ({means['paraphrase']:.2f})"
    else:
        sentence += f"; two sentences that say the same in other words have {means['paraphrase']:.2f}, a sentence and its negation {means['negation']:.2f}"
    return f"{sentence}. Two sentences of different pairs have {bundled.mean[bundled.poolings.index(pooling)]:.2f} ({bundled.cross_pairs:,} of them)."


def verdict(guess: embedlab.texts.SentenceGuess, cosines: tuple[float, float]) -> str:
    """Say which choice is nearer, and whether people in general would say so."""
    near = int(np.argmax(cosines))
    nearer, other = guess.choices[near], guess.choices[1 - near]
    return (
        f"“{nearer}” is nearer: {cosines[near]:.2f} ({guess.kinds[near]}), against {cosines[1 - near]:.2f} for “{other}” ({guess.kinds[1 - near]}). "
        + ("People would say so too." if nearer == guess.expected else "People would say the other.")
    )
