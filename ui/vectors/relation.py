"""The steps of many pairs of one relation from a common origin, and how parallel they are."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure
from ui.vectors import summaries
from ui.vectors.answers import View
from ui.vectors.word_table import WordTable
from ui.words import read_pairs

__all__ = ["PART"]

OWN_PAIRS = "my own pairs"
MAX_OWN_PAIRS = 40

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Options:
    """A relation: of those that ship, or pairs that were typed."""

    name: str
    pairs: Pairs


def _ask(view: View) -> Options | None:
    name = controls.pick("Relation", [*embedlab.texts.RELATIONS, OWN_PAIRS], key="relation")
    if name != OWN_PAIRS:
        return Options(name, embedlab.texts.RELATIONS[name].pairs)
    typed = controls.text(
        "Pairs, two words each, a comma between the pairs",
        "france paris, japan tokyo, italy rome, egypt cairo",
        key="pairs",
        max_chars=2_000,
        lines=2,
    )
    pairs = layout.attempt_part(read_pairs, typed, MAX_OWN_PAIRS)
    return None if pairs is None else Options(name, tuple(pairs))


def _show(view: View, options: Options | None) -> None:
    if options is None:
        return
    known = tuple(pair for pair in options.pairs if all(word in view.table.vectors for word in pair))
    if missing := [" ".join(pair) for pair in options.pairs if pair not in known]:
        more = f" and {len(missing) - 8} more." if len(missing) > 8 else "."
        st.caption(layout.escape(f"Not in this table, so left out: {', '.join(missing[:8])}{more}"))
    result = layout.attempt_part(_offsets, view.table, known)
    if result is None:
        return
    offsets, arrows, parallel = result
    summary = summaries.relation(offsets)
    layout.finding(summary)
    left, right = st.columns([3, 2])
    with left:
        layout.picture(arrows, key="offsets", alt=f"The steps of the pairs. {summary}")
    with right:
        layout.picture(parallel, key="parallel", alt=f"How parallel the steps are. {summary}")


@cached(entries=64)
def _offsets(
    table: WordTable, pairs: Pairs
) -> tuple[embedlab.vectors.RelationOffsets, SharedFigure, SharedFigure]:
    from embedlab.figures.vectors_offsets import offsets_figure, parallel_figure

    offsets = embedlab.vectors.relation_offsets(table.vectors, pairs)
    return offsets, SharedFigure(offsets_figure(offsets)), SharedFigure(parallel_figure(offsets))


def _code(view: View, options: Options | None) -> list[str]:
    if options is None:
        return []
    ships = options.name != OWN_PAIRS
    pairs = f"embedlab.texts.RELATIONS[{options.name!r}].pairs" if ships else repr(list(options.pairs))
    return [
        f"pairs = [pair for pair in {pairs} if all(word in vectors for word in pair)]",
        "offsets = embedlab.vectors.relation_offsets(vectors, pairs)",
        "print(offsets.mean_cosine, offsets.mean_shuffled, offsets.explained)",
    ]


PART = Part(
    "A whole relation",
    _ask,
    _show,
    _code,
    lambda view, options: [
        sources.computed(
            "the steps between unit vectors, their cosines, and those of 200 rounds of shuffled pairs (seed 0; Fournier, Dupoux and Dunbar 2020)."
        )
    ],
    line="Is a relation such as country → capital one direction? Each arrow is the step of one pair",
    deeper=True,
)
