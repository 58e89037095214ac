"""Same twice? The letters trained again with the same seed and with another one, now, on this server."""

from __future__ import annotations

import streamlit as st

from embedlab import training
from ui import layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure
from ui.training import summaries
from ui.training.picture import View, letters_of, view
from ui.training.query import Query

__all__ = ["PART"]


def _show(view: View, options: None) -> None:
    summary, runs, figures = _repeat(view.query)
    layout.finding(summary)
    layout.side_by_side(figures, key="letters of a seed", alt=summary)
    st.markdown(summaries.repeats_table(runs))
    st.markdown(summaries.WHY_RUNS_DIFFER)


@cached(entries=8)
def _repeat(query: Query) -> tuple[str, list[training.LetterRun], list[tuple[str, SharedFigure]]]:
    """Return the run of the picture, the same computed anew and one with the next seed, compared and drawn."""
    from embedlab.figures.training import letters_figure

    text, seed = letters_of(query), query.random_state
    runs = [view(query).run] + [
        training.train_letters(text, steps=query.steps, random_state=each) for each in (seed, seed + 1)
    ]
    same, other = (training.compare_repeats(runs[0].tables[-1], run.tables[-1]) for run in runs[1:])
    figures = [
        (f"Seed {run.random_state}", SharedFigure(letters_figure(text.characters, run.tables[-1])))
        for run in runs[::2]
    ]
    return summaries.repeats(same, other, runs), runs, figures


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
