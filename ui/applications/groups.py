"""Groups without labels: clustering in all dimensions, names for the groups, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import embedlab
from embedlab import applications
from embedlab.applications import CLUSTERINGS, OUTSIDE, Clustering, GroupCounts, LabeledTexts
from embedlab.content_key import content_key
from ui import controls, fits, layout, sources
from ui.applications import summaries
from ui.applications.results import View
from ui.applications.vectors import vectors_of
from ui.cache import cached
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

COUNTS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20)
SECONDS = 4.0  # for 180 texts and all counts


@dataclass(frozen=True)
class Options:
    """How to group."""

    method: str
    count: int


def _ask(view: View) -> Options:
    method = controls.choice("Method", CLUSTERINGS, key="group_method")
    count = len(view.data.classes)
    if method == CLUSTERINGS[0]:
        count = int(controls.number("Groups", 2, applications.MAX_GROUPS, 6, key="group_count"))
    return Options(method, count)


def _show(view: View, options: Options) -> None:
    result = layout.attempt_part(_cluster, view.data, options)
    if result is None:
        return
    names = _names(view.data, result)
    outside = int((result.groups == OUTSIDE).sum())
    summary = summaries.clusters(result, names, outside)
    layout.finding(summary)
    layout.picture(_map(view.data, options), key="groups", alt=summary)
    layout.numbers(
        {"group": result.groups, "label": list(view.data.labels), "text": list(view.data.texts)},
        key="groups table",
        label="The group of each text",
    )
    _show_counts(view.data)


def _show_counts(data: LabeledTexts) -> None:
    counts = tuple(count for count in COUNTS if count < len(data.texts))
    found: GroupCounts | None = fits.offer(
        content_key("group counts", data, counts),
        applications.compare_counts,
        vectors_of(data),
        counts,
        data.labels,
        expected=SECONDS * len(data.texts) / 180,
        label="How many groups are there?",
        place="group counts",
        kind=GROUPINGS,
    )
    if found is not None:
        summary = summaries.counts(found)
        layout.finding(summary)
        layout.picture(_curve(found), key="group counts", alt=summary)


GROUPINGS = fits.records(GroupCounts, doing="Grouping")


@cached(entries=32)
def _cluster(data: LabeledTexts, options: Options) -> Clustering:
    return applications.cluster_vectors(
        vectors_of(data), method=options.method, count=options.count, labels=data.labels
    )


@cached(entries=32)
def _names(data: LabeledTexts, result: Clustering) -> tuple[tuple[str, ...], ...]:
    return applications.name_clusters(data.texts, result.groups) if result.count else ()


@cached(entries=32)
def _map(data: LabeledTexts, options: Options) -> SharedFigure:
    from embedlab.figures.applications import groups_figure

    result = _cluster(data, options)
    projection = embedlab.project(vectors_of(data), method="pca")
    names = [", ".join(words[:2]) or f"group {index + 1}" for index, words in enumerate(_names(data, result))]
    return SharedFigure(groups_figure(projection.coordinates, result.groups, names, data.texts))


@cached(entries=16)
def _curve(found: GroupCounts) -> SharedFigure:
    from embedlab.figures.curves import Series, curves_figure

    series = {
        "silhouette": Series(found.silhouettes),
        "silhouette of random vectors": Series(found.random_silhouettes, is_baseline=True),
    }
    if not np.isnan(found.agreements).all():
        series["agreement with the labels"] = Series(found.agreements)
    return SharedFigure(
        curves_figure(
            found.counts,
            series,
            x_axis="number of groups (k-means)",
            y_axis="silhouette, adjusted Rand (1 = best)",
            scale="even",
        )
    )


PART = Part(
    "Groups without labels",
    _ask,
    _show,
    lambda view, options: [
        f"found = embedlab.applications.cluster_vectors(classifier.vectors, method={options.method!r}, "
        f"count={options.count}, labels=labels)",
        "print(found.count, found.silhouette, found.random_silhouette, found.agreement)",
        "print(embedlab.applications.name_clusters(texts, found.groups))",
    ],
    lambda view, options: [
        sources.computed(
            "scikit-learn's k-means and HDBSCAN on unit vectors, seed 0; names by c-TF-IDF (Grootendorst 2022); PCA only "
            "for the picture."
        )
    ],
    line="What a machine groups by itself, what the groups are about, and whether they are real.",
)
