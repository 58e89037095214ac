"""What the lesson says about a map, its parts and their numbers: results in, sentences out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from embedlab.numerals import count_text, number_text, percent_text
from embedlab.space import (
    AxisMap,
    MapOptions,
    PointSet,
    Projection,
    ProjectionQuality,
    region_share,
)
from ui.space.parameters import NAMES

if TYPE_CHECKING:
    from ui.space.maps import MapView
    from ui.space.neighborhood import TrueNeighbors
    from ui.space.picture import View
    from ui.space.points import Points

__all__ = [
    "MARKS",
    "axes",
    "changes",
    "cut",
    "drawing",
    "figures",
    "headline",
    "how",
    "kept_by_all",
    "least_preserved",
    "map_with_parameters",
    "method_name",
    "name",
    "neighbors",
    "preserved",
    "quality",
    "summary",
    "zero_vectors",
]

MARKS = "●\u00a0kept (solid\u00a0line), ○\u00a0lost (dotted)."  # beside the true neighbors of a word

LONGEST_HEADLINE = 71  # characters with the stop, which the page leaves out
OWN_REGION = 0.9  # share of points nearest to the center of their own group, from which groups have regions
COUNTS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def summary(view: View) -> str:
    """Return what the map shows as a headline, and then how far to trust it."""
    sentences = [
        headline(view),
        *changes(view.map.options, view.map.projection),
        drawing(view.points, view.map),
        quality(view.map.quality),
        "" if view.map.axes is not None else least_preserved(view.points.data.labels, view.map.quality),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def headline(view: View) -> str:
    """Return the one sentence that the map is to be remembered by, in at most 70 characters."""
    regions = _regions(view.points, view.map)
    return next(
        sentence
        for sentence in [*_about_word(view, regions), *_about_map(view.map, regions)]
        if sentence and len(sentence) <= LONGEST_HEADLINE
    )


def _about_word(view: View, regions: str) -> list[str]:
    """Return sentences about the neighbors of the word that is looked at, the most telling first."""
    near = view.neighbors
    if near is None or not len(near.rows):
        return []
    labels, word, count = view.points.data.labels, near.word, len(near.rows)
    if near.preserved.all():
        return [f"The map keeps all {count} true neighbors of “{word}” near it."]
    lost = labels[near.rows[int(np.argmin(near.preserved))]]  # the nearest of those that are lost
    if not near.preserved.any():
        return [f"The map keeps none of the {count} true neighbors of “{word}”."]
    tear = f"the map tears “{lost}” from “{word}”."
    return [
        f"{regions}; but {tear}" if regions else "",
        tear[0].upper() + tear[1:],
        f"The map keeps {int(near.preserved.sum())} of the {count} true neighbors of “{word}”.",
    ]


def _about_map(view: MapView, regions: str) -> list[str]:
    """Return sentences about the whole map; the last always fits."""
    preserved, chance = (
        percent_text(view.quality.knn_preservation),
        percent_text(view.quality.expected_recall),
    )
    return [
        f"{regions}; {preserved} of true neighbors stay near." if regions else "",
        f"This map keeps {preserved} of true neighbors; chance would keep {chance}.",
    ]


def _regions(points: Points, view: MapView) -> str:
    """Return that each kind has a region of its own, "" where that is not so."""
    groups = points.data.groups
    names = () if groups is None else tuple(dict.fromkeys(groups))
    if groups is None or not 2 <= len(names) < len(COUNTS):
        return ""
    if region_share(view.projection.coordinates, groups) < OWN_REGION:
        return ""
    has_sentences = any(" " in label for label in points.data.labels)
    what = "groups" if not points.space else "kinds of sentences" if has_sentences else "kinds of words"
    count = COUNTS[len(names)]
    return f"{count.capitalize()} {what}, {count} regions"


def drawing(points: Points, view: MapView) -> str:
    """Return what is drawn and what its axes mean."""
    size = f"{count_text(len(points.data), 'point')} of {points.data.dim:,} numbers each."
    if view.axes is not None:
        return f"{size} {axes(view.axes)}"
    shares = view.projection.explained_variance_ratio
    if shares is None:
        return f"{size} Directions and distances across a {name(view)} map have no meaning of their own."
    return (
        f"{size} The first {len(shares)} principal components hold {percent_text(float(shares.sum()))} of the "
        "variance; their directions have no meaning of their own."
    )


def neighbors(labels: Sequence[str], near: TrueNeighbors) -> str:
    """Return the true neighbors of a word, and which of them the map lost, as a screen reader says it."""
    names = ", ".join(
        f"{cut(labels[row], 40)} {number_text(float(score))} {'kept' if is_kept else 'lost'}"
        for row, score, is_kept in zip(near.rows, near.scores, near.preserved, strict=True)
    )
    return f"The true neighbors of {cut(near.word, 40)}: {names}."


def preserved(near: TrueNeighbors) -> str:
    """Return how many of the true neighbors of a word a map keeps."""
    return f"{int(near.preserved.sum())} of these {len(near.rows)} are also among its {len(near.rows)} nearest on the map."


def kept_by_all(of: ProjectionQuality) -> str:
    """Return how many true neighbors of all points a map keeps, beside chance."""
    kept_share, chance = percent_text(of.knn_preservation), percent_text(of.expected_recall)
    return f"All points together: {kept_share} kept; chance: {chance}."


def cut(text: str, most: int) -> str:
    """Return a text, cut where it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def quality(of: ProjectionQuality) -> str:
    """Return how many neighbors a map keeps, beside chance."""
    return (
        f"Of each point's {of.k} true neighbors, {percent_text(of.knn_preservation)} are still among its {of.k} "
        f"nearest on this map (points placed at random would keep {percent_text(of.expected_recall)}). "
        f"Trustworthiness is {number_text(of.trustworthiness)}; 1 would mean that every neighbor on the map is a "
        "true one."
    )


