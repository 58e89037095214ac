"""One pair at a time: a single update of skip-gram with negative samples, with every number."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import streamlit as st

from embedlab import training
from embedlab.training.pairs import MAX_PAIRS
from ui import controls, layout, sources
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure
from ui.training import summaries
from ui.training.view import View

__all__ = ["PART"]

TEXT = "the cat sat on the mat and the dog sat on the log"
MAX_TEXT = 400  # characters
NARROW = 150  # pixels of a control
PAIR = "pair"  # key of its number, in the link


@dataclass(frozen=True)
class Options:
    """The arguments of `follow_pairs`."""

    text: str
    number: int
    window: int
    negative_samples: int
    learning_rate: float
    random_state: int


def _ask(view: View) -> Options:
    text = controls.text("A short text", TEXT, key="pair_text", max_chars=MAX_TEXT)
    with st.grid(4, min_column_width=NARROW):
        number = controls.amount("Pair", 1, MAX_PAIRS, 1, key=PAIR)
        window = controls.number("Window", 1, 5, 2, key="pair_window")
        negatives = controls.number("Negatives", 1, 8, 3, key="pair_negatives")
        rate = controls.number("Learning rate", 0.1, 2.0, 0.5, key="pair_rate", step=0.1)
    with st.container(horizontal=True):
        for label, further in (("Next pair", 1), ("10 pairs further", 10)):
            st.button(
                label,
                type="primary" if further == 1 else "secondary",
                on_click=controls.set_controls,
                args=({PAIR: min(number + further, MAX_PAIRS)},),
            )
    return Options(text, int(number), int(window), int(negatives), float(rate), view.query.random_state)


def _show(view: View, options: Options) -> None:
    result = layout.attempt_part(_update, options)
    if result is None:
        return
    update, figures = result
    summary = summaries.pair(update, options.number)
    layout.finding(summary)
    layout.side_by_side(
        list(zip(summaries.table_titles(update), figures, strict=True)), key="pair", alt=summary
    )
    layout.small_table(("output row", "goal", "score u·v", "σ", "σ after"), summaries.pair_rows(update))
    layout.numbers(
        {
            "word": list(update.words), "count": update.counts, "share among negatives": update.shares,
            "input 1": update.inputs[:, 0], "input 2": update.inputs[:, 1],
            "output 1": update.outputs[:, 0], "output 2": update.outputs[:, 1],
        },
        key="pair tables", label="Both tables before the update",
    )  # fmt: skip


@cached(entries=64)
def _update(options: Options) -> tuple[training.PairUpdate, list[SharedFigure]]:
    from embedlab.figures.training import pair_figures

    update = training.follow_pairs(**asdict(options))
    return update, [SharedFigure(figure) for figure in pair_figures(update)]


def _code(view: View, options: Options) -> list[str]:
    return [
        f"update = embedlab.training.follow_pairs({sources.shorten(options.text)!r}, {options.number},",
        f"    window={options.window}, negative_samples={options.negative_samples}, learning_rate={options.learning_rate}, random_state={options.random_state})",
        "step = update.step",
        "print(step.loss, step.loss_after, step.scores, step.probabilities)",
        "print(step.before.center, step.gradients.center, step.after.center)",
    ]


PART = Part[View, Options](
    "One pair at a time",
    _ask,
    _show,
    _code,
    lambda view, options: [
        sources.computed(
            "skip-gram with negative samples (Mikolov et al. 2013) on a toy text with two columns; tests compare each step with autograd."
        )
    ],
    line="One update with every number: which rows move, which way, and which stay.",
)
