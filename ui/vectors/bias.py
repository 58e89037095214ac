"""Bias, carefully: which words lie along a direction such as he → she."""

from __future__ import annotations

import streamlit as st

import embedlab
from ui import layout, sources
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure
from ui.vectors import summaries
from ui.vectors.answers import View
from ui.vectors.directions import Pairs, ask_direction
from ui.vectors.word_table import WordTable

__all__ = ["PART"]

AMONG = 20_000
CAUTION = (
    "“man is to doctor as woman is to …” cannot answer doctor: the inputs are left out, so some other word must win, "
    "and whoever writes the question picks the words that look worst. Nissim, van Noord and van der Goot (2020, *Fair Is Better than Sensational*) asked the same questions with all words allowed and many of the shocking answers were gone. "
    "A direction measured on all words, as here, at least does not choose its examples. And taking a direction away hides it more than it removes it: words that leaned the same way stay neighbors (Gonen and Goldberg 2019)."
)


def _ask(view: View) -> Pairs | None:
    with st.container(width=560):
        return ask_direction()


def _show(view: View, pairs: Pairs | None) -> None:
    """Show the words along a direction, and why an analogy would be no better evidence."""
    result = None if pairs is None else layout.attempt_part(_along, view.table, pairs)
    if pairs is not None and result is not None:
        axis, along, figure = result
        if along.low.words and along.high.words:
            summary = f"{summaries.along(along, *pairs[0])} {summaries.agreement(axis, len(pairs))}"
            layout.finding(summary)
            layout.picture(figure, key="along", alt=summary)
        else:
            st.info("This table has no other words to lay along the direction.")
    with st.expander("Why this is poor evidence"):
        st.markdown(CAUTION)
    layout.link_to(
        "training", "Where does it come from? Train on a text of your own", training_tab="A real corpus"
    )


@cached(entries=32)
def _along(
    table: WordTable, pairs: Pairs
) -> tuple[embedlab.vectors.NamedAxis, embedlab.vectors.WordsAlong, SharedFigure]:
    from embedlab.figures.vectors_directions import along_figure

    axis = embedlab.vectors.word_direction(table.vectors, pairs)
    along = embedlab.vectors.words_along(table.vectors, axis, among=AMONG, exclude=_inputs(pairs))
    return axis, along, SharedFigure(along_figure(along, axis))


def _inputs(pairs: Pairs) -> tuple[str, ...]:
    return tuple(word for pair in pairs for word in pair)


def _code(view: View, pairs: Pairs | None) -> list[str]:
    if pairs is None:
        return []
    return [
        f"axis = embedlab.vectors.word_direction(vectors, {list(pairs)!r})",
        f"print(embedlab.vectors.words_along(vectors, axis, among={AMONG}, exclude={_inputs(pairs)!r}))",
    ]


PART = Part(
    "Is it bias?",
    _ask,
    _show,
    _code,
    lambda view, pairs: [
        sources.computed(f"the cosine of each of the first {AMONG:,} words with the mean step of the pairs.")
    ],
    line="Which words lean toward he, which toward she",
    former=("Bias",),
)
