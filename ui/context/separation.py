"""Where the senses part: cosines by layer before those of random words, and a probe before shuffled labels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from ui import controls, layout
from ui.cache import cached
from ui.context import view
from ui.context.view import Asked
from ui.drawn import DrawnFigure

__all__ = ["code", "pooled_apart", "show", "signed"]

MISSING = (
    "Give at least two senses to compare: write one beside each sentence in the table. "
    "The picture shows all pairs until then."
)


@dataclass(frozen=True)
class Measured:
    """The cosines of a word by layer, and those of random words."""

    separation: embedlab.context.Separation
    random: embedlab.context.Anisotropy


def show(asked: Asked, words: embedlab.context.WordInContext) -> None:
    """Show the cosines by layer and, where senses are given, how well they are found."""
    part = asked.labelled_part if any(asked.senses) else asked
    st.markdown(
        "Two uses of the word in one sense should be closer than two uses in different senses, and both should "
        "be judged by what **two random words** have in the same layer."
    )
    centered = controls.switch(
        "Centered",
        False,
        key="centered",
        help="Subtracts the mean vector of the bundled words from every vector of a layer: what all words share is taken away.",
    )
    measured = _measured(replace(part, layer=0), centered)
    said = _cosines_told(part, measured, centered)
    layout.picture(_separation_drawn(part, centered), key="separation", alt=said)
    layout.reading(said)
    if told := pooled_apart(asked, words):
        st.caption(told)
    probe = None
    if not part.labelled:
        st.info(MISSING)
    elif max(map(part.senses.count, part.senses)) < 2:
        st.info(
            "Each sense has one sentence: with it left out nothing is known of the sense. Add another to each."
        )
    else:
        st.subheader("Could the sense be told from one sentence?", anchor=False)
        probe = layout.attempt_part(_probe, replace(part, layer=0))
    if probe is not None:
        told = _probe_told(part, probe)
        layout.picture(_probe_drawn(part), key="probe", alt=told)
        layout.reading(told)
        st.caption(
            "Each sentence is left out in turn; the nearest mean vector of the others names its sense. With shuffled labels the same is done 999 times. "
            "They often find less than half of two senses: a sentence left out is missing from its own sense."
            f" Each p is for its layer alone. To pick the best of the {len(probe.p_value)} layers is a selection: at the best of theirs, 5 % of the shuffled labels exceed {probe.chance_high_any:.0%}."
            + _repeated_told(probe)
        )
    layout.numbers(_table(part, probe), key="separation numbers", label="By layer")


def code(asked: Asked) -> list[str]:
    """Return the lines that print the cosines and the probe."""
    part = asked.labelled_part
    lines = [
        *_labelled_lines(asked),
        "reference = embedlab.context.reference_words(encoder)",
        f"print(embedlab.context.sense_separation(words{', senses' if part.labelled else ''}))",
        f"print(embedlab.context.sense_separation(words{', senses' if part.labelled else ''}, center=reference.center))",
        "print(embedlab.context.anisotropy(reference))",
        "print(embedlab.context.anisotropy(reference, center=reference.center))",
    ]
    return lines + (["print(embedlab.context.probe_senses(words, senses))"] if part.labelled else [])


def pooled_apart(asked: Asked, words: embedlab.context.WordInContext) -> str:
    """Say that the bundled words are pooled in another way than a word of several pieces; "" where they are not."""
    if asked.pooling == "mean" or all(len(pieces) == 1 for pieces in words.pieces):
        return ""
    return (
        f"The random words and their center are pooled by mean, “{layout.escape(asked.word.strip())}” by {asked.pooling}: "
        "like is best compared with like."
    )


def signed(number: float) -> str:
    """Return a number as it is read aloud: two decimals, and a minus that is one."""
    return f"{number:.2f}".replace("-", "−")


def _labelled_lines(asked: Asked) -> list[str]:
    """Return the lines that leave out the sentences without a sense, where others have one."""
    part = asked.labelled_part
    if not part.sentences or len(part.sentences) == len(asked.sentences):
        return []
    counts = "" if set(part.occurrences) == {1} else f", occurrences={list(part.occurrences)!r}"
    return [
        "sentences = [sentence for sentence, sense in zip(sentences, senses) if sense]",
        "senses = [sense for sense in senses if sense]",
        f'words = embedlab.word_in_context(encoder, sentences, {asked.word.strip()!r}, pooling="{asked.pooling}"{counts})',
    ]


def _cosines_told(asked: Asked, measured: Measured, centered: bool) -> str:
    """Say what two uses have at the layer asked for, and what two random words have."""
    layer, separation, random = asked.layer, measured.separation, measured.random
    within, between, alike = (
        values[layer] for values in (separation.within, separation.between, separation.all_pairs)
    )
    chance = f"{signed(random.mean[layer])} (90 % of pairs between {signed(random.low[layer])} and {signed(random.high[layer])})"
    opening = f"{'Centered, at' if centered else 'At'} layer {layer}"
    if np.isnan(alike):
        return (
            f"{opening} two random words have a cosine of {chance}; one sentence has no pair to compare with."
        )
    if np.isnan(between):
        return f"{opening} two uses have a cosine of {signed(alike)} on average; two random words {chance}."
    if np.isnan(within):
        return f"{opening} two uses in different senses have a cosine of {signed(between)}; two random words {chance}. No sense has two sentences to compare."
    best = int(np.nanargmax(separation.gap))
    return (
        f"{opening} two uses in the same sense have a cosine of {signed(within)}, in different senses {signed(between)}; two random words {chance}. "
        f"The senses are furthest apart at layer {best}, by {signed(separation.gap[best])}."
    )


def _probe_told(asked: Asked, probe: embedlab.context.SenseProbe) -> str:
    """Say how many senses are found at the layer asked for, and how many shuffled labels find."""
    layer, count = asked.layer, len(asked.sentences)
    right, chance, p = round(probe.accuracy[layer] * count), probe.chance[layer] * count, probe.p_value[layer]
    said = (
        f"At layer {layer} the nearest centroid finds the sense of {right} of {count} sentences; with shuffled labels "
        f"{chance:.1f} on average (p = {p:.3f}). Always naming the most frequent sense would be right {round(probe.majority * count)} times."
    )
    if probe.smallest_p > 0.05:
        said += f" So few sentences prove nothing: p can hardly fall below {probe.smallest_p:.2f} here, however far the senses part. Add sentences."
    elif p > 0.05:
        said += " Shuffled labels do as well too often to call that more than chance."
    given = {
        (sense, " ".join(text.casefold().split()))
        for sense, text in zip(asked.senses, asked.sentences, strict=True)
    }
    single = sum(count == 1 for count in Counter(sense for sense, _ in given).values())
    if single:
        said += f" {layout.counted(single, 'sense')} of one sentence cannot be found when that is left out, and {'counts' if single == 1 else 'count'} as missed."
    return said


def _repeated_told(probe: embedlab.context.SenseProbe) -> str:
    """Say what becomes of sentences that stand in the table more than once."""
    if not probe.repeated:
        return ""
    return (
        f" {layout.counted(probe.repeated, 'sentence')} {'repeats' if probe.repeated == 1 else 'repeat'} another one: "
        "equal sentences are left out together, and shuffled labels keep them together, so a repetition proves nothing."
    )


def _table(asked: Asked, probe: embedlab.context.SenseProbe | None) -> dict[str, Any]:
    """Return every number by layer, as it is and centered."""
    table: dict[str, Any] = {"layer": np.arange(len(view.anisotropy().mean))}
    for centered, ending in ((False, ""), (True, ", centered")):
        measured = _measured(replace(asked, layer=0), centered)
        separation, random = measured.separation, measured.random
        if asked.labelled:
            table |= {
                f"same sense{ending}": separation.within,
                f"different senses{ending}": separation.between,
            }
        table |= {
            f"all pairs{ending}": separation.all_pairs,
            f"random words{ending}": random.mean,
            f"5 % below{ending}": random.low,
            f"5 % above{ending}": random.high,
        }
    if probe is not None:
        table |= {
            "senses found": probe.accuracy,
            "found by chance": probe.chance,
            "chance, 5 % above": probe.chance_high,
            "p": probe.p_value,
            "silhouette": probe.silhouette,
        }
    return table


@cached(entries=2)
def _random(centered: bool) -> embedlab.context.Anisotropy:
    reference = view.reference()
    return embedlab.context.anisotropy(reference, center=reference.center) if centered else view.anisotropy()


@cached(entries=64)
def _measured(asked: Asked, centered: bool) -> Measured:
    center = view.reference().center if centered else None
    separation = embedlab.context.sense_separation(view.words(asked), asked.known_senses, center=center)
    return Measured(separation, _random(centered))


@cached(entries=64)
def _separation_drawn(asked: Asked, centered: bool) -> DrawnFigure:
    from embedlab.figures.context_separation import separation_figure

    measured = _measured(replace(asked, layer=0), centered)
    return DrawnFigure(
        separation_figure(measured.separation, measured.random, layer=asked.layer, centered=centered)
    )


@cached(entries=64)
def _probe(asked: Asked) -> embedlab.context.SenseProbe:
    return embedlab.context.probe_senses(view.words(asked), asked.senses)


@cached(entries=64)
def _probe_drawn(asked: Asked) -> DrawnFigure:
    from embedlab.figures.context_separation import probe_figure

    return DrawnFigure(probe_figure(_probe(replace(asked, layer=0)), layer=asked.layer))
