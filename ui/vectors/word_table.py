"""Which table of vectors answers: one of the catalog, the encoder's own input table, or the visitor's."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.numerals import count_text
from embedlab.vectors.added_tables import added_stamp
from ui import controls, layout, own_table, sources
from ui.cache import cached
from ui.models import ENCODER, WORD_VECTORS, input_words, word_vectors

__all__ = ["KINDS", "WordTable", "choose", "glove", "pick", "pick_other"]

KINDS = ["GloVe", "MiniLM input table", "your table"]
UPLOAD = "vectors_"  # before the keys of the upload


@dataclass(frozen=True)
class WordTable:
    """A table of word vectors, told apart by its key."""

    vectors: embedlab.vectors.WordVectors
    kind: str  # one of KINDS, or the name of a table that the operator added
    name: str  # for people: of the file where it is the visitor's
    key: str  # of its content
    expression: str  # Python that makes `vectors`
    origin: str  # where it comes from, for the foot
    setup: tuple[str, ...] = ()  # lines that must run before the expression
    catalog: str = ""  # its name in the catalog, where another process can load it by that

    @property
    def count(self) -> str:
        """How many words it has, as a sentence says it."""
        return count_text(len(self.vectors), "word")

    def code(self, name: str = "vectors") -> list[str]:
        """Return lines that load it under a name."""
        return [*self.setup, f"{name} = {self.expression}"]


def pick() -> str:
    """Ask which table, by a list."""
    return controls.pick("Vectors", _kinds(), key="table")


def pick_other(key: str, first: str) -> str:
    """Ask for a second table, by a list that begins with one that is not the first."""
    other = next(kind for kind in KINDS if kind != first)
    return controls.pick("Ask also", _kinds(), key=key, default=other)


def choose(kind: str, key: str = "table") -> WordTable | None:
    """Return the table of that kind; None, with a hint, while there is none."""
    if kind == KINDS[2]:
        own = own_table.ask(f"{UPLOAD}{key}_")
        if own is None:
            st.info("Nothing to ask yet: upload a table of word vectors.")
            return None
        return layout.attempt_part(_uploaded, own)
    if kind not in KINDS:
        return layout.attempt_part(_added, kind, added_stamp(kind))
    layout.wait_for("vectors", "400,000 word vectors")
    if kind == KINDS[1]:
        layout.wait_for("encoder", "the encoder")
        return layout.attempt_part(_input_table)
    return layout.attempt_part(glove)


@cached(entries=1)
def glove() -> WordTable:
    """Return the GloVe table of the catalog."""
    vectors = word_vectors(WORD_VECTORS)
    return WordTable(
        vectors,
        KINDS[0],
        KINDS[0],
        WORD_VECTORS,
        f'embedlab.load_word_vectors("{WORD_VECTORS}")',
        sources.model(WORD_VECTORS, "word-vectors", f"{len(vectors):,} words × {vectors.dim} numbers."),
        catalog=WORD_VECTORS,
    )


@cached(entries=1)
def _input_table() -> WordTable:
    vectors = input_words(ENCODER)
    return WordTable(
        vectors,
        KINDS[1],
        KINDS[1],
        f"{ENCODER} input table",
        f'embedlab.context.input_word_vectors(embedlab.load_encoder("{ENCODER}"))',
        sources.model(
            ENCODER,
            "encoder",
            f"The {len(vectors):,} whole words of its input table × {vectors.dim} numbers, before any context is read.",
        ),
    )


def _kinds() -> list[str]:
    """Return the tables to choose from; those that the operator added come last."""
    return [*KINDS, *embedlab.vectors.added_tables()]


@cached(entries=4)
def _added(name: str, key: str) -> WordTable:
    vectors = word_vectors(name)
    return WordTable(
        vectors,
        name,
        name,
        key,
        f"embedlab.load_word_vectors({name!r})",
        f"**Real weights:** {layout.escape(name)}, a table that was added on this server, {len(vectors):,} words × {vectors.dim} numbers.",
        catalog=name,
    )


@cached(entries=3)  # up to 64 MB each
def _uploaded(own: own_table.OwnTable) -> WordTable:
    vectors = embedlab.vectors.WordVectors(own.table.labels, own.table.matrix, name="your table")
    return WordTable(
        vectors,
        KINDS[2],
        own.title.partition(", read as ")[0],
        own.key,
        "embedlab.vectors.WordVectors(table.labels, table.matrix)",
        f"**Your own table:** {layout.escape(own.title)}, {len(vectors):,} words × {vectors.dim} numbers; it stays in this visit.",
        setup=(own.code,),
    )
