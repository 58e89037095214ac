"""Sentences about attention, computed from results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.attention import HeadPatterns, LayerProbe, LayerTrace, ThroughLayers
from embedlab.numerals import number_text, percent_text
from ui.attention.view import View, labels, weights

__all__ = [
    "all_heads", "check", "first_token", "implementations", "lengths", "order", "patterns", "picture_texts",
    "probe_limits", "similar", "similar_head", "summary", "turning", "two_texts",
]  # fmt: skip

MILLION = 1_000_000
STRONG = 0.5  # a rank correlation that is called clear
FAINT = 1.5  # times what equal attention gives: a head below that follows no pattern

PICTURE_LABELS = {
    "asks": "“{asking}” asks",
    "query": "← compared with each key",
    "sum": "← matrix ← sum",
    "added": "added to it",
    "label": "Tokens: choose whose query it is",
    "back": "Step back",
    "forward": "Step forward",
}


def summary(view: View) -> str:
    """Say where the token takes what it mixes in, and that the numbers are the model's."""
    labels, query = view.labels, view.query
    best = int(np.argmax(view.weights))
    where = f"in head {query.head} of layer {query.layer}"
    source = "itself" if best == view.token else f"“{labels[best]}”"
    first = f"“{labels[view.token]}” takes {percent_text(float(view.weights[best]))} from {source} {where}."
    return " ".join(filter(None, [first, check(view), _cut(view.trace)]))


def check(view: View) -> str:
    """Say how far the recomputed output lies from the model's own."""
    errors = MILLION * view.errors
    return (
        f"Recomputed here, this head's output lies {number_text(errors[view.query.head - 1])} millionths of "
        f"its length from the model's own (all {len(errors)} heads: at most {number_text(errors.max())})."
    )


def _cut(trace: LayerTrace) -> str:
    cut = trace.encoding.cut
    return f"The first {len(trace.tokens)} tokens are computed, {cut:,} are left out." if cut else ""


def picture_texts(view: View) -> dict[str, Any]:
    """Return the texts of the picture; names in braces are filled in where it is drawn."""
    query = view.query
    matrices = weights(query.model, query.layer)
    heads, keys, size, dim = matrices.heads, matrices.key_heads, matrices.head_dim, matrices.query.shape[1]
    state = "what the layers before made of it" if query.layer > 1 else "its row of the input table"
    scaled = (
        ", scaled to one size."
        if matrices.norm is not None
        else ". Positions were added before the first layer."
    )
    steps = {
        "x": ("vector x", f"Each token enters the layer as {dim} numbers: {state}{scaled}"),
        "qkv": (
            "query, key, value",
            f"Three learned matrices make {size} numbers each: the query of “{{asking}}”, and a key "
            "and a value of every token.",
        ),
        "turn": (
            "positions",
            "Query and keys are turned by their positions: what is compared now also tells the distance.",
        ),
        "score": (
            "scores",
            f"Each score is query · key / √{size}: large where the two fit. Point at a key to "
            "follow one product.",
        ),
        "mask": ("mask", "Tokens that stand after “{asking}” get −∞: a decoder may not look ahead."),
        "softmax": (
            "weights",
            "A weight says how much “{asking}” takes from a token; together they are 100%. The softmax makes "
            "them of the scores.",
        ),
        "mix": (
            "mixture",
            "Each value counts with its weight. Their sum is the head's output. Point at a number to "
            "follow it.",
        ),
        "add": (
            "add",
            f"One more matrix turns the output into {dim} numbers, which are added to “{{asking}}”. All "
            f"{heads} heads of the layer do so at once. Click another token to ask with its query.",
        ),
    }
    absent = {"turn": matrices.frequencies is None, "mask": not view.trace.causal}
    sharing = {
        "text": f"{heads} query heads share {keys} key and value heads, {heads // keys} each:",
        "queries": heads,
        "keys": keys,
        "head": query.head - 1,
    }
    return {
        "steps": [
            {"key": key, "name": name, "text": text}
            for key, (name, text) in steps.items()
            if not absent.get(key)
        ],
        "heads": [f"x: {dim}", f"key: {size}", f"q·k/√{size}", "weight", f"value: {size}", "weight × value"],
        "words": {
            "row": "“{asking}” takes {w} from “{token}”; their score is {s}.",
            "key": f"Number {{n}} of {size}: query {{q}} × key of “{{token}}” {{k}} = {{p}}. The {size} "
            f"products together, divided by √{size}, are the score {{s}}.",
            "value": "Number {n}: weight {w} × value of “{token}” {v} = {p}. All tokens together: {o}.",
        },
        "sharing": sharing if heads > keys else None,
        **PICTURE_LABELS,
    }


