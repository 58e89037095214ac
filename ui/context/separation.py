"""Where the senses part: cosines by layer before those of random words, and a probe before shuffled labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.context import summaries, uses
from ui.context.picture import View
from ui.context.uses import Uses
from ui.drawn import DrawnFigure
from ui.part import Part

__all__ = ["PART"]

MISSING = (
    "Give at least two senses to compare: write one beside each sentence in the table. "
    "The picture shows all pairs until then."
)


def ask(view: View) -> bool:
    """Say what is compared, and ask whether the vectors are centered."""
    st.markdown(
        "Two uses of the word in one sense should be closer than two uses in different senses, and both should "
        "be judged by what **two random words** have in the same layer."
    )
    return controls.switch(
        "Centered",
        False,
        key="centered",
        help="Subtracts the mean vector of the bundled words from every vector of a layer: what all words share is taken away.",
    )


def show(view: View, is_centered: bool) -> None:
    """Draw the cosines by layer and, where senses are given, how well they are found."""
    labeled, layer = view.uses.labeled, view.look.layer
    summary = summaries.separation(
        layer,
        _separation(labeled, is_centered),
        uses.anisotropy(is_centered),
        is_centered=is_centered,
    )
    layout.picture(_separation_figure(labeled, layer, is_centered), key="separation", alt=summary)
    layout.finding(summary)
    if caption := summaries.unlike_pooling(labeled.words, "The random words and their center"):
        st.caption(caption)
    probe = _show_probe(labeled, layer)
    layout.numbers(_table(labeled, probe), key="separation numbers", label="By layer")


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
    return lines + (["print(embedlab.context.probe_senses(words, senses))"] if is_labeled else [])


def _show_probe(labeled: Uses, layer: int) -> embedlab.context.SenseProbe | None:
    """Draw how well the senses are found, or say what is missing for that."""
    senses = labeled.sentences.senses
    if not labeled.sentences.is_labeled:
        st.info(MISSING)
        return None
    if max(map(senses.count, senses)) < 2:
        st.info(
            "Each sense has one sentence: with it left out nothing is known of the sense. Add another to each."
        )
        return None
    st.subheader("Could the sense be told from one sentence?", anchor=False)
    probe = layout.attempt_part(_probe, labeled)
    if probe is not None:
        summary = summaries.probe(labeled.sentences, layer, probe)
        layout.picture(_probe_figure(labeled, layer), key="probe", alt=summary)
        layout.finding(summary)
        st.caption(summaries.probe_caption(probe))
    return probe


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


@cached()
def _separation(labeled: Uses, is_centered: bool) -> embedlab.context.Separation:
    center = uses.reference().center if is_centered else None
    return embedlab.context.sense_separation(labeled.words, labeled.sentences.known_senses, center=center)


@cached()
def _separation_figure(labeled: Uses, layer: int, is_centered: bool) -> DrawnFigure:
    from embedlab.figures.context_separation import separation_figure

    result, random = _separation(labeled, is_centered), uses.anisotropy(is_centered)
    return DrawnFigure(separation_figure(result, random, layer=layer, centered=is_centered))


@cached()
def _probe(labeled: Uses) -> embedlab.context.SenseProbe:
    return embedlab.context.probe_senses(labeled.words, labeled.sentences.senses)


@cached()
def _probe_figure(labeled: Uses, layer: int) -> DrawnFigure:
    from embedlab.figures.context_separation import probe_figure

    return DrawnFigure(probe_figure(_probe(labeled), layer=layer))


PART: Part[View, bool] = Part(
    "Where they part",
    ask,
    show,
    code,
    lambda view, options: [
        sources.computed(
            "mean cosines of pairs; the probe is the nearest centroid of all sentences but one (scikit-learn's "
            "NearestCentroid under LeaveOneOut), beside 999 permutations of the labels, random state 0."
        )
    ],
)
