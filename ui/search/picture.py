"""The picture: what a query finds by keywords, by meaning and by both, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from embedlab import search
from embedlab.display import visible_text
from embedlab.search import ChanceBand, Chunk, Collection, Hits, SearchIndex
from ui import layout
from ui.cache import cached
from ui.chips import component_file, component_script
from ui.search import summaries
from ui.search.indexes import find_index, ready_index
from ui.search.query import Query
from ui.search.settings import CHUNKINGS

__all__ = ["COLUMNS", "View", "band_of", "draw", "draw_numbers", "search_for"]

COLUMNS = ("keywords", "meaning", "hybrid")
SHOWN = 5  # hits of a column
LISTED = 20  # hits of the table
AROUND = 70  # characters before a mark
LENGTH = 170  # of what is shown of a hit
TOPS = {"keywords": 1.0, "meaning": 1.0, "hybrid": 2 / 61}  # the right end of each column's scores

# registered once a process, when this module is first imported
_columns = st.components.v2.component(
    "search_columns",
    html='<div class="root"></div>',
    css=component_file("search_columns.css"),
    js=component_script("search_columns.js"),
)


Parts = list[tuple[str, bool]]


@dataclass(frozen=True)
class View:
    """What a query finds, in each mode."""

    query: Query
    index: SearchIndex
    hits: dict[str, Hits]  # mode -> at most LISTED
    sentences: dict[str, list[tuple[Chunk, float]]]  # mode -> the nearest sentence of each hit shown

    @property
    def documents(self) -> Collection:
        """What was searched."""
        return self.query.documents

    def title(self, row: int) -> str:
        """Return the title of a document."""
        return self.documents.titles[row]

    def rank(self, mode: str, row: int) -> int | None:
        """Return the rank of a document under a mode; None where it is not among its first hits."""
        places = np.flatnonzero(self.hits[mode].rows == row)
        return int(places[0]) + 1 if len(places) else None


def draw(query: Query) -> View | None:
    """Draw the three columns."""
    index = layout.attempt(find_index, query.documents, query.chunking, place="index")
    if index is None:
        return None
    view = layout.attempt(search_for, query)
    _columns(key="search columns", data=_data(query))
    return view


@cached(entries=64)
def search_for(query: Query) -> View:
    """Search in all modes.

    Raises:
        EmbedLabError: the query cannot be searched.
    """
    index = ready_index(query.documents, query.chunking)
    hits = {mode: index.search(query.text, LISTED, mode=mode) for mode in COLUMNS}
    first_chunks = {mode: each.chunks[:SHOWN] for mode, each in hits.items() if mode != "keywords"}
    nearest = search.best_sentences(index, query.text, np.concatenate([*first_chunks.values()]).tolist())
    sentences: dict[str, list[tuple[Chunk, float]]] = {"keywords": []}
    for mode, chunks in first_chunks.items():
        sentences[mode], nearest = nearest[: len(chunks)], nearest[len(chunks) :]
    return View(query, index, hits, sentences)


@cached(entries=32)
def band_of(documents: Collection, cut: str, mode: str) -> ChanceBand:
    """Return the scores of random pairs of documents, which no query changes."""
    return search.chance_band(ready_index(documents, CHUNKINGS[cut]), mode)


@cached(entries=64)
def _data(query: Query) -> dict[str, Any]:
    """Return what the component draws."""
    from embedlab.figures.search import track_places

    view = search_for(query)
    columns = []
    for mode in COLUMNS:
        hits = view.hits[mode]
        band = band_of(query.documents, query.cut, mode) if mode != "hybrid" else None
        low, high = (band.low, band.high) if band else (np.nan, np.nan)
        places, (left, width) = track_places(hits.scores[:SHOWN].tolist(), low, high, top=TOPS[mode])
        items = []
        for rank, row in enumerate(hits.rows[:SHOWN].tolist()):
            title, words = _parts(view, mode, rank)
            items.append(
                {
                    "row": row,
                    "rank": rank + 1,
                    "title": title,
                    "parts": words,
                    "score": summaries.score(mode, float(hits.scores[rank])),
                    "at": places[rank],
                    "ranks": summaries.ranks(view, row) if mode == "hybrid" else "",
                    "hint": summaries.hit_hint(view, row),
                }
            )
        columns.append(
            {
                **summaries.column_head(mode, band),
                "mode": mode,
                "items": items,
                "band": [left, width],
                "empty": summaries.NO_WORD,
            }
        )
    return {"columns": columns, "start": summaries.START_HINT}


def _parts(view: View, mode: str, rank: int) -> tuple[Parts, Parts]:
    """Return the title and the words shown of a hit: stretches, each with whether it is marked."""
    chunk = int(view.hits[mode].chunks[rank])
    row = int(view.index.text_rows[chunk])
    text, title, whole = view.documents.texts[row], view.title(row), view.index.chunks[chunk]
    if mode == "keywords":
        matches = search.matching_words(view.query.text, text[whole.start : whole.end])
        marks = [(whole.start + start, whole.start + end) for start, end in matches]
    else:
        sentence, _ = view.sentences[mode][rank]
        marks = [(sentence.start, sentence.end)]
    behind = len(title) if text.startswith(title) and whole.start == 0 else 0  # the title stands above
    first = next((start for start, end in marks if end > behind), 0)
    start = search.word_start(text, max(whole.start, behind, first - AROUND * (mode == "keywords")))
    head = _stretches(text, 0, behind, marks) if behind else [(title, False)]
    lead: Parts = [("… ", False)] if text[max(whole.start, behind) : start].strip() else []
    return head, [*lead, *_stretches(text, start, min(whole.end, start + LENGTH), marks)]


def _stretches(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> Parts:
    """Return text[start:end] as stretches, marked or not, with everything visible."""
    parts: Parts = []
    at = start
    for mark in marks:
        first, last = max(mark[0], at), min(mark[1], end)
        if first < last:
            marked = text[first:last].rstrip()
            parts += [(text[at:first], False), (marked, True)]
            at = first + len(marked)
    parts.append((text[at:end], False))
    return [
        (visible_text(part.replace("\n", " "), mark_spaces=False), marked) for part, marked in parts if part
    ]


def draw_numbers(view: View) -> None:
    """Hand over the hits of the three modes as tables."""
    for mode in COLUMNS:
        hits = view.hits[mode]
        layout.numbers(
            {
                "rank": np.arange(1, len(hits.rows) + 1),
                "document": [view.title(row) for row in hits.rows.tolist()],
                summaries.SCORES[mode]: hits.scores,
            },
            key=f"search hits {mode}",
            label=summaries.HEADS[mode],
        )
