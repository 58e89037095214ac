"""What the page says about a word in its sentences: results in, sentences out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from embedlab.errors import quote
from embedlab.numerals import count_text, number_text, percent_text
from ui.layout import escape, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    import embedlab
    from embedlab.ranking import Ranking
    from ui.context.picture import Measures
    from ui.context.query import Sentences
    from ui.context.uses import Uses

__all__ = [
    "cosines",
    "first_and_last_piece",
    "glove",
    "groups",
    "map_note",
    "notes",
    "piece_boxes",
    "poolings",
    "poolings_alt",
    "silhouette",
    "summary",
    "unlike_pooling",
    "where",
]

LONGEST_LIST = 6  # sentences named in a row
SAME = 0.9999  # cosine; what is missing to 1 is rounding
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def summary(uses: Uses, layer: int, measures: Measures) -> str:
    """Say what the map shows at a layer: whether the meanings are separated, and where they are best."""
    word, count = quote(uses.words.word), len(uses.words.sentences)
    random = f"two random words have {number_text(measures.random.mean[layer])}"
    if count == 1:
        return f"{word} stands in one sentence: add another to compare. One sentence has one vector at each layer."
    alike = number_text(measures.all_pairs.all_pairs[layer])
    readings = "".join(_sense_reading(name, reading, layer) for name, reading in measures.readings)
    best = measures.clearest_layer
    if layer == 0:
        ask = f" Play the layers: will the {_senses(uses)} separate?" if measures.senses else ""
        return (
            f"Before any context, {_all_uses(count)} of {word} {_difference(measures)}. Their mean cosine is {alike}; "
            f"{random}.{ask}{readings}"
        )
    if measures.senses is None:
        return (
            f"At layer {layer}, two uses of {word} have a cosine of {alike} on average; {random}.{readings}"
        )
    return _separated(uses, layer, measures, best) + f" {random[0].upper()}{random[1:]}.{readings}"


def _separated(uses: Uses, layer: int, measures: Measures, best: int | None) -> str:
    """Say at which layer the senses separate best, with the numbers of this layer."""
    word, senses = quote(uses.words.word), _senses(uses)
    result = measures.senses
    assert result is not None
    within, between = result.within[layer], result.between[layer]
    cosines = [
        f"{name} meanings {number_text(value)}"
        for name, value in (("of equal", within), ("of different", between))
        if not np.isnan(value)
    ]
    compared = f"Mean cosine of two uses: {', '.join(cosines)}."
    if best is None or measures.silhouette is None:
        return f"At layer {layer}, each sentence of {word} can be compared by its cosine. {compared}"
    silhouette = number_text(measures.silhouette[layer])
    scale = "(1: fully apart, 0: mixed)"
    if layer == best:
        return f"The {senses} of {word} separate best at layer {best}. Silhouette {silhouette} {scale}. {compared}"
    return (
        f"The {senses} separate best at layer {best}; this is layer {layer}. Silhouette here {silhouette}, at layer "
        f"{best} {number_text(measures.silhouette[best])} {scale}. {compared}"
    )


def map_note(layers: embedlab.context.LayerMap, measures: Measures, layer: int, parts_layer: int) -> str:
    """Say what is drawn: the star, the axes; and, at layer 0, why the dots are apart and what the parts show."""
    share = percent_text(float(layers.explained_variance_ratio.sum()))
    note = f"★: the vector before any context, the same in all sentences. The map keeps {share} of the variance (PCA)."
    if layer:
        return note
    same = number_text(measures.without_positions)
    return (
        f"{note} Why are the dots not one dot? A position is already added to each token, and LayerNorm scales the sum: "
        f"with every token at the same position the cosine is {same}. The parts below show layer {parts_layer}."
    )


def _senses(uses: Uses) -> str:
    """Return how many meanings there are, in words."""
    count = len(set(uses.labeled.sentences.senses))
    return f"{NUMBERS.get(count, count)} meanings"


def _all_uses(count: int) -> str:
    return "both uses" if count == 2 else f"all {count} uses"


def _difference(measures: Measures) -> str:
    """Say in what the uses differ at layer 0, where no token has read another yet."""
    if measures.all_pairs.all_pairs[0] > SAME:
        return "are one vector"
    return (
        "differ only by position" if measures.without_positions > SAME else "differ by spelling and position"
    )


def _sense_reading(name: str, reading: embedlab.context.SenseReading, layer: int) -> str:
    """Say which sense a sentence without one is nearest to."""
    cosines = dict(zip(reading.senses, reading.cosines[layer], strict=True))
    ranked = sorted(cosines, key=lambda sense: -cosines[sense])
    each = ", ".join(f"{sense} {cosines[sense]:.2f}" for sense in ranked)
    return f" Sentence {name} is nearest to {ranked[0]} here ({each})."


def notes(table_notes: Sequence[str], uses: Uses) -> str:
    """Say what was left out of the table, and which sentences were cut; "" where nothing was."""
    cuts = uses.words.cut
    cut = [name for name, tokens in zip(uses.sentences.names, cuts, strict=True) if tokens]
    if not cut:
        return " ".join(table_notes)
    which = f"Sentence {cut[0]} exceeds" if len(cut) == 1 else f"Sentences {listed(cut)} exceed"
    window = f"{which} the window of the model; the end was cut by {sum(cuts):,} tokens and is not read."
    return " ".join([*table_notes, window])


def unlike_pooling(words: embedlab.context.WordInContext, what: str) -> str:
    """Say that the bundled words are pooled in another way than a word of several pieces; "" where they are not.

    Args:
        words: the word.
        what: of the bundled words is compared with it, the subject of the sentence.
    """
    if words.pooling == "mean" or all(len(pieces) == 1 for pieces in words.pieces):
        return ""
    return f"{what} are pooled by mean, “{escape(words.word)}” by {words.pooling}: like is best compared with like."


def cosines(
    sentences: Sentences,
    layer: int,
    matrix: NDArray[np.float64],
    means: Mapping[tuple[str, str], float],
    *,
    is_centered: bool,
) -> str:
    """Say whether two sentences of one sense are more alike than two of different senses, and which most."""
    first, second = np.triu_indices(len(matrix), 1)
    values, names = matrix[first, second], sentences.names

    def pair(index: int) -> str:
        return f"sentences {names[first[index]]} and {names[second[index]]} ({number_text(values[index])})"

    most, least = pair(int(values.argmax())), pair(int(values.argmin()))
    where = f"{'Centered, layer' if is_centered else 'Layer'} {layer}: {most} are the most alike" + (
        f", {least} the least." if len(values) > 1 else "."
    )
    within = [value for (one, other), value in means.items() if one == other]
    between = [value for (one, other), value in means.items() if one != other]
    if not within or not between:
        return f"The mean cosine of two uses is {number_text(values.mean())}. {where}"
    low, high = number_text(max(between)), number_text(min(within))
    return (
        f"One meaning: {high} or more; different meanings: {low} at most. Mean cosines of the blocks. {where}"
    )


def groups(uses: Uses, layer: int, result: embedlab.context.FoundSenses) -> str:
    """Say whether the groups are the senses, how many there are and how sharp they are."""
    sizes = np.bincount(result.groups).tolist()
    note = f"At layer {layer} the vectors alone fall into {result.count} groups of {listed([str(size) for size in sizes])} sentences{silhouette(result)}."
    if single := sizes.count(1):
        note += f" {count_text(single, 'group')} of one sentence: unusual, but hardly a sense of its own."
    if np.isnan(result.agreement):
        return f"The vectors fall into {result.count} groups. {note} Write at least two senses beside the sentences to see whether the groups are senses."
    senses = uses.sentences.senses
    right = 0
    for group in range(result.count):
        members = [senses[row] for row in np.flatnonzero(result.groups == group)]
        right += max(map(members.count, members))
    return (
        f"Without labels, {right} of {len(senses)} fall in with their own meaning. {note} Agreement with the senses given "
        f"(adjusted Rand index; 1 is the same, 0 is chance): {number_text(result.agreement)}. Framed: not the meaning of most in its group."
    )


def silhouette(result: embedlab.context.FoundSenses) -> str:
    """Say how high the silhouette of the groups is among those of other numbers of groups."""
    if result.count not in result.silhouettes:
        return ""
    counts = list(result.silhouettes)
    best = max(counts, key=lambda count: result.silhouettes[count])
    opening = f" (silhouette {number_text(result.silhouettes[result.count])}"
    if best != result.count:
        return f"{opening}; {best} groups have {number_text(result.silhouettes[best])})"
    return (
        f"{opening})"
        if len(counts) == 1
        else f"{opening}, the highest of {counts[0]} to {counts[-1]} groups)"
    )


def piece_boxes(splits: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    """Say in which sentences the word has which pieces."""
    return "; ".join(f"{where}: {' + '.join(pieces)}" for where, pieces in splits) + "."


def where(names: Sequence[str], total: int) -> str:
    """Say in which of `total` sentences something stands."""
    if len(names) == total:
        return f"in {_all_of(total)}"
    if len(names) > LONGEST_LIST:
        return f"in {len(names)} of {total} sentences"
    return f"in {'sentence' if len(names) == 1 else 'sentences'} {listed(names)}"


def poolings(
    words: embedlab.context.WordInContext,
    effect: embedlab.context.PoolingEffect,
    *,
    instead: str | None = None,
) -> str:
    """Say how many pieces the word has, and what the choice of the pooling changes.

    Args:
        words: the word in its sentences.
        effect: its numbers under each pooling.
        instead: the word of the page, where this one stands in for it.
    """
    total, word = len(words.sentences), quote(words.word)
    counts = sorted({len(pieces) for pieces in words.pieces})
    pieces = str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    opening = f"The model reads {word} in {pieces} pieces. "
    if not effect.split:
        return f"The model reads {word} in one piece. All four poolings give the same vector; try a word of several pieces."
    if instead is not None:
        opening += f"{quote(instead)} is one piece, so this example stands in for it. "
    opening += "The vectors of the pieces are pooled into one. "
    if np.isnan(effect.gap).all():
        if np.isnan(effect.all_pairs).all():
            return opening + "Two sentences or more would show what the pooling changes."
        high, low = int(np.argmax(effect.all_pairs)), int(np.argmin(effect.all_pairs))
        return opening + (
            f"At layer {effect.layer} two of its uses have a mean cosine of {number_text(effect.all_pairs[high])} under "
            f"{effect.poolings[high]} and {number_text(effect.all_pairs[low])} under {effect.poolings[low]}."
        )
    most, least = int(np.nanargmax(effect.gap)), int(np.nanargmin(effect.gap))
    opening += (
        f"At layer {effect.layer} the gap (mean cosine of the same sense minus that of different senses) is "
        f"{number_text(effect.gap[most], 3)} under {effect.poolings[most]}, the most, and "
        f"{number_text(effect.gap[least], 3)} under {effect.poolings[least]}, the least."
    )
    right = [round(value * total) for value in effect.accuracy.tolist()]
    if len(set(right)) == 1:
        return f"{opening} Of {total} sentences the nearest centroid finds the sense of {right[0]}, whatever the pooling."
    each = [f"{count} under {pooling}" for pooling, count in zip(effect.poolings, right, strict=True)]
    return f"{opening} Of {total} sentences the nearest centroid finds the sense of {listed(each)}."


def poolings_alt(effect: embedlab.context.PoolingEffect) -> str:
    """Describe the numbers under each pooling."""
    each = [
        f"{name} {number_text(value)}" for name, value in zip(effect.poolings, effect.all_pairs, strict=True)
    ]
    return f"Mean cosine of two uses at layer {effect.layer}: {listed(each)}."


def first_and_last_piece(effect: embedlab.context.PoolingEffect) -> str:
    """Say how alike the first and the last piece are in one sentence."""
    first, last = effect.poolings.index("first"), effect.poolings.index("last")
    cosine = number_text(effect.cosines[first, last])
    return f"In one sentence, first and last piece have a cosine of {cosine}. Layer {effect.layer}, mean over the sentences."


def glove(word: str, nearest: Ranking, senses: dict[str, float]) -> str:
    """Say which words are nearest to the static vector, and how near the names of the senses are."""
    few = nearest.words[:3] if len(word) < 12 else nearest.words[:2]
    sentence = f"In every sentence, {quote(word)} is near {listed(few)}."
    if senses:
        each = listed([f"{sense} {number_text(cosine)}" for sense, cosine in senses.items()])
        sentence += f" The names of the senses, in their colors, have a cosine of {each}."
    return (
        f"{sentence} GloVe is another model with another space, so it is never drawn on the map above. Its neighbors "
        "show which sense its texts used most."
    )


def _all_of(total: int) -> str:
    return "the sentence" if total == 1 else "both sentences" if total == 2 else f"all {total} sentences"
