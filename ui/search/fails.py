"""Where does it fail? Pairs that one vector blurs, queries without an answer, documents near to everything."""

from __future__ import annotations

import numpy as np
import streamlit as st

from embedlab import search
from embedlab.search import CONTRASTS, ChanceBand, Collection
from ui import layout, sources
from ui.cache import cached
from ui.models import ENCODER, encoder
from ui.part import Part, no_options
from ui.search import part_summaries
from ui.search.indexes import ready_index
from ui.search.picture import View, band_of
from ui.search.settings import CHUNKINGS, FIRST
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

TOP = 5  # hits that count for a hub
HUBS = 8  # documents shown


def _show(view: View, options: None) -> None:
    faq = search.load_collection("faq")
    cosines, band, figure = _contrasts()
    summary = part_summaries.contrasts(CONTRASTS, cosines, band)
    layout.finding(summary)
    left, right = st.columns([5, 5], gap="medium", vertical_alignment="center")
    with left:
        layout.picture(figure, key="contrasts", alt=summary)
    with right:
        st.markdown("\n".join(f"- {part_summaries.pair(each)}" for each in CONTRASTS))
    layout.numbers(part_summaries.contrast_table(CONTRASTS, cosines), key="contrast table", label="The pairs")
    documents = view.documents if view.documents.unanswered else faq
    left, right = st.columns(2, gap="medium")
    with left:
        summary, spread = _unanswered(documents, view.query.cut if documents is view.documents else FIRST)
        layout.answer(summary, spread, key="no answer")
    with right:
        asked = view.documents if view.documents.answered else faq
        summary, hubs = _hubs(asked, view.query.cut if asked is view.documents else FIRST)
        layout.answer(summary, hubs, key="hubs")


@cached(entries=1)
def _contrasts() -> tuple[tuple[float, ...], ChanceBand, SharedFigure]:
    from embedlab.figures.bars import ranked_figure

    cosines = search.compare_contrasts(encoder(ENCODER))
    band = band_of(search.load_collection("faq"), FIRST, "meaning")
    labels = [f"{each.kind} ({'same' if each.same else 'different'})" for each in CONTRASTS]
    figure = ranked_figure(
        labels,
        cosines,
        axis="cosine (1 = same direction); gray: random pairs",
        outlined=[label for label, each in zip(labels, CONTRASTS, strict=True) if each.same],
        chance=(band.low, band.high),
        least=1.0,
    )
    return tuple(cosines.tolist()), band, SharedFigure(figure)


@cached(entries=8)
def _unanswered(documents: Collection, cut: str) -> tuple[str, SharedFigure]:
    from embedlab.figures.search import best_scores_figure

    index = ready_index(documents, CHUNKINGS[cut])
    with_answer, without = (
        search.best_scores(index, [each.text for each in queries])
        for queries in (documents.answered, documents.unanswered)
    )
    figure = best_scores_figure(
        {"with an answer": with_answer, "without": without},
        [[each.text for each in documents.answered], [each.text for each in documents.unanswered]],
    )
    return part_summaries.unanswered(with_answer, without, documents), SharedFigure(figure)


@cached(entries=8)
def _hubs(documents: Collection, cut: str) -> tuple[str, SharedFigure]:
    from embedlab.figures.bars import ranked_figure

    index = ready_index(documents, CHUNKINGS[cut])
    queries = [each.text for each in documents.answered]
    counts = search.count_hits(index, queries, TOP)
    order = np.argsort(-counts, kind="stable")[:HUBS]
    figure = ranked_figure(
        [documents.titles[row] for row in order],
        counts[order],
        axis=f"queries that have it among their first {TOP}",
        decimals=0,
    )
    relevant = sum(int(order[0]) in rows for rows in documents.relevant)
    return part_summaries.hubs(documents, counts, relevant, TOP, len(queries)), SharedFigure(figure)


def _code(view: View, options: None) -> list[str]:
    return [
        "pairs = embedlab.search.CONTRASTS",
        "print(list(zip(pairs, embedlab.search.compare_contrasts(encoder))))",
        "faq = embedlab.search.load_collection('faq')",
        "help_pages = embedlab.build_search_index(faq.texts, encoder, chunking=embedlab.search.Chunking(128))",
        "answered, unanswered = ([query.text for query in each] for each in (faq.answered, faq.unanswered))",
        "scores = [embedlab.search.best_scores(help_pages, each) for each in (answered, unanswered)]",
        f"print(embedlab.search.separation(*scores), embedlab.search.count_hits(help_pages, answered, {TOP}).max())",
    ]


PART = Part[View, None](
    "Where does it fail?",
    no_options,
    _show,
    _code,
    lambda view, options: [
        sources.model(ENCODER, "encoder"),
        sources.computed(
            "cosines of whole texts; ROC AUC of the best scores; hubs after Radovanović et al. 2010."
        ),
    ],
    line="What one vector blurs, queries that nothing answers, and documents that are near to everything.",
)
