"""More like this: what is near to some documents that a visitor likes, in two ways."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab.search import WAYS, Collection, Recommendation, recommend
from ui import controls, layout, sources
from ui.cache import cached
from ui.part import Part
from ui.search import part_summaries
from ui.search.indexes import ready_index
from ui.search.picture import View
from ui.search.settings import CHUNKINGS
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

MOST = 3  # documents liked
SHOWN = 6  # recommendations
NONE = "—"
HEADS = {"mean": "Near to their mean", "nearest": "Near to one of them"}


@dataclass(frozen=True)
class Options:
    """The documents that a visitor likes."""

    titles: tuple[str, ...]


def _ask(view: View) -> Options:
    titles = tuple(dict.fromkeys(view.documents.titles))
    first = [view.title(row) for row in view.hits["meaning"].rows[:1].tolist()]
    first.append(titles[-1] if titles[-1] not in first else NONE)
    picked = []
    for number, column in enumerate(st.columns(MOST)):
        with column:
            default = first[number] if number < len(first) else NONE
            picked.append(
                controls.pick(
                    f"You like, {number + 1}", (NONE, *titles), key=f"like{number + 1}", default=default
                )
            )
    return Options(tuple(title for title in dict.fromkeys(picked) if title != NONE))


def _show(view: View, options: Options) -> None:
    if not options.titles:
        st.info(part_summaries.NOTHING_LIKED)
        return
    result = layout.attempt_part(_recommend, view.documents.without_queries, view.query.cut, options.titles)
    if result is None:
        return
    by_way, figures = result
    summary = part_summaries.recommended(by_way, view.documents.titles)
    layout.finding(summary)
    layout.side_by_side([(HEADS[way], figures[way]) for way in WAYS], key="similar", alt=summary)


@cached(entries=32)
def _recommend(
    documents: Collection, cut: str, titles: tuple[str, ...]
) -> tuple[dict[str, Recommendation], dict[str, SharedFigure]]:
    from embedlab.figures.bars import ranked_figure

    index = ready_index(documents, CHUNKINGS[cut])
    liked = [documents.titles.index(title) for title in titles]
    by_way = {way: recommend(index, liked, SHOWN, way=way) for way in WAYS}
    return by_way, {
        way: SharedFigure(
            ranked_figure(
                [documents.titles[row] for row in each.rows], each.scores, axis="cosine (1 = same direction)"
            )
        )
        for way, each in by_way.items()
    }


def _code(view: View, options: Options) -> list[str]:
    liked = [view.documents.titles.index(title) for title in options.titles]
    return [
        f"print(embedlab.search.recommend(index, {liked}, {SHOWN}, way={way!r}))" for way in WAYS if liked
    ]


PART = Part(
    "More like this",
    _ask,
    _show,
    _code,
    lambda view, options: [sources.computed("cosines between the documents' mean vectors.")],
    line="What is near to documents that you like: near to their mean, or near to one of them.",
    deeper=True,
)
