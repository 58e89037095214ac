"""What matters: a small picture for each setting, with the spread of three seeds."""

from __future__ import annotations

import numpy as np

from embedlab import training
from embedlab.content_key import content_key
from embedlab.vectors import rank_error
from ui import findings, fit_kinds, layout, sources
from ui.cache import cached
from ui.findings import Content, Finding
from ui.part import Part, no_options
from ui.shared_figure import Series, SharedFigure, scores
from ui.training import summaries
from ui.training.corpus_run import LEE, TRAINED, TRAINING_SECONDS
from ui.training.summaries import SETTINGS
from ui.work import Work, WorkResult

__all__ = ["PART", "TRAINING"]

TRAINING = Work(
    content_key("training sweep", 3),
    training.sweep_settings,
    ("lee",),
    expected=45.0,
    kind=fit_kinds.records(training.Sweep, doing="Training 33 times", seconds=TRAINING_SECONDS),
)
PROMISE = "What comes: six small pictures, one for each of window, dimensions, negatives, subsampling, passes and table, with the mean score for each value and how far three seeds spread. The Lee corpus is trained on 33 times; the result stays for all visitors."


def _show(view: object, options: None) -> None:
    trained = TRAINING.offer("Train 33 times", place="sweep", promise=PROMISE)
    if trained is not None:
        findings.draw(_content(trained), key="training sweep")


@cached(entries=2)
def _content(trained: WorkResult) -> Content:
    sweep: training.Sweep = trained.result
    rows = [
        (SETTINGS[name], value, *seeds)
        for name, each in sweep.scores.items()
        for value, seeds in each.items()
    ]
    columns = layout.columns_of(("setting", "value", "seed 0", "seed 1", "seed 2"), rows)
    return Content([Finding(summaries.sweep(sweep), _figures(sweep))], columns, "Spearman on WordSim-353")


def _figures(sweep: training.Sweep) -> dict[str, SharedFigure]:
    """Return a figure for each setting, all with the same axis."""
    by_setting, chance = sweep.scores, 1.96 * rank_error(sweep.pairs)
    everything = np.concatenate([seeds for values in by_setting.values() for seeds in values.values()])
    ends = float(np.floor(4 * everything.min()) / 4), float(np.ceil(4 * everything.max()) / 4)
    figures = {}
    for name, values in by_setting.items():
        seeds = np.array([*values.values()])  # (values, seeds)
        series = {"Spearman": Series(seeds.mean(axis=1), seeds.min(axis=1), seeds.max(axis=1))}
        figures[SETTINGS[name]] = scores(
            [*values],
            series,
            axis="correlation with people",
            ends=ends,
            chance=(-chance, chance),
            interval="its seeds",
        )
    return figures


PART = Part[object, None](
    "What matters",
    no_options,
    _show,
    lambda view, options: [
        'sweep = embedlab.training.sweep_settings("lee")',
        "for setting, values in sweep.scores.items():",
        "    print(setting, values)",
    ],
    lambda view, options: [
        TRAINED,
        sources.computed(f"{LEE}, 10 passes; one setting is varied at a time, with seeds 0, 1 and 2."),
    ],
    line="What each setting changes, and whether it is more than chance.",
    deeper=True,
)
