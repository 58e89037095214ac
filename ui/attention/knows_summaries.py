"""Sentences about what layers know, computed from probes."""

from __future__ import annotations

from collections.abc import Mapping

from embedlab.attention import LayerProbe
from embedlab.numerals import percent_text

__all__ = ["limits", "order"]


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


def limits(probes: Mapping[str, LayerProbe], *, causal: bool) -> str:
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