def patterns(result: HeadPatterns) -> str:
    """Say which head follows each pattern most."""
    sentences = []
    for pattern in sorted(result.scores, key=lambda name: -_best(result, name)):
        if not result.count[pattern]:
            sentences.append(f"No token can follow “{pattern}” here: nothing comes back in the text.")
            continue
        layer, head, score = result.best(pattern)
        equal = percent_text(result.chance[pattern])
        where = f"head {head} of layer {layer} spends {percent_text(score)} of its attention there"
        none = "no head does; " if score < FAINT * result.chance[pattern] else ""
        sentences.append(f"{pattern.capitalize()}: {none}{where}; equal attention would give {equal}.")
    return " ".join(sentences)


def _best(result: HeadPatterns, pattern: str) -> float:
    return result.best(pattern)[2] if result.count[pattern] else -1.0


def first_token(shares: NDArray[np.float64], label: str) -> str:
    """Say how much attention rests on the first token."""
    mean = shares.mean(axis=1)
    top = int(mean.argmax())
    return (
        f"Up to {percent_text(float(mean[top]))} of all attention goes to the first token, “{label}”, in "
        f"layer {top + 1} ({percent_text(float(mean[0]))} in the first layer). Weights must sum to 1, so a "
        "head with nothing to add rests there (attention sink)."
    )


def all_heads(count: int, *, aside: bool) -> str:
    """Say how to read the squares."""
    rest = "Here the first token is left out and each row sums to 1 again." if aside else ""
    return (
        f"{count} heads look at the same sentence in {count} ways. In each square a row is a token that asks "
        f"and a column one that is looked at; each row is scaled to its largest weight. {rest}"
    )


def similar(values: NDArray[np.float64]) -> str:
    """Say whether similar vectors attend to each other."""
    strong, negative = float((values > STRONG).mean()), float((values < 0).mean())
    answer = "Rarely" if strong < 0.25 else "Sometimes" if strong < 0.6 else "Mostly"
    return (
        f"{answer}: in {int((values > STRONG).sum())} of {values.size} heads, similar words clearly attend "
        f"to each other more. The mean rank correlation of attention and cosine is "
        f"{number_text(float(values.mean()))}; in {percent_text(negative)} of the heads it is below 0: there "
        f"the less similar word gets more. “Clearly” means above {STRONG}."
    )


def similar_head(values: NDArray[np.float64], head: tuple[int, int]) -> str:
    """Say how it is in the head of the picture."""
    layer, number = head
    return (
        f"In head {number} of layer {layer} the correlation is "
        f"{number_text(float(values[layer - 1, number - 1]))}. Each point is a token that asks and another "
        "one. Were similar vectors attended to most, the points would rise to the right."
    )


def lengths(result: ThroughLayers, label: str, causal: bool) -> str:
    """Say how long the state becomes, and who adds more."""
    more = int((result.attention > result.feed_forward).sum())
    layers = len(result.attention)
    last = -2 if causal else -1
    tail = "A norm behind each part scales the state anew."
    if causal:
        tail = "The last state is shorter, because the model's final norm scales it."
    return (
        f"The state of “{label}” goes from length {result.lengths[0]:.1f} to {result.lengths[last]:.1f}; "
        f"attention adds more than the feed-forward part in {more} of {layers} layers. {tail}"
    )


def turning(result: ThroughLayers, label: str) -> str:
    """Say how far the state turns."""
    end, half = float(result.from_start[-1]), int(np.argmax(result.to_end > 0.5))
    since = "only at the very end" if half == len(result.to_end) - 1 else f"from layer {half} on"
    return (
        f"At the end, the state of “{label}” has a cosine of {number_text(end)} with what it was at the "
        f"start. Its cosine with the last state is above 0.5 {since}."
    )


