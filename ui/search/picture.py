"""The picture: what a query finds by keywords, by meaning and by both, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from embedlab import search
from embedlab.display import visible_text
from embedlab.search import ChanceBand, Chunk, Collection, Hits, SearchIndex
from ui import layout
from ui.cache import cached
from ui.chips import component
from ui.indexes import find_index, ready_index
from ui.models import vector_cache
from ui.search import summaries
from ui.search.query import Query
from ui.search.settings import CHUNKINGS

__all__ = ["COLUMNS", "View", "band_of", "draw", "draw_numbers", "search_for"]

COLUMNS = tuple(summaries.NAMES)
SHOWN = 5  # hits of a column
LISTED = 20  # hits of the table
AROUND = 70  # characters before a mark
LENGTH = 170  # of what is shown of a hit
TOPS = {"keywords": 1.0, "meaning": 1.0, "hybrid": 2 / 61}  # the right end of each column's scores, at least

_columns = component("search_columns", '<div class="root"></div>', shared=True)

Parts = list[tuple[str, bool]]  # words, and whether they are marked


@dataclass(frozen=True)
class View:
    """What a query finds, in each mode."""

    query: Query
    index: SearchIndex
    hits: dict[str, Hits]  # mode -> at most LISTED
    sentences: dict[int, Chunk]  # chunk -> its sentence that is nearest to the query, of hits shown

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
        layout.note(summaries.waiting(query.documents.texts))
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
    chunks = list(dict.fromkeys(row for mode in COLUMNS[1:] for row in hits[mode].chunks[:SHOWN].tolist()))
    best = search.best_sentences(index, query.text, chunks, embed=vector_cache().embed)
    sentences = [sentence for sentence, _ in best]
    return View(query, index, hits, dict(zip(chunks, sentences, strict=True)))


@cached(entries=32)
def band_of(documents: Collection, cut: str, mode: str) -> ChanceBand:
    """Return the scores of random pairs of documents, which no query changes."""
    return search.chance_band(ready_index(documents, CHUNKINGS[cut]), mode)


@cached(entries=64)
def _data(query: Query) -> dict[str, Any]:
    """Return what the component draws."""
    view = search_for(query)
    columns = []
    for mode in COLUMNS:
        hits, band = view.hits[mode], None
        if mode != "hybrid":
            band = band_of(query.documents, query.cut, mode)
        scores = hits.scores[:SHOWN].tolist()
        low, high, *places = _places([band.low, band.high] if band else [0, 0], scores, TOPS[mode])
        items = []
        for rank, row in enumerate(hits.rows[:SHOWN].tolist()):
            title, words = _parts(view, mode, rank)
            item = {"row": row, "rank": rank + 1, "title": title, "parts": words, "at": places[rank]}
            item |= {"score": summaries.score(mode, scores[rank]), "hint": summaries.hit_hint(view, row)}
            items.append(item | {"ranks": summaries.ranks(view, row) if mode == "hybrid" else ""})
        head = summaries.column_head(mode, band)
        bounds = [low, high - low]
        columns.append(head | {"mode": mode, "items": items, "band": bounds, "empty": summaries.NO_WORD})
    return {"columns": columns, "start": summaries.START_HINT}


def _places(band: list[float], scores: list[float], top: float) -> list[float]:
    """Return where a band and scores stand on a track from the lowest, 0 at most, to the highest, in percent."""
    numbers = np.nan_to_num([*band, *scores, 0.0, top])
    places: list[float] = (100 * (numbers - numbers.min()) / np.ptp(numbers)).round(2).tolist()
    return places[:-2]


def _parts(view: View, mode: str, rank: int) -> tuple[Parts, Parts]:
    """Return the title and the words shown of a hit: stretches, each with whether it is marked."""
    chunk = int(view.hits[mode].chunks[rank])
    row = int(view.index.text_rows[chunk])
    text, title, whole = view.documents.texts[row], view.title(row), view.index.chunks[chunk]
    if mode == "keywords":
        marks = search.matching_words(view.query.text, text[: whole.end])
    else:
        marks = [(view.sentences[chunk].start, view.sentences[chunk].end)]
    behind = len(title) if text.startswith(title) and whole.start == 0 else 0  # the title stands above
    lowest = max(whole.start, behind)
    first = next((start for start, end in marks if start >= whole.start and end > behind), 0)
    start = _word_start(text, max(lowest, first - AROUND * (mode == "keywords")))
    head = _stretches(text, 0, behind, marks) if behind else [(title, False)]
    lead: Parts = [("… ", False)] if text[lowest:start].strip() else []
    return head, [*lead, *_stretches(text, start, min(whole.end, start + LENGTH), marks)]


def _word_start(text: str, at: int) -> int:
    """Return the next place, from `at` on, where a word begins."""
    while 0 < at < len(text) and (text[at].isspace() or not text[at - 1].isspace()):
        at += 1
    return at


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
    for mode, hits in view.hits.items():
        titles = [view.title(row) for row in hits.rows.tolist()]
        ranks = range(1, len(titles) + 1)
        table = {"rank": ranks, "document": titles, summaries.SCORES[mode]: hits.scores.tolist()}
        layout.numbers(table, key=f"search hits {mode}", label=summaries.HEADS[mode])
