"""Shorter vectors: fewer dimensions and fewer bits, and what is lost."""

from __future__ import annotations

import numpy as np

from embedlab import applications
from embedlab.applications import PRECISIONS, WAYS, LabeledTexts
from ui import layout, sources
from ui.applications import summaries
from ui.applications.results import View, vectors_of
from ui.cache import cached
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure

__all__ = ["PART", "recalls"]

DIMS = (8, 16, 32, 64, 128, 256, 384)
AT = 64  # dimensions, in the headline
DRAWS = 5  # of random dimensions


def _show(view: View, options: None) -> None:
    found = layout.attempt_part(recalls, view.data)
    if found is None:
        return
    dims = [dim for dim in DIMS if dim <= vectors_of(view.data).shape[1]]
    summary = summaries.shorter(dims, found, AT)
    layout.finding(summary)
    layout.picture(_figure(view.data), key="shorter", alt=summary)
    layout.table(_precisions(view.data), key="precisions", label="Fewer bits a number, all dimensions")


@cached(entries=8)
def recalls(data: LabeledTexts) -> dict[str, list[float]]:
    """Return the share of the ten nearest neighbors that shorter vectors keep: way -> one a number of dimensions."""
    vectors = vectors_of(data)
    k = min(10, len(vectors) - 1)

    def recall(way: str, dim: int) -> float:
        if way == "PCA" and dim > min(vectors.shape):
            return float("nan")
        seeds = range(DRAWS if way == "random" else 1)
        short = [applications.shorten(vectors, dim=dim, way=way, random_state=seed) for seed in seeds]
        return float(np.mean([applications.neighbor_recall(vectors, each, k=k) for each in short]))

    return {way: [recall(way, dim) for dim in DIMS if dim <= vectors.shape[1]] for way in WAYS}


@cached(entries=8)
def _precisions(data: LabeledTexts) -> dict[str, list[object]]:
    vectors = vectors_of(data)
    rows: dict[str, list[object]] = {"precision": [], "bytes a vector": [], "neighbors kept": []}
    for name, bits in PRECISIONS.items():
        restored = applications.restore(applications.quantize(vectors, name), vectors, name)
        rows["precision"].append(name)
        rows["bytes a vector"].append(vectors.shape[1] * bits // 8)
        rows["neighbors kept"].append(
            applications.neighbor_recall(vectors, restored, k=min(10, len(vectors) - 1))
        )
    return rows


@cached(entries=8)
def _figure(data: LabeledTexts) -> SharedFigure:
    from embedlab.figures.curves import Series, curves_figure

    found = recalls(data)
    names = {"first": "the first ones", "random": "random ones", "PCA": "PCA of these texts"}
    return SharedFigure(
        curves_figure(
            DIMS[: len(found["first"])],
            {names[way]: Series(values) for way, values in found.items()},
            x_axis="dimensions kept of 384",
            y_axis="of the 10 nearest, still among them",
            scale="even",
            percent=True,
        )
    )


PART = Part[View, None](
    "Shorter vectors",
    no_options,
    _show,
    lambda view, options: [
        f"for way in {list(WAYS)!r}:",
        f"    short = embedlab.applications.shorten(classifier.vectors, dim={AT}, way=way)",
        "    print(way, embedlab.applications.neighbor_recall(classifier.vectors, short))",
    ],
    lambda view, options: [
        sources.computed(
            "the ten nearest by cosine before and after; random dimensions in five draws; all scaled to length 1 again."
        )
    ],
    line="Fewer dimensions, fewer bits: what is lost, and why the first ones are no better than random ones.",
    deeper=True,
)
