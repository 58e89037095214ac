"""Where does it fail? Pairs that one vector blurs, queries without an answer, documents near to everything."""

from __future__ import annotations

import numpy as np
import streamlit as st

from embedlab import search
from embedlab.figures.search import best_scores_figure
from embedlab.search import CONTRASTS, SAME, Collection
from ui import layout, sources
from ui.cache import cached
from ui.indexes import ready_index
from ui.models import ENCODER, encoder
from ui.part import Part, no_options
from ui.search import part_summaries
from ui.search.picture import View, band_of
from ui.search.settings import CHUNKINGS, FIRST
from ui.shared_figure import SharedFigure, bars, shared

__all__ = ["PART"]

TOP = 5  # hits that count for a hub
HUBS = 8  # documents shown


def _show(view: View, options: None) -> None:
    summary, figure, cosines = _contrasts()
    layout.finding(summary)
    left, right = st.columns([5, 5], gap="medium", vertical_alignment="center")
    with left:
        layout.picture(figure, key="contrasts", alt=summary)
    with right:
        st.markdown("\n".join(f"- {part_summaries.pair(each)}" for each in CONTRASTS))
    layout.numbers(part_summaries.contrast_table(CONTRASTS, cosines), key="contrast table", label="The pairs")
    faq, own = (search.load_collection("faq"), FIRST), (view.documents, view.query.cut)
    left, right = st.columns(2, gap="medium")
    with left:
        layout.answer(*_unanswered(*(own if view.documents.unanswered else faq)), key="no answer")
    with right:
        layout.answer(*_hubs(*(own if view.documents.answered else faq)), key="hubs")


_best_scores = shared(best_scores_figure)


@cached(entries=1)
def _contrasts() -> tuple[str, SharedFigure, tuple[float, ...]]:
    cosines = tuple(search.compare_contrasts(encoder(ENCODER)).tolist())
    band = band_of(search.load_collection("faq"), FIRST, "meaning")
    labels = [f"{each.kind} ({'same' if each.kind in SAME else 'different'})" for each in CONTRASTS]
    figure = bars(
        labels,
        cosines,
        axis="cosine (1 = same direction); gray: random pairs",
        outlined=[label for label, each in zip(labels, CONTRASTS, strict=True) if each.kind in SAME],
        chance=(band.low, band.high),
        least=1.0,
    )
    return part_summaries.contrasts(CONTRASTS, cosines, band), figure, cosines


@cached(entries=8)
def _unanswered(documents: Collection, cut: str) -> tuple[str, SharedFigure]:
    index = ready_index(documents, CHUNKINGS[cut])
    queries = {"with an answer": documents.answered, "without": documents.unanswered}
    texts = [[query.text for query in each] for each in queries.values()]
    scores = dict(zip(queries, [search.best_scores(index, each) for each in texts], strict=True))
    return part_summaries.unanswered(*scores.values(), documents=documents), _best_scores(scores, texts)


@cached(entries=8)
def _hubs(documents: Collection, cut: str) -> tuple[str, SharedFigure]:
    queries = [each.text for each in documents.answered]
    counts = search.count_hits(ready_index(documents, CHUNKINGS[cut]), queries, TOP)
    order = np.argsort(-counts, kind="stable")[:HUBS]
    titles = [documents.titles[row] for row in order]
    figure = bars(titles, counts[order], axis=f"queries that have it among their first {TOP}", decimals=0)
    relevant = sum(int(order[0]) in rows for rows in documents.relevant)
    return part_summaries.hubs(documents, counts, relevant, TOP, len(queries)), figure


PART = Part[View, None](
    "Where does it fail?",
    no_options,
    _show,
    lambda view, options: [
        "pairs = embedlab.search.CONTRASTS",
        "print(list(zip(pairs, embedlab.search.compare_contrasts(encoder))))",
        "faq = embedlab.search.load_collection('faq')",
        "help_pages = embedlab.build_search_index(faq.texts, encoder, chunking=embedlab.search.Chunking(128))",
        "answered, unanswered = ([query.text for query in each] for each in (faq.answered, faq.unanswered))",
        "scores = [embedlab.search.best_scores(help_pages, each) for each in (answered, unanswered)]",
        f"print(embedlab.search.separation(*scores), embedlab.search.count_hits(help_pages, answered, {TOP}).max())",
    ],
    lambda view, options: [
        sources.model(ENCODER, "encoder"),
        sources.computed(
            "cosines of whole texts; ROC AUC of the best scores; hubs after Radovanović et al. 2010."
        ),
    ],
    line="What one vector blurs, queries that nothing answers, and documents that are near to everything.",
)