def implementations(errors: Mapping[str, NDArray[np.float64]], layer: int) -> str:
    """Say how far the recomputed heads of a layer lie from the model's own, in millionths of its length."""
    worst = max(float(values.max()) for values in errors.values())
    return (
        f"No head of layer {layer} lies farther than {number_text(worst)} millionths of its length from the "
        "model's own output. That is rounding: the model computes in 32 bits, the page in 64. “eager” is "
        "transformers' attention step by step, “sdpa” PyTorch's fused kernel; both are the same function."
    )


def two_texts(
    view: View, other: LayerTrace, weights: NDArray[np.floating], differs: NDArray[np.bool_]
) -> str:
    """Say from where the same token takes most in two texts, and in how many heads that differs."""
    before, after = int(view.weights.argmax()), int(weights.argmax())
    sentences = [
        f"“{view.labels[view.token]}” takes most from “{view.labels[before]}” in the first text "
        f"({percent_text(float(view.weights[before]))}), from “{labels(other)[after]}” in the second "
        f"({percent_text(float(weights[after]))}).",
        f"In {int(differs.sum())} of all {differs.size} heads it takes most from another token there.",
    ]
    if view.trace.encoding.text == other.encoding.text:
        sentences.append("Both texts are the same: change a word of the second one.")
    if other.encoding.cut:
        sentences.append(f"Of the second text: {_cut(other)}")
    return " ".join(sentences)


def order(probes: Mapping[str, LayerProbe], *, causal: bool) -> str:
    """Say in which layer each property is read best, and whether syntax comes before meaning."""
    name = "SmolLM2" if causal else "MiniLM"
    length, speech, sense = probes.values()
    shared = set(speech.plateau) & set(sense.plateau)
    if max(speech.plateau) < min(sense.plateau):
        verdict = "holds here"
    elif max(sense.plateau) < min(speech.plateau):
        verdict = "is the other way round here"
    else:
        holds, before = "does not hold", "later than"
        if speech.best <= sense.best:
            holds = "does not clearly hold"
            before = "earlier than" if speech.best < sense.best else "in the same layer as"
        verdict = (
            f"{holds} here: part of speech peaks {before} sense, and in {len(shared)} of "
            f"{len(sense.accuracy)} layers both are about as good as at their best"
        )
    both = speech.both if speech.both is not None else speech.accuracy
    return (
        f"In {name} the length of a word is read best {_peak(length)}, its part of speech {_peak(speech)}, "
        f"its sense {_peak(sense)}. “Early layers syntax, late layers meaning” {verdict}. For words such as "
        f"“watch”, here a noun and there a verb, the part of speech is right in {percent_text(both[0])} at "
        f"layer 0 and in {percent_text(both[speech.best])} at layer {speech.best}; only context can tell."
    )


def _peak(probe: LayerProbe) -> str:
    return f"in layer {probe.best} ({percent_text(float(probe.accuracy.max()))})"


def probe_limits(probes: Mapping[str, LayerProbe], *, causal: bool) -> str:
    """Say what the probe can and cannot show."""
    length, speech, sense = probes.values()
    reads = "SmolLM2 reads only what stands before a word." if causal else ""
    return (
        "The probe takes the nearest mean vector of a label; nothing is trained. Gray: the same with "
        "shuffled labels, from their mean to what 5% of them exceed (for sense averaged over words). Always "
        f"naming the most frequent label gives {percent_text(length.majority)} for length (up to 3, 4 or 5, "
        f"6 or 7, 8 or more letters), {percent_text(speech.majority)} for part of speech, "
        f"{percent_text(sense.majority)} for sense. Length and part of speech: {length.count} words in 44 "
        "sentences of our own; the word itself is left out, so that it cannot be recognized. Sense: "
        f"{sense.count} sentences with six ambiguous words. These are few: what lies within one standard "
        "error of the best layer counts as about as good, and another text or probe can move the peaks. "
        f"{reads} What can be read from a vector need not be used by the model."
    )
