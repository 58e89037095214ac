"""How well does it find? Queries whose answers are known, over the ways to cut the documents."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab.content_key import content_key
from embedlab.search import Collection, Evaluation, evaluate_search, make_collection, read_labels
from ui import controls, layout, sources
from ui.cache import cached
from ui.indexes import ready_index
from ui.models import ENCODER, encoder
from ui.part import Part
from ui.search import part_summaries
from ui.search.picture import COLUMNS, View
from ui.search.settings import CHUNKINGS
from ui.search.summaries import HEADS, NAMES
from ui.shared_figure import Series, SharedFigure, scores
from ui.uploads import content_of

__all__ = ["PART", "evaluate"]

METRICS = {"recall": "recall", "reciprocal rank (MRR)": "mrr", "nDCG": "ndcg"}  # control -> name
KS = ("1", "3", "5", "10")
MODES = {NAMES[mode].capitalize(): mode for mode in ("meaning", "keywords", "hybrid")}
MAX_LABELS = 2_000  # characters
LISTED = 12  # failing queries
HINT = "where is my box,Following a parcel on its way"


@dataclass(frozen=True)
class Options:
    """What is measured, and the labeled queries."""

    metric: str
    k: int
    mode: str  # whose failures are listed
    documents: Collection  # with the labels


def _ask(view: View) -> Options:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        metric = controls.choice("Measure", tuple(METRICS), key="search_metric")
        k = controls.choice("Hits that count", KS, key="search_k", default="5")
        mode = controls.choice("Failures of", tuple(MODES), key="search_failures")
    documents = view.documents
    with st.expander("Your own labeled queries", expanded=not documents.queries):
        left, right = st.columns([6, 4])
        with left:
            labels = controls.text(
                "A line for each: query,title of a document that answers it", "", key="search_labels",
                max_chars=MAX_LABELS, lines=3, hint=HINT,
            )  # fmt: skip
        with right:
            file = st.file_uploader(
                "Or as a CSV file: query,document", type="csv", key="search_labels_file", max_upload_size=1
            )
    if file is not None or labels.strip():
        content = labels.encode("utf-8", "replace") if file is None else layout.attempt_part(content_of, file)
        queries = None if content is None else layout.attempt_part(read_labels, content, documents.titles)
        if queries is not None:
            documents = make_collection(documents.name, documents.titles, documents.texts, queries)
    return Options(METRICS[metric], int(k), MODES[mode], documents)


def _show(view: View, options: Options) -> None:
    if not options.documents.answered:
        st.info(part_summaries.NO_LABELS)
        return
    evaluations = layout.attempt_part(_evaluate, options.documents, options.k)
    if evaluations is None:
        return
    missing = [each for each in CHUNKINGS if each not in evaluations]
    if not evaluations:
        st.info(part_summaries.waiting(missing))
        return
    cut = view.query.cut if view.query.cut in evaluations else next(iter(evaluations))
    summary = part_summaries.how_well(evaluations, cut, options.metric, options.k)
    layout.finding(summary)
    left, right = st.columns([6, 4], gap="medium")
    with left:
        figure = _figure(options.documents, options.metric, options.k, tuple(evaluations))
        layout.picture(figure, key="recall", alt=f"For each way to cut the documents. {summary}")
        if missing:
            st.caption(part_summaries.waiting(missing))
    with right:
        _list_failures(evaluations[cut], options.mode, cut)
    layout.numbers(
        part_summaries.table(evaluations), key="recall table", label="The means, with 95% intervals"
    )


def _evaluate(documents: Collection, k: int) -> dict[str, Evaluation]:
    """Return the results of the ways to cut whose index is there."""
    evaluations = {}
    for cut in CHUNKINGS:
        with contextlib.suppress(LookupError):
            evaluations[cut] = evaluate(documents, cut, k)
    return evaluations


def _list_failures(evaluation: Evaluation, mode: str, cut: str) -> None:
    """Offer each query that fails: a click searches for it in the picture above."""
    failing = [evaluation.queries[number] for number in evaluation.failures(mode)]
    st.markdown(f"**{part_summaries.failing(len(failing), len(evaluation.queries), mode, cut)}**")
    with st.container(key="failing queries", gap="small"):
        for query in failing[:LISTED]:
            st.button(
                layout.escape(query),
                key=f"failing {content_key(query)}",
                icon=":material/search:",
                type="tertiary",
                on_click=controls.set_controls,
                args=({"search": query},),
            )
        if len(failing) > LISTED:
            st.caption(f"The first {LISTED} of {len(failing)} are listed.")


@cached(entries=16)
def _vectors(queries: tuple[str, ...]) -> NDArray[np.float32]:
    return encoder(ENCODER).embed(list(queries))


@cached(entries=64)
def evaluate(documents: Collection, cut: str, k: int) -> Evaluation:
    """Return how well one way to cut does.

    Raises:
        LookupError: its index is not there yet.
    """
    index = ready_index(documents, CHUNKINGS[cut])
    queries = tuple(each.text for each in documents.answered)
    return evaluate_search(index, queries, documents.relevant, k, modes=COLUMNS, vectors=_vectors(queries))


@cached(entries=32)
def _figure(documents: Collection, metric: str, k: int, cuts: tuple[str, ...]) -> SharedFigure:
    evaluations = [evaluate(documents, cut, k) for cut in cuts]
    series = {}
    for mode, head in HEADS.items():
        low, high = zip(*(each.interval(metric, mode) for each in evaluations), strict=True)
        series[head] = Series([each.mean(metric)[mode] for each in evaluations], low, high)
    return scores(cuts, series, axis=part_summaries.axis(metric, k))


def _code(view: View, options: Options) -> list[str]:
    if not options.documents.answered:
        return []
    labels = ["queries, relevant = [query.text for query in documents.answered], documents.relevant"]
    if options.documents is not view.documents:
        queries = [each.text for each in options.documents.answered]
        relevant = [sorted(rows) for rows in options.documents.relevant]
        labels = [f"queries = {queries!r}", f"relevant = {relevant!r}"]
    return [
        *labels,
        f"scores = embedlab.search.evaluate_search(index, queries, relevant, k={options.k})",
        "print(scores.recall, scores.mrr, scores.ndcg)",
        f"print(scores.interval({options.metric!r}, 'meaning'), scores.failures({options.mode!r}))",
    ]


PART = Part(
    "How well does it find?",
    _ask,
    _show,
    _code,
    lambda view, options: [
        sources.computed(
            "recall, MRR and nDCG with binary relevance; 95% intervals by 2,000 bootstrap samples of the queries, seed 0."
        ),
    ],
    line="Queries whose answers are known, put to the documents in every way to cut them.",
)
