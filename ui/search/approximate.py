"""The index: exact search against LanceDB's approximate index, and what must never share a table."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab import search
from embedlab.content_key import content_key
from embedlab.search import ROTATED, TABLE_MEAN, VECTOR_SETS, IndexComparison, MixedModels
from embedlab.search.approximate import compare_on
from ui import controls, fit_kinds, layout, sources
from ui.cache import cached
from ui.models import ENCODER, WORD_VECTORS, encoder
from ui.part import Part
from ui.search import part_summaries
from ui.search.picture import View
from ui.search.settings import CHUNKINGS, FIRST
from ui.shared_figure import Series, SharedFigure, bars, curves
from ui.work import Work

__all__ = ["PART"]

RECALL = 0.95  # that counts as good enough
TOP = 5  # hits that count for mixed models
SECONDS = 40.0  # of a comparison
DEADLINE = 600.0  # on a busy machine
SETS = dict(zip(("word vectors", "MiniLM's input table"), VECTOR_SETS, strict=True))
COUNTS = {"all": None, "8,000": 8_000}  # control -> vectors at most
COMPARISON = fit_kinds.records(IndexComparison, doing="Building indexes", seconds=DEADLINE)
MIXES = {  # bar -> model of the documents, of the queries
    "both by MiniLM": (ENCODER, ENCODER),
    "both by its input table": (TABLE_MEAN, TABLE_MEAN),
    "pages MiniLM, queries table": (ENCODER, TABLE_MEAN),
    "pages table, queries MiniLM": (TABLE_MEAN, ENCODER),
    "pages MiniLM, queries rotated": (ENCODER, ROTATED),
}


@dataclass(frozen=True)
class Options:
    """The vectors that are searched."""

    name: str  # of VECTOR_SETS
    most: int | None  # vectors; None for all


def _ask(view: View) -> Options:
    with st.container(horizontal=True):
        name = controls.choice("Vectors", tuple(SETS), key="search_vectors")
        count = controls.choice("How many", tuple(COUNTS), key="search_vectors_count")
    return Options(SETS[name], COUNTS[count])


def _show(view: View, options: Options) -> None:
    values, seconds = (options.name, options.most), SECONDS if options.most is None else SECONDS / 4
    work = Work(content_key("index comparison", 2, *values), compare_on, values, seconds, COMPARISON)
    if made := work.offer("Build the indexes", place="index comparison", automatic=True):
        result: IndexComparison = made.result
        summary = part_summaries.index(result, RECALL)
        layout.finding(summary)
        for column, (key, figure) in zip(st.columns(2), _figures(result).items(), strict=True):
            with column:
                layout.picture(figure, key=f"index {key} {options.name}", alt=summary)
        table = part_summaries.index_table(result)
        layout.numbers(table, key="index table", label="Exact and approximate search")
    mixed, figure = _mix()
    summary = part_summaries.mixed(mixed, MIXES)
    layout.finding(summary)
    left, right = st.columns([5, 5], gap="medium", vertical_alignment="center")
    with left:
        layout.picture(figure, key="mixed models", alt=summary)
    with right:
        st.markdown(part_summaries.keys(mixed))


@cached(entries=4)
def _figures(result: IndexComparison) -> dict[str, SharedFigure]:
    best = result.best(RECALL)
    seconds = {
        "exact, in memory": result.exact_seconds,
        f"index, recall {RECALL:.0%}": result.seconds[range(len(best)), best],
    }
    return {
        "time": curves(
            result.counts.tolist(),
            {name: Series(1_000 * each) for name, each in seconds.items()},
            x_axis="vectors",
            y_axis="milliseconds a query",
            scale="even",
        ),
        "recall": curves(
            result.probes,
            {"exact neighbors that come back": Series(result.recalls[-1])},
            x_axis=f"probes: partitions searched, of {result.partitions[-1]:,}",
            y_axis=f"recall of the {result.k} nearest",
            scale="even",
        ),
    }


@cached(entries=1)
def _mix() -> tuple[MixedModels, SharedFigure]:
    mixed = search.mix_models(search.load_collection("faq"), encoder(ENCODER), CHUNKINGS[FIRST], TOP)
    recalls = {bar: mixed.recalls[pair] for bar, pair in MIXES.items()} | {"random order": mixed.chance}
    axis = f"recall at {TOP}, help pages"
    return mixed, bars([*recalls], [*recalls.values()], axis=axis, outlined=[*recalls][:1])


PART = Part(
    "The index",
    _ask,
    _show,
    lambda view, options: [
        f"vectors = embedlab.search.load_vector_set({options.name!r})[:{options.most}]",
        "print(embedlab.search.compare_indexes(vectors))",
        "faq = embedlab.search.load_collection('faq')",
        "print(embedlab.search.mix_models(faq, encoder, embedlab.search.Chunking(128)))",
    ],
    lambda view, options: [
        sources.model(options.name, "word-vectors" if options.name == WORD_VECTORS else "encoder"),
        sources.computed(
            "LanceDB's IVF_FLAT with √n partitions, in a worker with one thread for the matrix product; queries are 50 vectors "
            "left out of the index; a quarter of them took less than the time shown."
        ),
    ],
    line="Exact search against an approximate index, and what must never share a table.",
    deeper=True,
)
