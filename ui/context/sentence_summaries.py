"""What the page says about neighbors and single sentences: results in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

import embedlab
from embedlab.errors import quote
from embedlab.figures.word_bars import shown_word
from embedlab.numerals import count_text, number_text, percent_text
from ui.layout import listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ui.context.leave_out import NearestSenses
    from ui.context.uses import Uses

__all__ = [
    "agreement",
    "attention",
    "attention_heads",
    "changed_words",
    "dominoes",
    "influence",
    "influence_layers",
    "replacement",
]

NEW_WORDS = 4  # named for each sense


def dominoes(uses: Uses, result: Sequence[embedlab.context.Domino]) -> str:
    """Say how many neighbors the word keeps, and which ones each sense alone has."""
    count = len(result[0].first)
    opening = f"{quote(uses.words.word)} keeps {number_text(embedlab.context.mean_shared(result), 1)} of its {count} nearest words."
    opening += " From before any context to after the last layer"
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
        sentence += " So the vector still says first which word this is, and the sense only shifts it: compare “Where do they separate?”, or try bark."
    return sentence


def _common(words: Mapping[str, Sequence[str]]) -> int:
    return len(set.intersection(*map(set, words.values())))


def changed_words(changed: embedlab.context.ChangedWords, words: Sequence[str], neighbors: int) -> str:
    """Say how many of their neighbors all bundled words keep, and which change most and least."""
    most, least = changed.most[0], changed.least[0]
    return (
        f"On average a word keeps {number_text(changed.mean_overlap * neighbors, 1)} of its {neighbors} neighbors. Of {len(changed.overlap):,} bundled words {changed.count(0):,} keep none, {changed.count(1):,} keep all. "
        f"“{words[most.place]}” had {listed(most.first[:3])} and has {listed(most.last[:3])}; “{words[least.place]}” keeps {round(least.overlap * neighbors)}. "
        "Each word at its first use; words of its own sentence are left out, as they are alike for sharing it."
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
        sentence = f"No word changes the vector of {word} at layer {layer}."
    else:
        sentence = f"Without {quote(result.words[strongest])}, the vector of {word} turns most."
        sentence += f" At layer {layer} its cosine with the one in the whole sentence is then {number_text(cosines[strongest], 3)}"
        sentence += (
            f"; without any other word it is {number_text(others.min(), 3)} or more." if len(others) else "."
        )
    if count > 1:
        sentence += f" For comparison, {word} in two of your {count} sentences has {number_text(mean_cosine, 3)} on average."
    if senses is not None:
        sentence += _nearest_senses(uses.sentences.senses[row], result, senses)
    return f"{sentence} Two words that say the same cover for each other."


def influence_layers(result: embedlab.context.Influence) -> str:
    """Say at which layer leaving out a word turns the vector most."""
    values = result.influences
    layer, index = np.unravel_index(int(np.nanargmax(values)), values.shape)
    return f"Over all layers, {quote(result.words[index])} counts most at layer {layer}. Each cell is 1 minus the cosine without that word: darker turns the vector further."


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
        f"With {quote(result.new)} for {quote(result.old)}, {quote(word)} keeps a cosine of {number_text(result.cosines[layer])}. "
        f"The sentence reads “{result.changed}”; layer {layer}."
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
    influence: embedlab.context.Influence,
) -> str:
    """Say what the word looks at most on the step into a layer.

    Args:
        layer: from 1.
        head: the number of a head, or "mean".
        weights: (tokens,) what the word takes from each token, in this head.
        result: the tokens and which are special.
        influence: of the other words.
    """
    most, share = int(weights.argmax()), float(weights[list(result.special)].sum())
    which = "mean over the heads" if head == "mean" else f"head {head}"
    return (
        f"{quote(influence.words[influence.target])} takes most from {shown_word(result.tokens[most])}: {percent_text(float(weights[most]))}. "
        f"Step into layer {layer}, {which}; {percent_text(share)} of its attention goes to special tokens. A head that has nothing to do "
        "seems to rest there (Clark and others 2019); in the picture the scale ends below them. Attention says from where a head takes what it mixes, not what the mixture does: Jain and Wallace "
        "(2019) found other attentions with the same result; Wiegreffe and Pinter (2019) answered that this does not make it useless."
    )


def attention_heads(layer: int, result: embedlab.context.WordAttention) -> str:
    """Say how many heads look at a special token most."""
    heads = result.outgoing[layer - 1]
    resting = sum(result.special[index] for index in heads.argmax(axis=1).tolist())
    return f"{resting} of {len(heads)} heads look most at a special token. One row is one head on the step into layer {layer}; darker is more attention."


def agreement(layer: int, influence: embedlab.context.Influence, values: NDArray[np.float64]) -> str:
    """Say whether attention has the order of the influence.

    Args:
        layer: from 1.
        influence: of the other words.
        values: (layers,) rank correlations of attention and influence.
    """
    others = count_text(len(influence.words) - 1, "other word")
    if np.isnan(values[layer - 1]):
        return f"Attention cannot be compared over {others}. It takes at least three with different numbers."
    here = number_text(values[layer - 1])
    return (
        f"Attention and influence agree by {here} at layer {layer}. Rank correlation over the {others}: 1 is the same order, 0 no relation. "
        f"Over all layers it is {number_text(np.nanmin(values))} to {number_text(np.nanmax(values))}. Attention is the mean over the heads, influence "
        "what leaving a word out really changes. The lower line: the share of the word's attention on special tokens."
    )