def method_name(projection: Projection) -> str:
    """Return what the method of a map is called."""
    return NAMES[projection.method]


def name(view: MapView) -> str:
    """Return what kind of map it is."""
    return "named axes" if view.axes else NAMES[view.projection.method]


def map_with_parameters(options: MapOptions) -> str:
    """Return what kind of map the options ask for, and its parameters."""
    parameters = ", ".join(f"{key} {value}" for key, value in options.parameters if key != "init")
    return NAMES[options.method] + (f" with {parameters}" if parameters else "")


def how(view: MapView) -> str:
    """Return how a map was made and judged."""
    used = ", ".join(f"{key} {value}" for key, value in view.projection.parameters.items())
    judged = view.quality.sampled
    sample = f" on a sample of {judged:,} points" if judged < len(view.projection.coordinates) else ""
    return (
        f"{name(view)} with {used}; neighbors compared by {view.options.metric}, k = {view.quality.k}; "
        f"trustworthiness by scikit-learn{sample}."
    )


def figures(view: MapView) -> dict[str, list[Any]]:
    """Return the figures of a map in one row."""
    shares = view.projection.explained_variance_ratio
    row: dict[str, list[Any]] = {
        "map": [name(view)],
        "points": [len(view.projection.coordinates)],
        "neighbors kept": [view.quality.knn_preservation],
        "by chance": [view.quality.expected_recall],
        "trustworthiness": [view.quality.trustworthiness],
    }
    return row if shares is None else {**row, "variance shown": [float(shares.sum())]}


def changes(options: MapOptions, projection: Projection) -> list[str]:
    """Return which parameters were lowered for want of points, and what the map grew out of."""
    sentences = []
    for parameter, value in options.parameters:
        used = projection.parameters.get(parameter)
        if parameter in {"perplexity", "n_neighbors"} and used != value:
            count = len(projection.coordinates)
            sentences.append(
                f"{parameter} was lowered from {value:g} to {used:g}, the most that {count} points allow."
            )
    if options.start is not None:
        former = ", ".join(
            f"{parameter} {value:g}" for parameter, value in options.start if parameter != "init"
        )
        sentences.append(
            f"This map grew out of the one with {former}; from nothing it could look different. The link leads through both."
        )
    return sentences


def axes(of: AxisMap) -> str:
    """Return what the named axes are and how far their directions are from a right angle."""
    each = [
        f"{axis.negative} → {axis.positive}"
        + (
            f" (its pairs agree with it at a cosine of {axis.agreement:.2f})"
            if axis.agreement < 0.9999
            else ""
        )
        for axis in of.axes
    ]
    return (
        f"Each coordinate is the cosine of the word with an axis: {'; '.join(each)}. "
        f"The first two directions meet at {of.angle:.0f}° and are drawn at 90°."
    )


def least_preserved(labels: Sequence[str], of: ProjectionQuality) -> str:
    """Return which points lost the most of their neighbors; "" where none did, or nobody compared them."""
    shares = of.recall
    if np.isnan(shares).any():
        return ""
    lowest = float(shares.min())
    count = int((shares == lowest).sum())
    if lowest == 1:
        return ""
    if count > 3:
        kept_most = "none of their" if lowest == 0 else f"only {lowest:.0%} of their"
        return f"Least to be trusted: {count:,} points that keep {kept_most} true neighbors."
    worst = np.argsort(shares, kind="stable")[:3]
    named = ", ".join(f"{labels[row][:40]} ({shares[row]:.0%} kept)" for row in worst if shares[row] < 1)
    return f"Least to be trusted: {named}."


def zero_vectors(points: PointSet, rows: NDArray[np.int64]) -> str:
    """Return which points are left out of a map of cosines."""
    names = ", ".join(points.labels[row] for row in rows[:3])
    return (
        f"{len(rows)} of {len(points)} vectors are all zeros and have no cosine ({names}); "
        "they are left out of the map."
    )
