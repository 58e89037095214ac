"""Same twice? The letters trained again with the same seed and with another one, now, on this server."""

from __future__ import annotations

import streamlit as st

from embedlab import training
from embedlab.content_key import content_key
from embedlab.numerals import number_text
from ui import layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure
from ui.training import summaries
from ui.training.query import Query
from ui.training.view import View, view

__all__ = ["PART"]


def _show(view: View, options: None) -> None:
    summary, rows, figures = _repeat(view.query)
    layout.answers(summary, figures, key="letters of a seed")
    layout.small_table(("run", "held-out loss", "fingerprint of the table"), rows)
    st.markdown(summaries.WHY_RUNS_DIFFER)


@cached(entries=8)
def _repeat(query: Query) -> tuple[str, list[tuple[str, str, str]], list[tuple[str, SharedFigure]]]:
    """Compare the run of the picture with the same computed anew and one with the next seed."""
    from embedlab.figures.training import letters_figure

    first, seed = view(query).run, query.random_state
    again, other = (
        training.train_letters(first.text, steps=query.steps, random_state=each) for each in (seed, seed + 1)
    )
    runs = (f"first, seed {seed}", first), (f"again, seed {seed}", again), (f"other, seed {seed + 1}", other)
    rows = [(name, number_text(run.loss, 4), f"`{content_key(run.tables[-1])[:16]}`") for name, run in runs]
    figures = [
        (f"Seed {each}", SharedFigure(letters_figure(run)))
        for each, run in ((seed, first), (seed + 1, other))
    ]
    return summaries.repeats(first, again, other), rows, figures


PART = Part[View, None](
    "Same twice?",
    no_options,
    _show,
    lambda view, options: [
        f"again, other = (embedlab.training.train_letters(text, steps={view.query.steps}, random_state=seed)",
        f"                for seed in ({view.query.random_state}, {view.query.random_state + 1}))",
        "for each in (again, other):",
        "    print((run.tables[-1] != each.tables[-1]).sum())",
        'print(embedlab.space.shepard_diagram(run.tables[-1], other.tables[-1], metric="euclidean").rank_correlation)',
    ],
    lambda view, options: [
        sources.computed(
            "the run of the picture beside two that were trained for this answer; a fingerprint is the SHA-256 of a table’s shape and bytes; distances are compared by Spearman’s rank correlation. A test repeats a run in other processes with one thread and two."
        )
    ],
    line="The same text, settings and seed: are the vectors the same? And with another seed?",
    deeper=True,
)
