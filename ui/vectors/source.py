"""Which table of vectors is asked: one of the catalog, the encoder's own input table, or the visitor's."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from ui import controls, layout, own_table, sources
from ui.cache import cached
from ui.models import ENCODER, WORD_VECTORS, input_words, word_vectors

__all__ = ["TABLES", "Source", "ask", "choose", "default", "pick", "pick_other"]

TABLES = ["GloVe", "MiniLM input table", "your table"]
OWN = "vectors_"  # before the keys of the upload


@dataclass(frozen=True)
class Source:
    """A table of vectors, told apart by its content."""

    vectors: embedlab.vectors.WordVectors
    kind: str  # one of TABLES
    name: str  # for people: of the file where it is the visitor's
    key: str
    code: str  # lines that make `vectors`
    origin: str  # where it comes from, for the foot
    catalog: str = ""  # its name in the catalog, where another process can load it by that

    @property
    def counted(self) -> str:
        """How many words it has, as a sentence says it."""
        return layout.counted(len(self.vectors), "word")


def pick() -> str:
    """Ask which table, by a list."""
    return controls.pick("Vectors", TABLES, key="table")


def ask(name: str) -> Source:
    """Return the table of that name, with fields for a file where that is needed; ends the page without one."""
    found = choose(name)
    if found is None:
        st.stop()
    return found


def pick_other(place: str, first: str) -> str:
    """Ask for a second table, by a list that begins with one that is not the first."""
    other = next(name for name in TABLES if name != first)
    return controls.pick("Ask also", TABLES, key=place, default=other)


def choose(name: str, place: str = "table") -> Source | None:
    """Return the table of that name; None, with a hint, while there is none."""
    if name == TABLES[2]:
        own = own_table.ask(f"{OWN}{place}_")
        if own is None:
            st.info("Nothing to ask yet: upload a table of word vectors.")
            return None
        return layout.attempt_part(_uploaded, _Own(own))
    layout.wait_for("vectors", "400,000 word vectors")
    if name == TABLES[1]:
        layout.wait_for("encoder", "the encoder")
        return layout.attempt_part(_input_table)
    return layout.attempt_part(default)


@cached(entries=1)
def default() -> Source:
    """Return the GloVe table of the catalog."""
    vectors = word_vectors(WORD_VECTORS)
    return Source(
        vectors,
        TABLES[0],
        TABLES[0],
        WORD_VECTORS,
        f'vectors = embedlab.load_word_vectors("{WORD_VECTORS}")',
        sources.model(WORD_VECTORS, "word-vectors", f"{len(vectors):,} words × {vectors.dim} numbers."),
        WORD_VECTORS,
    )


@cached(entries=1)
def _input_table() -> Source:
    vectors = input_words(ENCODER)
    return Source(
        vectors,
        TABLES[1],
        TABLES[1],
        f"{ENCODER} input table",
        f'vectors = embedlab.context.input_word_vectors(embedlab.load_encoder("{ENCODER}"))',
        sources.model(
            ENCODER,
            "encoder",
            f"The {len(vectors):,} whole words of its input table × {vectors.dim} numbers, before any context is read.",
        ),
    )


class _Own:
    def __init__(self, own: own_table.OwnTable) -> None:
        self.own = own

    @property
    def key(self) -> str:
        """The key of the table."""
        return self.own.key


@cached(entries=3)  # up to 64 MB each
def _uploaded(given: _Own) -> Source:
    own = given.own
    vectors = embedlab.vectors.WordVectors(own.table.labels, own.table.matrix, name="your table")
    return Source(
        vectors,
        TABLES[2],
        own.said.partition(", read as ")[0],
        own.key,
        f"{own.code}\nvectors = embedlab.vectors.WordVectors(table.labels, table.matrix)",
        f"**Your own table:** {layout.escape(own.said)}, {len(vectors):,} words × {vectors.dim} numbers; it stays in this visit.",
    )
