"""More like this: what is near to some documents that a visitor likes, in two ways."""

from __future__ import annotations

import streamlit as st

from embedlab.search import WAYS, Collection, Recommendation, recommend
from ui import controls, layout, sources
from ui.cache import cached
from ui.indexes import ready_index
from ui.part import Part
from ui.search import part_summaries
from ui.search.picture import View
from ui.search.settings import CHUNKINGS
from ui.shared_figure import SharedFigure, bars

__all__ = ["PART"]

MOST = 3  # documents liked
SHOWN = 6  # recommendations
NONE = "—"
HEADS = {"mean": "Near to their mean", "nearest": "Near to one of them"}

Liked = tuple[int, ...]  # rows of documents


def _ask(view: View) -> Liked:
    titles = tuple(dict.fromkeys(view.documents.titles))
    defaults = dict.fromkeys([view.title(int(view.hits["meaning"].rows[0])), titles[-1]])
    liked: dict[str, None] = {}
    for number, (column, default) in enumerate(
        zip(st.columns(MOST), [*defaults, NONE, NONE], strict=False), 1
    ):
        with column:
            title = controls.pick(
                f"You like, {number}", (NONE, *titles), key=f"like{number}", default=default
            )
            liked[title] = None
    return tuple(view.documents.titles.index(title) for title in liked if title != NONE)


def _show(view: View, liked: Liked) -> None:
    if not liked:
        st.info(part_summaries.NOTHING_LIKED)
        return
    result = layout.attempt_part(_recommend, view.documents.without_queries, view.query.cut, liked)
    if result is not None:
        by_way, figures = result
        layout.answers(
            part_summaries.recommended(by_way, view.documents.titles), [*figures.items()], key="similar"
        )


@cached(entries=32)
def _recommend(
    documents: Collection, cut: str, liked: Liked
) -> tuple[dict[str, Recommendation], dict[str, SharedFigure]]:
    index = ready_index(documents, CHUNKINGS[cut])
    by_way = {way: recommend(index, liked, SHOWN, way=way) for way in WAYS}
    figures = {
        HEADS[way]: bars(
            [documents.titles[row] for row in each.rows], each.scores, axis="cosine (1 = same direction)"
        )
        for way, each in by_way.items()
    }
    return by_way, figures


PART = Part(
    "More like this",
    _ask,
    _show,
    lambda view, liked: [
        f"print(embedlab.search.recommend(index, {list(liked)}, {SHOWN}, way={way!r}))"
        for way in WAYS
        if liked
    ],
    lambda view, liked: [sources.computed("cosines between the documents' mean vectors.")],
    line="What is near to documents that you like: near to their mean, or near to one of them.",
    deeper=True,
)
