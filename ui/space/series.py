"""Many maps of the same points: other seeds, other perplexities, and random vectors in their place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab.content_key import content_key
from embedlab.figures.space import Coloring
from embedlab.figures.space_series import multiples_figure
from embedlab.figures.style import LOW_TO_HIGH
from embedlab.space.fitting import MapOptions, MapSeries, fit_series
from embedlab.space.twins import TWINS
from ui import controls, fits, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.space.drawing import group_coloring
from ui.space.maps import Drawn, expected
from ui.space.points import Shown

__all__ = ["show_multiples", "show_seeds", "show_twin"]

SEEDS = (0, 1, 2, 3)
PERPLEXITIES = (5, 15, 30, 60)
NEIGHBORS = (5, 15, 30, 60)
MOST = 1_000  # points of each of many maps
TWIN_NAMES = {"independent numbers": "gaussian", "shuffled columns": "shuffled"}


def show_seeds(shown: Shown, drawn: Drawn) -> None:
    """Draw the same data with four seeds, laid onto each other, and say how stable each point is."""
    options = _slow(drawn)
    if options is None:
        st.info("PCA and named axes are formulas: every seed gives the same map. Choose t-SNE or UMAP above.")
        return
    st.markdown(
        "The same vectors and parameters, but each map begins at random with another seed. Where a point has other neighbors in each of them, its place is chance."
    )
    points, rows = _few(shown)
    series = [
        replace(_with(options, init="random"), random_state=seed, n_components=2, start=None)
        for seed in SEEDS
    ]
    result = _offered(shown, points, series, "Draw four seeds", "seeds")
    if result is None:
        return
    stability, figure = _seeds(_Many(shown, result, rows), tuple(shown.points.labels[row] for row in rows))
    said = (
        f"Of a point's {stability.k} neighbors on one map, {stability.shared.mean():.0%} are its neighbors on another one, too "
        f"(maps that place the points at random: {stability.expected:.0%})."
    )
    layout.picture(figure, key="seeds", alt=said)
    layout.reading(said)
    labels = [shown.points.labels[row] for row in rows]
    order = np.argsort(stability.shared, kind="stable")
    layout.numbers(
        {
            "point": [labels[row] for row in order],
            "neighbors shared": stability.shared[order],
            "drift (1 = radius of the map)": stability.drift[order],
        },
        key="stability",
        label="The least stable points first",
        height=300,
    )
    st.caption(
        "Each map was turned, mirrored and resized onto the first (orthogonal Procrustes). *Neighbors shared* does not mind where a group went, only whether it stayed together."
    )


def show_multiples(shown: Shown, drawn: Drawn) -> None:
    """Draw four perplexities with three seeds each."""
    options = _slow(drawn)
    if options is None:
        st.info("Perplexity belongs to t-SNE and n_neighbors to UMAP. Choose one of them above.")
        return
    name, values = ("perplexity", PERPLEXITIES) if options.method == "tsne" else ("n_neighbors", NEIGHBORS)
    st.markdown(
        f"Several values of {name}, three seeds each, begun at random. Believe what you see in most of them, not what one of them shows."
    )
    points, rows = _few(shown)
    largest = (len(rows) - 1) / 3 if name == "perplexity" else len(rows) - 1
    fitting = tuple(value for value in values if value <= largest)
    if len(fitting) < 2:  # few points: four steps up to what they allow
        fitting = tuple(dict.fromkeys(int(value) for value in np.linspace(2, largest, 4)))
    if len(fitting) < 2:
        st.info(f"{layout.counted(len(rows), 'point')} allow no two values of {name}; choose more points.")
        return
    series = [
        replace(
            _with(options, **{name: value, "init": "random"}), random_state=seed, n_components=2, start=None
        )
        for seed in SEEDS[:3]
        for value in fitting
    ]
    result = _offered(shown, points, series, f"Draw {len(series)} maps", "multiples")
    if result is None:
        return
    titles = tuple(
        f"{name} {dict(each.parameters)[name]}, seed {each.random_state}: {kept_share:.0%}"
        for each, kept_share in zip(series, result.knn_preservation, strict=True)
    )
    labels = tuple(shown.points.labels[row] for row in rows)
    figure = _grid(_Many(shown, result, rows), titles, labels, len(fitting))
    best = int(np.argmax(result.knn_preservation))
    low, high = result.knn_preservation.min(), result.knn_preservation.max()
    said = f"The maps keep {low:.0%} to {high:.0%} of the true neighbors, most of them the one with {titles[best].split(':')[0]}."
    if f"{low:.0%}" == f"{high:.0%}":
        said = f"All these maps keep {high:.0%} of the true neighbors."
    layout.picture(figure, key="multiples", alt=said)
    layout.reading(said)
    if fitting != values:
        st.caption(f"{len(rows)} points allow {name} up to {int(largest)}; larger values are left out.")


def show_twin(shown: Shown, drawn: Drawn) -> None:
    """Draw random vectors of the same shape beside the real ones."""
    if drawn.axes is not None:
        st.info(
            "Named axes are directions between words, which random vectors do not have. Choose another map above."
        )
        return
    st.markdown(
        "Is this structure real? At the right the same method draws **random** vectors, as many and as long. What you see there, too, comes from the method and not from the words."
    )
    kind = TWIN_NAMES[
        controls.choice(
            "Random vectors",
            list(TWIN_NAMES),
            key="twin",
            help="Independent numbers: normal, with the mean and spread of each real column. Shuffled: the real numbers of each column in random order.",
        )
    ]
    assert set(TWIN_NAMES.values()) == set(TWINS)
    points, rows = _few(shown)
    options = replace(drawn.options, n_components=2, start=None)
    made = embedlab.space.random_twin(points, kind=kind)
    real = _offered(shown, points, [options], "Draw the twin", "twin")
    if real is None:
        return
    random = _offered(shown, made, [options], "Draw the twin", "random twin", automatic=True)
    if random is None:
        return
    both = MapSeries(
        np.concatenate((real.coordinates, random.coordinates)),
        np.concatenate((real.trustworthiness, random.trustworthiness)),
        np.concatenate((real.knn_preservation, random.knn_preservation)),
    )
    titles = ("real vectors", "random vectors")
    labels = tuple(shown.points.labels[row] for row in rows)
    said = (
        f"The map of the real vectors keeps {both.knn_preservation[0]:.0%} of their neighbors at a trustworthiness of {both.trustworthiness[0]:.2f}; "
        f"that of the random ones {both.knn_preservation[1]:.0%} at {both.trustworthiness[1]:.2f}."
    )
    layout.picture(_grid(_Many(shown, both, rows), titles, labels, 2), key="twin figure", alt=said)
    layout.reading(said)
    st.caption(
        "The colors at the right mean nothing: a random vector has no group. They show what the eye makes of chance."
    )


class _Many:
    """Several maps with the points they show, told apart by their content."""

    def __init__(self, shown: Shown, result: MapSeries, rows: NDArray[np.int64]) -> None:
        self.shown, self.result, self.rows = shown, result, rows

    @property
    def key(self) -> str:
        """The key of points and maps."""
        return content_key(self.shown.key, self.result.coordinates)

    def coloring(self) -> Coloring:
        """The groups of the points that are shown."""
        names = group_coloring(self.shown).groups or ()
        return Coloring("group", tuple(names[row] for row in self.rows))


@cached(entries=16)
def _seeds(many: _Many, labels: tuple[str, ...]) -> tuple[embedlab.space.Stability, Any]:
    stability = embedlab.space.map_stability(list(many.result.coordinates))
    colors = Coloring("neighbors shared", values=stability.shared, scale=LOW_TO_HIGH, low=0.0, high=1.0)
    titles = [
        f"seed {seed}: {share:.0%} kept"
        for seed, share in zip(SEEDS, many.result.knn_preservation, strict=True)
    ]
    return stability, DrawnFigure(
        multiples_figure(stability.aligned, titles, labels, colors, columns=2, common=True)
    )


@cached(entries=16)
def _grid(many: _Many, titles: tuple[str, ...], labels: tuple[str, ...], columns: int) -> Any:
    return DrawnFigure(
        multiples_figure(many.result.coordinates, titles, labels, many.coloring(), columns=columns)
    )


def _few(shown: Shown) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return the vectors to draw many times: a sample with a fixed seed where there are many points."""
    count = len(shown.points)
    rows = np.arange(count)
    if count > MOST:
        rows = np.sort(np.random.default_rng(0).choice(count, MOST, replace=False))
        st.caption(f"Drawn for {MOST:,} of the {count:,} points, chosen at random with a fixed seed.")
    return np.ascontiguousarray(shown.points.matrix[rows]), rows


def _slow(drawn: Drawn) -> MapOptions | None:
    return None if drawn.options.method == "pca" else drawn.options


def _with(options: MapOptions, **values: Any) -> MapOptions:
    return replace(options, parameters=tuple({**dict(options.parameters), **values}.items()))


def _offered(
    shown: Shown,
    points: NDArray[np.float32],
    series: list[MapOptions],
    label: str,
    place: str,
    *,
    automatic: bool = False,
) -> MapSeries | None:
    share = (len(points) / len(shown.points)) ** 1.2
    seconds = sum(expected(shown, each) for each in series) * share
    key = fits.series_key(points, series)
    return fits.offer(
        key, fit_series, points, series, expected=seconds, label=label, place=place, automatic=automatic
    )
