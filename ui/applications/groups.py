"""Groups without labels: clustering in all dimensions, names for the groups, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab import applications
from embedlab.applications import CLUSTERINGS, OUTSIDE, Clustering, LabeledTexts
from embedlab.content_key import content_key
from embedlab.figures.curves import Series
from embedlab.figures.space import map_figure
from embedlab.figures.space_coloring import Coloring
from ui import controls, fit_kinds, fits, layout, sources
from ui.applications import summaries
from ui.applications.results import View, vectors_of
from ui.cache import cached
from ui.labels import hide_overlapping
from ui.part import Part
from ui.shared_figure import SharedFigure, curves

__all__ = ["PART"]

COUNTS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20)
KIND = fit_kinds.records(Clustering, doing="Grouping")
BOX = "group_map"
SECONDS = 4.0  # for 180 texts and all counts


@dataclass(frozen=True)
class Options:
    """How to group."""

    method: str
    count: int


def _ask(view: View) -> Options:
    method = controls.choice("Method", tuple(CLUSTERINGS), key="group_method")
    count = len(view.data.classes)
    if method == "k-means":
        count = int(controls.number("Groups", 2, applications.MAX_GROUPS, 6, key="group_count"))
    return Options(method, count)


def _show(view: View, options: Options) -> None:
    clustered = layout.attempt_part(_cluster, view.data, options)
    if clustered is None:
        return
    result, names = clustered
    outside = int((result.groups == OUTSIDE).sum())
    with st.container(key=BOX):
        summary = summaries.clusters(result, names, outside)
        layout.answer(summary, _map(view.data, options), key="groups")
        hide_overlapping(BOX)
    layout.numbers(
        {"group": result.groups, "label": list(view.data.labels), "text": list(view.data.texts)},
        key="groups table",
        label="The group of each text",
    )
    _show_counts(view.data)


def _show_counts(data: LabeledTexts) -> None:
    counts = tuple(count for count in COUNTS if count < len(data.texts))
    results = fits.offer(
        content_key("group counts", data, counts),
        applications.compare_counts,
        vectors_of(data),
        counts,
        data.labels,
        expected=SECONDS * len(data.texts) / 180,
        label="Try other numbers of groups",
        place="group counts",
        kind=KIND,
    )
    if results is not None:
        layout.answer(summaries.counts(results), _curve(results), key="group counts")


@cached(entries=32)
def _cluster(data: LabeledTexts, options: Options) -> tuple[Clustering, tuple[tuple[str, ...], ...]]:
    vectors, method, count = vectors_of(data), options.method, options.count
    result = applications.cluster_vectors(vectors, method=method, count=count, labels=data.labels)
    return result, applications.name_clusters(data.texts, result.groups) if result.count else ()


@cached(entries=32)
def _map(data: LabeledTexts, options: Options) -> SharedFigure:
    result, words_of = _cluster(data, options)
    names = [", ".join(words[:2]) or f"group {row + 1}" for row, words in enumerate(words_of)]
    names.append("in no group")  # the last one, of OUTSIDE
    coloring = Coloring("group", tuple(names[group] for group in result.groups))
    return SharedFigure(map_figure(embedlab.project(vectors_of(data), method="pca"), data.texts, coloring))


@cached(entries=16)
def _curve(results: tuple[Clustering, ...]) -> SharedFigure:
    random = Series([each.random_silhouette for each in results], is_baseline=True)
    series = {
        "silhouette": Series([each.silhouette for each in results]),
        "silhouette of random vectors": random,
        "agreement with the labels": Series([each.agreement for each in results]),
    }
    axis = "silhouette, adjusted Rand (1 = best)"
    counts = [each.count for each in results]
    return curves(counts, series, x_axis="number of groups (k-means)", y_axis=axis, scale="even")


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
