"""Groups without labels: clustering in all dimensions, names for the groups, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from embedlab import applications
from embedlab.applications import OUTSIDE, Clustering, LabeledTexts
from embedlab.applications.clusters import CLUSTERINGS, MAX_GROUPS
from embedlab.figures.curves import Series
from embedlab.figures.space import map_figure
from embedlab.figures.space_coloring import Coloring
from ui import controls, fit_kinds, layout, sources
from ui.applications import summaries
from ui.applications.query import Query
from ui.applications.results import vectors_of
from ui.cache import cached
from ui.labels import hide_overlapping
from ui.part import Part
from ui.shared_figure import SharedFigure, curves
from ui.work import Work

__all__ = ["PART", "cluster"]

COUNTS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20)
KIND = fit_kinds.records(Clustering, doing="Grouping")
BOX = "group_map"
SECONDS = {"k-means": 0.26e-3, "HDBSCAN": 2.3e-6}  # for a text, and for a pair of texts


@dataclass(frozen=True)
class Options:
    """How to group."""

    method: str
    count: int


def _ask(query: Query) -> Options:
    method = controls.choice("Method", tuple(CLUSTERINGS), key="group_method")
    count = len(query.data.classes)
    if method == "k-means":
        count = int(controls.number("Groups", 2, MAX_GROUPS, 6, key="group_count"))
    return Options(method, count)


def _show(query: Query, options: Options) -> None:
    work = cluster(query.data, (options.count,), options.method)
    results = work.result("Group the texts", place="groups")
    if results is None:
        return
    result, names = results[0], applications.name_clusters(query.data.texts, results[0].groups)
    outside = int((result.groups == OUTSIDE).sum())
    with st.container(key=BOX):
        summary = summaries.clusters(result, names, outside)
        layout.answer(summary, _map(query.data, result.groups, names), key="groups")
        hide_overlapping(BOX)
    layout.numbers(
        {"group": result.groups, "label": list(query.data.labels), "text": list(query.data.texts)},
        key="groups table",
        label="The group of each text",
    )
    counts = tuple(count for count in COUNTS if count < len(query.data.texts))
    tried = cluster(query.data, counts).offer("Try other numbers of groups", place="group counts")
    if tried is not None:
        layout.answer(summaries.counts(tried.result), _curve(tried.result), key="group counts")


def cluster(data: LabeledTexts, counts: tuple[int, ...], method: str = "k-means") -> Work:
    """Return the work of grouping labeled texts into several numbers of groups."""
    texts = len(data.texts)
    seconds = SECONDS[method] * (texts**2 if method == "HDBSCAN" else texts * len(counts))
    values = vectors_of(data), counts, data.labels, method
    return Work.of(applications.compare_counts, *values, expected=seconds, kind=KIND)


@cached(entries=32)
def _map(data: LabeledTexts, groups: NDArray[np.int64], words_of: Sequence[Sequence[str]]) -> SharedFigure:
    names = [", ".join(words[:2]) or f"group {row + 1}" for row, words in enumerate(words_of)]
    names.append("in no group")  # the last one, of OUTSIDE
    coloring = Coloring("group", tuple(names[group] for group in groups))
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
    lambda query, options: [
        f"found = embedlab.applications.cluster_vectors(classifier.vectors, method={options.method!r}, "
        f"count={options.count}, labels=labels)",
        "print(found.count, found.silhouette, found.random_silhouette, found.agreement)",
        "print(embedlab.applications.name_clusters(texts, found.groups))",
    ],
    lambda query, options: [
        sources.computed(
            "scikit-learn's k-means and HDBSCAN on unit vectors, seed 0; names by c-TF-IDF (Grootendorst 2022); PCA only "
            "for the picture."
        )
    ],
    line="What a machine groups by itself, what the groups are about, and whether they are real.",
)
