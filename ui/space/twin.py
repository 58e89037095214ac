"""Real or random? Random vectors of the same shape, drawn by the same method beside the real ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import embedlab
from embedlab.space import MapOptions, MapSeries
from ui import controls, layout, sources
from ui.part import Part
from ui.space import part_summaries
from ui.space.exports import project_code
from ui.space.picture import View
from ui.space.series import grid, offer_series, sample_code, sample_points

__all__ = ["PART"]

KINDS = {"independent numbers": "gaussian", "shuffled columns": "shuffled"}


def ask(view: View) -> str:
    """Ask which random vectors."""
    return KINDS[
        controls.choice(
            "Random vectors",
            list(KINDS),
            key="twin",
            help="Independent numbers: normal, with the mean and spread of each real column. Shuffled: the real numbers of each column in random order.",
        )
    ]


def show(view: View, kind: str) -> None:
    """Draw random vectors beside the real ones."""
    points = sample_points(view.points.data)
    options = [_options(view)]
    twin = replace(points, matrix=embedlab.space.random_twin(points.matrix, kind=kind))
    real = offer_series(points, options, "Draw both maps", place="twin")
    if real is None:
        return
    random = offer_series(twin, options, "Draw both maps", place="random twin", automatic=True)
    if random is None:
        return
    both = MapSeries(
        np.concatenate((real.coordinates, random.coordinates)),
        np.concatenate((real.trustworthiness, random.trustworthiness)),
        np.concatenate((real.knn_preservation, random.knn_preservation)),
    )
    sentence = part_summaries.twin(real, random)
    layout.finding(sentence)
    figure = grid(points, both, ("real vectors", "random vectors"), 2)
    layout.picture(figure, key="twin figure", alt=sentence)
    layout.note(
        "The random vectors are as many and as long. Each has the color of a real one, but no meaning: "
        "what looks like a group on the right is chance."
    )


def code(view: View, kind: str) -> list[str]:
    """Return lines that draw and judge both."""
    options = _options(view)
    return [
        *sample_code(view.points.data),
        f'for each in (sample, embedlab.space.random_twin(sample, kind="{kind}")):',
        f"    drawn = {project_code(options, 'each')}",
        f'    judged = embedlab.projection_quality(each, drawn.coordinates, metric="{options.metric}")',
        "    print(judged.knn_preservation, judged.trustworthiness)",
    ]


def origins(view: View, kind: str) -> list[str]:
    """Say where the random vectors come from."""
    return [sources.computed("random vectors by NumPy, seed 0.")]


def _options(view: View) -> MapOptions:
    """Return the options of both maps: those of the page; random vectors have no named axes, so theirs is a PCA."""
    return replace(view.map.options, n_components=2, start=None)


PART = Part(
    "Is this real or random?",
    ask,
    show,
    code,
    origins,
    line="What the method draws of random vectors comes from the method, not from the words.",
    former=("Real or random?",),
)
