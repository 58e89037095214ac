"""What matters: small multiples of one setting at a time, with the spread of three seeds."""

from __future__ import annotations

from typing import Any

import numpy as np

from embedlab import training
from embedlab.content_key import content_key
from ui import fit_kinds, fits, layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure
from ui.training import corpus_summaries
from ui.training.learned import LEE, TRAINED, TRAINING_SECONDS

__all__ = ["EXPECTED", "KIND", "PART", "WORK"]

EXPECTED = 45.0  # seconds
WORK = (content_key("training sweep", 1), training.sweep_settings, "lee")
KIND = fit_kinds.records(
    training.Sweep, training.SweepPoint, doing="Training 33 times", seconds=TRAINING_SECONDS
)


def _show(view: object, options: None) -> None:
    sweep = fits.offer(
        *WORK, expected=EXPECTED, label="Train 33 times", place="sweep", kind=KIND
    )  # fmt: skip
    if sweep is None:
        layout.note(
            "What comes: six small pictures, one for each of window, dimensions, negatives, subsampling, passes and table, with the score for each value and a dot for each of three seeds. The Lee corpus is trained on 33 times; the result stays for all visitors."
        )
        return
    layout.answer(corpus_summaries.sweep(sweep), _figure(sweep), key="training sweep")
    columns: dict[str, Any] = {
        "setting": [corpus_summaries.SETTINGS[point.setting] for point in sweep.points],
        "value": [point.value for point in sweep.points],
    }
    scores = np.array([point.scores for point in sweep.points]).T
    columns |= {f"seed {seed}": column for seed, column in enumerate(scores)}
    layout.numbers(columns, key="training sweep table", label="Spearman on WordSim-353")


@cached(entries=2)
def _figure(sweep: training.Sweep) -> SharedFigure:
    from embedlab.figures.training_corpus import sweep_figure

    return SharedFigure(sweep_figure(sweep, corpus_summaries.SETTINGS))


PART = Part[object, None](
    "What matters",
    no_options,
    _show,
    lambda view, options: [
        'sweep = embedlab.training.sweep_settings("lee")',
        "for point in sweep.points:",
        "    print(point.setting, point.value, point.scores)",
    ],
    lambda view, options: [
        TRAINED,
        sources.computed(f"{LEE}, 10 passes; one setting is varied at a time, with seeds 0, 1 and 2."),
    ],
    line="What each setting changes, and whether it is more than chance.",
    deeper=True,
)
