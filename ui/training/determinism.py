"""Same twice? The letters trained again with the same seed and with another one, now, on this server."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab import training
from ui import layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure
from ui.training import summaries
from ui.training.query import Query
from ui.training.runs import View, letters_of, view

__all__ = ["PART"]


@dataclass(frozen=True)
class Repeats:
    """The run of the picture, the same computed anew, and one with the next seed."""

    runs: tuple[training.LetterRun, ...]
    same: training.TableDifference
    other: training.TableDifference
    figures: tuple[SharedFigure, SharedFigure]


def _show(view: View, options: None) -> None:
    repeats = _repeat(view.query)
    layout.finding(summaries.repeats(repeats.same, repeats.other, repeats.runs))
    for column, run, figure in zip(
        st.columns(2), (repeats.runs[0], repeats.runs[2]), repeats.figures, strict=True
    ):
        with column:
            st.markdown(f"**Seed {run.random_state}**")
            layout.picture(figure, key=f"letters of {run.random_state}", alt=summaries.letters_alt(run))
    st.markdown(summaries.repeats_table(repeats.runs))
    st.markdown(summaries.WHY_RUNS_DIFFER)


@cached(entries=8)
def _repeat(query: Query) -> Repeats:
    from embedlab.figures.training import letters_figure

    text, seed = letters_of(query), query.random_state
    again, other = (
        training.train_letters(text, steps=query.steps, random_state=each) for each in (seed, seed + 1)
    )
    runs = (view(query).run, again, other)
    ends = [run.tables[-1] for run in runs]
    figures = tuple(SharedFigure(letters_figure(text.characters, end)) for end in (ends[0], ends[2]))
    return Repeats(
        runs,
        training.compare_repeats(ends[0], ends[1]),
        training.compare_repeats(ends[0], ends[2]),
        (figures[0], figures[1]),
    )


def _code(view: View, options: None) -> list[str]:
    query = view.query
    return [
        f"again, other = (embedlab.training.train_letters(text, steps={query.steps}, random_state=seed)",
        f"                for seed in ({query.random_state}, {query.random_state + 1}))",
        "print(embedlab.training.compare_repeats(run.tables[-1], again.tables[-1]))",
        "print(embedlab.training.compare_repeats(run.tables[-1], other.tables[-1]))",
    ]


PART = Part[View, None](
    "Same twice?",
    no_options,
    _show,
    _code,
    lambda view, options: [
        sources.computed(
            "the run of the picture beside two that were trained for this answer; a fingerprint is the SHA-256 of a table’s bytes. A test repeats a run in other processes with one thread and two."
        )
    ],
    line="The same text, settings and seed: are the vectors the same? And with another seed?",
    deeper=True,
)
