"""Where the senses separate: the silhouette, the gap and the share found by layer, before shuffled labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.context import separation_summaries as summaries
from ui.context import uses
from ui.context.picture import View
from ui.context.uses import Uses
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

MISSING = "Give at least two senses to compare: write one beside each sentence under “Edit the sentences”."
SINGLE = "Each sense has one sentence: with it left out nothing is known of the sense. Add another to each."
SHUFFLED, RANDOM = "90% of shuffled labels", "90% of random pairs"
SMALL = 300  # pixels


def ask(view: View) -> bool:
    """Ask whether the vectors are centered."""
    return controls.switch(
        "Center the vectors for the gap",
        False,
        key="centered",
        help="Subtracts the mean vector of the bundled words from every vector of a layer: what all words share is taken away.",
    )


def show(view: View, is_centered: bool) -> None:
    """Draw the silhouette by layer, then the gap and the share found, each before what chance gives."""
    labeled = view.uses.labeled
    senses = labeled.sentences.senses
    probe = None
    if not labeled.sentences.is_labeled or max(map(senses.count, senses)) < 2:
        _show_all_pairs(labeled, is_centered)
        st.info(SINGLE if labeled.sentences.is_labeled else MISSING)
    else:
        probe = layout.attempt_part(_probe, labeled)
        if probe is not None:
            _show_measures(labeled, probe, is_centered)
    if caption := summaries.unlike_pooling(labeled.words, "The random words and their center"):
        st.caption(caption)
    layout.numbers(_table(labeled, probe), key="separation numbers", label="By layer")


def _show_all_pairs(labeled: Uses, is_centered: bool) -> None:
    result, random = _separation(labeled, is_centered), uses.anisotropy(is_centered)
    summary = summaries.all_pairs(result, random, is_centered=is_centered)
    layout.finding(summary)
    if not np.isnan(result.all_pairs).all():
        layout.picture(_figure(labeled, "all pairs", is_centered), key="separation", alt=summary)


def _show_measures(labeled: Uses, probe: embedlab.context.SenseProbe, is_centered: bool) -> None:
    chance = _shuffled(labeled, is_centered)
    summary = summaries.silhouette_by_layer(probe.silhouette, chance)
    layout.finding(summary)
    layout.picture(_figure(labeled, "silhouette", is_centered), key="separation", alt=summary)
    texts = {
        "gap": summaries.gap_by_layer(_separation(labeled, is_centered), chance, is_centered=is_centered),
        "found": summaries.probe(labeled.sentences, probe),
    }
    for column, (measure, text) in zip(st.columns(2), texts.items(), strict=True):
        with column:
            layout.finding(text)
            layout.picture(_figure(labeled, measure, is_centered), key=f"separation {measure}", alt=text)


def code(view: View, is_centered: bool) -> list[str]:
    """Return lines that print the cosines and the probe."""
    lines, is_labeled = [], view.uses.labeled.sentences.is_labeled
    if view.uses.labeled is not view.uses:
        lines = [
            "rows = [row for row, sense in enumerate(senses) if sense]",
            "words, senses = words.take(rows), [senses[row] for row in rows]",
        ]
    senses = ", senses" if is_labeled else ""
    lines += [
        "reference = embedlab.context.reference_words(encoder)",
        f"print(embedlab.context.sense_separation(words{senses}))",
        f"print(embedlab.context.sense_separation(words{senses}, center=reference.center))",
        "print(embedlab.context.anisotropy(reference))",
        "print(embedlab.context.anisotropy(reference, center=reference.center))",
    ]
    if is_labeled:
        lines += [
            "print(embedlab.context.probe_senses(words, senses))",
            "print(embedlab.context.shuffled_senses(words, senses))",
        ]
    return lines


def _table(labeled: Uses, probe: embedlab.context.SenseProbe | None) -> Mapping[str, Sequence[Any]]:
    """Return every number by layer, as it is and centered."""
    table: dict[str, Any] = {"layer": range(len(labeled.words.vectors))}
    for is_centered, ending in ((False, ""), (True, ", centered")):
        separation, random = _separation(labeled, is_centered), uses.anisotropy(is_centered)
        if labeled.sentences.is_labeled:
            table |= {
                f"same sense{ending}": separation.within,
                f"different senses{ending}": separation.between,
            }
        table |= {
            f"all pairs{ending}": separation.all_pairs,
            f"random words{ending}": random.mean,
            f"random words, low{ending}": random.low,
            f"random words, high{ending}": random.high,
        }
    if probe is not None:
        table |= {
            "senses found": probe.accuracy,
            "found by chance": probe.chance,
            "chance, high": probe.chance_high,
            "p": probe.p_value,
            "silhouette": probe.silhouette,
        }
    return table


@cached()
def _separation(labeled: Uses, is_centered: bool) -> embedlab.context.Separation:
    center = uses.reference().center if is_centered else None
    return embedlab.context.sense_separation(labeled.words, labeled.sentences.known_senses, center=center)


@cached()
def _shuffled(labeled: Uses, is_centered: bool) -> embedlab.context.ShuffledSenses:
    center = uses.reference().center if is_centered else None
    return embedlab.context.shuffled_senses(labeled.words, labeled.sentences.senses, center=center)


@cached()
def _probe(labeled: Uses) -> embedlab.context.SenseProbe:
    return embedlab.context.probe_senses(labeled.words, labeled.sentences.senses)


@cached()
def _figure(labeled: Uses, measure: str, is_centered: bool) -> SharedFigure:
    from embedlab.figures.context_separation import measure_figure

    if measure == "all pairs":
        random, values = uses.anisotropy(is_centered), _separation(labeled, is_centered).all_pairs
        figure = measure_figure(
            values, random.low, random.high, band=RANDOM, unit="mean cosine (1 = same direction) of two uses"
        )
    elif measure == "found":
        probe = _probe(labeled)
        figure = measure_figure(
            probe.accuracy,
            np.zeros_like(probe.chance_high),
            probe.chance_high,
            band="95% of shuffled labels",
            unit="sentences found",
            percent=True,
            height=SMALL,
        )
    elif measure == "gap":
        chance, values = _shuffled(labeled, is_centered), _separation(labeled, is_centered).gap
        figure = measure_figure(
            values, chance.gap_low, chance.gap_high, band=SHUFFLED, unit="gap of cosines", height=SMALL
        )
    else:
        chance, values = _shuffled(labeled, is_centered), _probe(labeled).silhouette
        figure = measure_figure(
            values,
            chance.silhouette_low,
            chance.silhouette_high,
            band=SHUFFLED,
            unit="silhouette (1 = apart, 0 = mixed)",
        )
    return SharedFigure(figure)


PART: Part[View, bool] = Part(
    "Where do they separate?",
    ask,
    show,
    code,
    lambda view, options: [
        sources.computed(
            "the silhouette is that of cosine distances (scikit-learn's silhouette_score); the gap is the mean cosine "
            "within a sense minus that between senses; found is the nearest centroid of all sentences but one "
            "(NearestCentroid under LeaveOneOut). The bands are 300 and 999 permutations of the labels, random "
            "state 0."
        )
    ],
    line="Three measures by layer, each before what shuffled labels reach by chance.",
    former=("Where they part",),
)
