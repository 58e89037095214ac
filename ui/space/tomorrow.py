"""Would it look the same tomorrow? The same points begun at random four times, and with other parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import embedlab
from embedlab.numerals import percent_text
from embedlab.space import MapOptions, MapSeries, Stability
from ui import layout, sources
from ui.cache import cached
from ui.part import Part, no_options
from ui.space import part_summaries
from ui.space.exports import project_code
from ui.space.picture import View
from ui.space.series import MOST, flat_options, grid, offer_series, sample_code, sample_points, vary

__all__ = ["PART"]

SEEDS = (0, 1, 2, 3)
COLUMNS = 2  # of maps: as many as a phone has room for
VALUES = {"tsne": ("perplexity", (5, 15, 30, 60)), "umap": ("n_neighbors", (5, 15, 30, 60))}


def show(view: View, options: None) -> None:
    """Draw four seeds and several values of the parameter that decides most."""
    points, base = sample_points(view.points.data), flat_options(view.map)
    name, values = _values(base, len(points))
    seeds = [vary(base, seed, init="random") for seed in SEEDS]
    series = [*seeds, *(vary(base, SEEDS[0], **{name: value, "init": "random"}) for value in values)]
    result = offer_series(points, series, f"Draw {len(series)} maps", place="series")
    if result is None:
        return
    first, second = _split(result, len(SEEDS))
    stability = _stability(first)
    sentence = part_summaries.seeds(stability)
    layout.finding(sentence)
    titles = _titles("seed", SEEDS, first)
    aligned = replace(first, coordinates=stability.aligned)
    layout.picture(grid(points, aligned, titles, COLUMNS, common=True), key="seeds", alt=sentence)
    if len(values) > 1:
        sentence = part_summaries.series(second, name, values)
        layout.finding(sentence)
        titles = _titles(name, values, second)
        layout.picture(grid(points, second, titles, COLUMNS), key="multiples", alt=sentence)
    layout.link_to("training", "And the vectors: the same twice?", training_tab="Same twice?")
    order = np.argsort(stability.shared, kind="stable")
    layout.numbers(
        {
            "point": [points.labels[row] for row in order],
            "neighbors shared": stability.shared[order],
            "drift (1 = radius of the map)": stability.drift[order],
        },
        key="stability",
        label="The least stable points first",
        height=300,
    )


def code(view: View, options: None) -> list[str]:
    """Return lines that draw the maps and compare them."""
    base = flat_options(view.map)
    name, values = _values(base, min(len(view.points.data), MOST))
    start = vary(base, 0, init="random")
    return [
        *sample_code(view.points.data),
        f"maps = [{project_code(start, 'sample', random_state='seed')}.coordinates for seed in {SEEDS}]",
        "stability = embedlab.space.map_stability(maps)",
        "print(stability.shared.mean(), stability.expected)",
        f"for value in {values}:",
        f"    drawn = {project_code(start, 'sample', **{name: 'value'})}",
        f'    judged = embedlab.projection_quality(sample, drawn.coordinates, metric="{base.metric}")',
        "    print(value, judged.knn_preservation)",
    ]


def origins(view: View, options: None) -> list[str]:
    """Say how the maps were begun and compared."""
    return [
        sources.computed(
            "maps begun at random; those of four seeds laid onto each other by orthogonal Procrustes (SciPy)."
        )
    ]


def _titles(name: str, values: tuple[int, ...], series: MapSeries) -> tuple[str, ...]:
    shares = zip(values, series.knn_preservation, strict=True)
    return tuple(f"{name} {value}: {percent_text(float(share))} kept" for value, share in shares)


def _split(series: MapSeries, count: int) -> tuple[MapSeries, MapSeries]:
    """Return the first maps of a series, and the rest."""
    first, rest = (
        MapSeries(series.coordinates[part], series.trustworthiness[part], series.knn_preservation[part])
        for part in (slice(0, count), slice(count, None))
    )
    return first, rest


def _values(options: MapOptions, count: int) -> tuple[str, tuple[int, ...]]:
    """Return the parameter that decides most, and the values that so many points allow."""
    name, values = VALUES[options.method]
    largest = (count - 1) / 3 if name == "perplexity" else count - 1
    fitting = tuple(value for value in values if value <= largest)
    if len(fitting) < 3:  # few points: four steps up to what they allow
        fitting = tuple(dict.fromkeys(int(value) for value in np.linspace(2, largest, 4)))
    return name, fitting


@cached(entries=16)
def _stability(series: MapSeries) -> Stability:
    return embedlab.space.map_stability(list(series.coordinates))


PART = Part[View, None](
    "Would it look the same tomorrow?",
    no_options,
    show,
    code,
    origins,
    line="The same words drawn four times from another random start, and with other settings.",
    former=("Four seeds", "Perplexities"),
)
