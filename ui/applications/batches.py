"""Batches and caches: how fast texts become vectors, measured now, and what a cache must know."""

from __future__ import annotations

import streamlit as st

from embedlab import applications
from embedlab.applications import BatchSpeeds
from embedlab.figures.curves import Series
from embedlab.numerals import percent_text
from ui import fit_kinds, layout, sources
from ui.applications import summaries
from ui.applications.query import Query
from ui.cache import cached
from ui.models import ENCODER, vector_cache
from ui.part import Part, no_options
from ui.shared_figure import SharedFigure, curves
from ui.work import Work

__all__ = ["PART", "measure"]

KIND = fit_kinds.records(BatchSpeeds, doing="Embedding")
SECONDS = 20.0
KEY = {  # what the key of a vector holds -> what happens without it
    "the text": "another text gets this vector",
    "model and revision": "vectors of two models have one shape and nothing in common",
    "pooling": "a mean over the tokens meets a first token",
    "normalization": "a dot product is no cosine any more",
    "prefix, such as “query: ”": "queries and documents of some models are mixed up",
    "dimension": "a shortened vector is taken for a whole one",
}


def measure(query: Query, place: str) -> BatchSpeeds | None:
    """Return how fast texts of this collection are embedded; None while a worker measures it."""
    work = Work.of(applications.measure_batches, query.data.texts, ENCODER, expected=SECONDS, kind=KIND)
    return work.result("Measure the speed", place=place)


def _show(query: Query, options: None) -> None:
    speeds = measure(query, "batches")
    if speeds is not None:
        layout.answer(summaries.batches(speeds), _figure(speeds), key="batches")
    cache = vector_cache()
    st.caption(
        f"The cache of this server was asked for {cache.lookups:,} vectors since it started, and had "
        f"{percent_text(cache.hits / max(1, cache.lookups))} of them."
    )
    lines = (f"- **{part}**; without it, {fault}" for part, fault in KEY.items())
    st.markdown("\n".join(["**What the key of a cached vector must hold**\n", *lines]))


@cached(entries=8)
def _figure(speeds: BatchSpeeds) -> SharedFigure:
    series = {name: Series(values) for name, values in speeds.speeds.items()}
    return curves(speeds.sizes, series, x_axis="texts of a batch", y_axis="texts a second", scale="even")


PART = Part[Query, None](
    "Batches and caches",
    no_options,
    _show,
    lambda query, options: [
        f"print(embedlab.applications.measure_batches(texts, {ENCODER!r}))",
        "cache = embedlab.applications.VectorCache(encoder)",
        "cache.embed(texts), cache.embed(texts), cache.hits / cache.lookups",
    ],
    lambda query, options: [
        sources.computed(
            "about 800 tokens of these texts, embedded twice in each way, the faster one counts, by a worker process of low priority, which waits "
            "while this server is busy."
        )
    ],
    line="Texts a second over the size of a batch, measured now, and what a cache saves.",
    deeper=True,
)
