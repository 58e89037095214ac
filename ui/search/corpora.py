"""The search page over a corpus of this server: the table on the disk is searched, not memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from embedlab.corpora import Corpus, CorpusHits, IndexFacts, read_index_facts, search_corpus
from embedlab.errors import InvalidInputError, quote
from embedlab.numerals import count_text, percent_text
from embedlab.search import Hits, matching_words
from ui import controls, layout, sources
from ui.cache import cached
from ui.corpora import indexed_names, open_corpus
from ui.lesson import Lesson
from ui.models import ENCODER, encoder
from ui.search import summaries
from ui.search.examples import EXAMPLES
from ui.search.query import MAX_QUERY, START, list_collections

__all__ = ["LESSON", "is_selected"]

MODES = ("keywords", "meaning", "hybrid")
SHOWN = 5  # hits of a column
LISTED = 20  # hits of a table
LENGTH = 200  # characters of a hit


@dataclass(frozen=True)
class Query:
    """A query, and the corpus it is put to."""

    text: str
    corpus: Corpus
    facts: IndexFacts


@dataclass(frozen=True)
class View:
    """What a query finds."""

    query: Query
    result: CorpusHits

    def title(self, mode: str) -> str:
        """Return the first hit of a mode."""
        return self.result.titles[int(self.result.hits[mode].rows[0])]


def is_selected() -> bool:
    """Whether the page searches a corpus."""
    return st.session_state.get("search_in", st.query_params.get("search_in")) in indexed_names()


def _ask() -> Query | None:
    controls.page_presets(EXAMPLES)
    left, right = st.columns([7, 3], vertical_alignment="bottom")
    with left:
        text = controls.text("Search for", START, key="search", max_chars=MAX_QUERY)
    with right:
        name = controls.pick("In", list_collections(), key="search_in")
    layout.wait_for("encoder", "the encoder")
    if not text.strip():
        st.info("Nothing to show yet: type what you look for above.")
        return None
    corpus = layout.attempt(open_corpus, name)
    return Query(text, corpus, layout.attempt(_facts, corpus))


def _facts(corpus: Corpus) -> IndexFacts:
    facts = read_index_facts(corpus)
    if facts is None:
        raise InvalidInputError(f"The index of {quote(corpus.name)} is gone; choose another collection.")
    return facts


def _draw(query: Query) -> View | None:
    view = View(query, layout.attempt(_search, query))
    for mode, column in zip(MODES, st.columns(len(MODES)), strict=True):
        with column:
            st.subheader(summaries.HEADS[mode], anchor=False)
            st.caption(summaries.SCORES[mode])
            hits = view.result.hits[mode]
            for rank, row in enumerate(hits.rows[:SHOWN].tolist()):
                _draw_hit(view, mode, row, f"{rank + 1}. {summaries.score(mode, float(hits.scores[rank]))}")
            if not len(hits.rows):
                st.caption("No text holds a word of the query.")
    return view


def _draw_hit(view: View, mode: str, row: int, rank: str) -> None:
    text = view.result.index.texts[row]
    marks = matching_words(view.query.text, text) if mode == "keywords" else []
    with st.container(border=True):
        st.caption(layout.escape(f"{rank} · {view.result.titles[row]}"))
        st.markdown(_marked(text[:LENGTH], marks) + ("…" if len(text) > LENGTH else ""))


def _marked(text: str, marks: list[tuple[int, int]]) -> str:
    """Return a text as Markdown, with stretches in bold."""
    parts, at = [], 0
    for start, end in marks:
        if at <= start and end <= len(text):
            parts += [layout.escape(text[at:start]), f"**{layout.escape(text[start:end])}**"]
            at = end
    return "".join([*parts, layout.escape(text[at:])]).replace("\n", " ")


@cached(entries=64)
def _search(query: Query) -> CorpusHits:
    return search_corpus(query.corpus, query.text, encoder(ENCODER), k=LISTED)


def _summary(view: View) -> str:
    hits, facts = view.result.hits, view.query.facts
    meaning = summaries.short(view.title("meaning"), 40)
    if not len(hits["keywords"].rows):
        first = f"No word matches; by meaning, {meaning} comes first."
    elif view.title("keywords") == view.title("meaning"):
        first = f"Keywords and meaning both put {meaning} first."
    else:
        first = f"Meaning puts {meaning} first; keywords, {summaries.short(view.title('keywords'), 40)}."
    how = "All vectors are compared."
    if facts.partitions:
        how = (
            f"Only the nearest {facts.probes} of {facts.partitions:,} groups of vectors are compared: that finds "
            f"{percent_text(facts.recall)} of the 10 nearest texts."
        )
    return (
        f"{first} Searched for {quote(view.query.text)} among {count_text(facts.chunks, 'chunk')} of "
        f"{view.query.corpus.name}. {how}"
    )


def _numbers(view: View) -> None:
    for mode, hits in view.result.hits.items():
        layout.numbers(_table(view, mode, hits), key=f"corpus {mode}", label=summaries.HEADS[mode])


def _table(view: View, mode: str, hits: Hits) -> dict[str, Any]:
    return {
        "rank": np.arange(1, len(hits.rows) + 1),
        "document": [view.result.titles[row] for row in hits.rows.tolist()],
        summaries.SCORES[mode]: hits.scores,
        "text": [view.result.index.texts[row] for row in hits.rows.tolist()],
    }


def _code(view: View) -> list[str]:
    name = view.query.corpus.name
    return [
        "import embedlab",
        "",
        f"corpus = embedlab.corpora.read_corpus(embedlab.corpora.corpora_folder() / {name!r})",
        f"encoder = embedlab.load_encoder({ENCODER!r})",
        f"result = embedlab.corpora.search_corpus(corpus, {view.query.text!r}, encoder, k=5)",
        "for mode, hits in result.hits.items():",
        "    print(mode, [result.titles[row] for row in hits.rows], hits.scores)",
    ]


def _origins(view: View) -> list[str]:
    facts = view.query.facts
    vectors = "exact search" if not facts.partitions else f"an IVF index, {facts.probes} probes"
    return [
        sources.model(ENCODER, "encoder", "The mean of the last layer's tokens, length 1."),
        sources.computed(
            f"a LanceDB table in the cache folder: {vectors} by cosine; BM25 of its full-text index, words in lower "
            "case; reciprocal rank fusion with 60 of the first 100 of both."
        ),
    ]


LESSON = Lesson(
    page="search",
    question="Can you find it without the right words?",
    idea="Every text of the corpus became a vector, and so does the query. The nearest vectors are what the query "
    "means.",
    ask=_ask,
    picture=_draw,
    summary=_summary,
    numbers=_numbers,
    code=_code,
    sources=_origins,
)
