"""Bias, carefully: words along a direction such as he → she, and what else moves when it is taken away."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.part import Part
from ui.vectors import summaries
from ui.vectors.answers import View
from ui.vectors.word_table import WordTable
from ui.words import read_pairs

__all__ = ["PART"]

PAIRS = "he she"
FOLLOWED = "nurse engineer doctor teacher pilot secretary king queen mother father table seven"
MAX_FOLLOWED = 30
AMONG = 20_000
CAUTION = (
    "**Why an analogy is poor evidence of bias.** “man is to doctor as woman is to …” cannot answer doctor: the inputs are left out, so some other word must win, "
    "and whoever writes the question picks the words that look worst. Nissim, van Noord and van der Goot (2020, *Fair Is Better than Sensational*) asked the same questions with all words allowed and many of the shocking answers were gone. "
    "A direction measured on all words, as here, at least does not choose its examples. And taking a direction away hides it more than it removes it: words that leaned the same way stay neighbors (Gonen and Goldberg 2019)."
)

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Options:
    """A direction, and the words to follow when it is taken away."""

    pairs: Pairs
    words: tuple[str, ...]  # as the table spells them, each once
    unknown: tuple[str, ...]  # words that the table does not have

    @property
    def inputs(self) -> tuple[str, ...]:
        """The words of the pairs."""
        return tuple(word for pair in self.pairs for word in pair)


def _ask(view: View) -> Options | None:
    st.markdown(CAUTION)
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        typed = controls.text(
            "Direction, from the first word of each pair to the second",
            PAIRS,
            key="direction",
            max_chars=500,
            help="Several pairs are averaged: he she, man woman, him her",
        )
    with right:
        followed = controls.text("Words to follow", FOLLOWED, key="followed", max_chars=500)
    pairs = layout.attempt_part(read_pairs, typed)
    if pairs is None:
        return None
    vectors, words = view.table.vectors, followed.split()[:MAX_FOLLOWED]
    known = dict.fromkeys(vectors.words[vectors.row(word)] for word in words if word in vectors)
    return Options(tuple(pairs), tuple(known), tuple(word for word in words if word not in vectors))


def _show(view: View, options: Options | None) -> None:
    """Show the words along a direction and the effect of its removal."""
    result = (
        None if options is None else layout.attempt_part(_along, view.table, options.pairs, options.inputs)
    )
    if options is None or result is None:
        return
    axis, along, figure = result
    if not (along.low.words and along.high.words):
        st.info("This table has no other words to lay along the direction.")
        return
    summary = summaries.along(along, *options.pairs[0])
    layout.picture(figure, key="along", alt=summary)
    layout.finding(summary)
    if len(options.pairs) == 1:
        st.caption(
            "One pair is also two particular words with their own topics. Average several pairs, such as he she, man woman, him her, and see which words stay."
        )
    else:
        st.caption(
            f"The pairs' own directions have a cosine of {axis.agreement:.2f} with their mean on average."
        )
    st.subheader("Take this direction away: what else moves?", anchor=False)
    if not options.words:
        st.info("None of the words to follow is in this table; type others above.")
        return
    if options.unknown:
        st.caption(layout.escape(f"Not in this table, so left out: {', '.join(options.unknown)}."))
    _show_removal(view.table, options)


def _show_removal(table: WordTable, options: Options) -> None:
    result = layout.attempt_part(_removal, table, options.pairs, options.words)
    if result is None:
        return
    removal, figure = result
    summary = summaries.removal(removal, _neighbors(table))
    layout.picture(figure, key="removal", alt=summary)
    layout.finding(summary)
    st.caption(
        f"“Most changed” was sought among the {removal.examined:,} words of the strongest cosine with the direction; each relation is the mean cosine between the steps of its pairs."
    )
    low, high = options.pairs[0]
    layout.numbers(
        {
            "word": list(removal.words),
            f"cosine with {low} → {high}": removal.before.tolist(),
            "neighbors kept": removal.kept.tolist(),
            "neighbors before": [", ".join(near[:6]) for near in removal.neighbors_before],
            "neighbors after": [", ".join(near[:6]) for near in removal.neighbors_after],
        },
        key="removed",
        label="Each word before and after",
    )


def _neighbors(table: WordTable) -> int:
    """Return how many neighbors of a word are compared: fewer in a table of few words."""
    return max(1, min(10, len(table.vectors) // 2 - 1))


@cached(entries=32)
def _along(
    table: WordTable, pairs: Pairs, inputs: tuple[str, ...]
) -> tuple[embedlab.vectors.NamedAxis, embedlab.vectors.WordsAlong, DrawnFigure]:
    from embedlab.figures.vectors_directions import along_figure

    axis = embedlab.vectors.word_direction(table.vectors, pairs)
    along = embedlab.vectors.words_along(table.vectors, axis, among=AMONG, exclude=inputs)
    return axis, along, DrawnFigure(along_figure(along, axis))


@cached(entries=32)
def _removal(
    table: WordTable, pairs: Pairs, words: tuple[str, ...]
) -> tuple[embedlab.vectors.Removal, DrawnFigure]:
    from embedlab.figures.vectors_directions import removal_figure

    axis = embedlab.vectors.word_direction(table.vectors, pairs)
    removal = embedlab.vectors.removal_effect(table.vectors, axis, words, k=_neighbors(table), among=AMONG)
    return removal, DrawnFigure(removal_figure(removal))


def _code(view: View, options: Options | None) -> list[str]:
    if options is None:
        return []
    lines = [
        f"axis = embedlab.vectors.word_direction(vectors, {list(options.pairs)!r})",
        f"print(embedlab.vectors.words_along(vectors, axis, among={AMONG}, exclude={options.inputs!r}))",
    ]
    if options.words:
        k = _neighbors(view.table)
        lines += [
            f"words = {list(options.words)!r}",
            f"removal = embedlab.vectors.removal_effect(vectors, axis, words, k={k}, among={AMONG})",
            "print(removal.kept, removal.others, removal.moved)",
        ]
    return lines


PART = Part(
    "Bias",
    _ask,
    _show,
    _code,
    lambda view, options: [
        sources.computed(
            f"the mean step of the pairs, projected out (Bolukbasi et al. 2016); neighbors among the first {AMONG:,} words, before and after (Gonen and Goldberg 2019)."
        )
    ],
)
