"""What is asked on the context page: a word in sentences, and how its vectors are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from ui import controls, layout
from ui.context.examples import EXAMPLES

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from embedlab.context import SentenceTable

__all__ = ["Look", "Query", "Sentences", "ask"]

POOLINGS = ["mean", "first", "last", "max"]


@dataclass(frozen=True)
class Look:
    """How the vectors of a word are looked at."""

    pooling: str  # how the vectors of its pieces become one
    layer: int


@dataclass(frozen=True)
class Query:
    """What the controls above the picture hold; the sentences stand in the table below it."""

    word: str
    look: Look
    paths: bool  # whether the path of each dot through the layers is drawn
    word_area: DeltaGenerator  # below the word, for what is missing


@dataclass(frozen=True)
class Sentences:
    """A word in sentences, each with the sense that the visitor wrote beside it."""

    word: str
    sentences: tuple[str, ...]
    senses: tuple[str, ...]  # "" where none is written
    occurrences: tuple[int, ...]  # which occurrence of the word is meant, counted from 1
    numbers: tuple[int, ...]  # of the rows of the table, counted from 1

    @classmethod
    def from_table(cls, word: str, table: SentenceTable) -> Sentences:
        """Return all rows of a table."""
        numbers = tuple(range(1, len(table.sentences) + 1))
        return cls(word, table.sentences, table.senses, table.occurrences, numbers)

    @property
    def names(self) -> list[str]:
        """What the sentences are called in figures and tables."""
        return [str(number) for number in self.numbers]

    @property
    def is_labeled(self) -> bool:
        """Whether every sentence has a sense, and there are at least two senses."""
        return all(self.senses) and len(set(self.senses)) > 1

    @property
    def known_senses(self) -> tuple[str, ...] | None:
        """The senses where they can be compared."""
        return self.senses if self.is_labeled else None

    @property
    def labeled_rows(self) -> list[int]:
        """The indices of the sentences with a sense; of all where fewer than two senses are written."""
        rows = [row for row, sense in enumerate(self.senses) if sense]
        return rows if len({self.senses[row] for row in rows}) > 1 else list(range(len(self.senses)))

    def take(self, rows: Sequence[int]) -> Sentences:
        """Return some of the sentences, in this order."""
        return Sentences(
            self.word,
            tuple(self.sentences[row] for row in rows),
            tuple(self.senses[row] for row in rows),
            tuple(self.occurrences[row] for row in rows),
            tuple(self.numbers[row] for row in rows),
        )


def ask() -> Query:
    """Ask for the word and the layer, offer examples, and ask for the settings that matter less."""
    left, right = st.columns(2)
    with left:
        word = controls.text("The word", "bank", key="word", max_chars=controls.MAX_WORD)
        word_area = st.container()
    with right:
        layer = int(
            controls.number("Layer", 0, 6, 0, key="layer", help="0 is before any context has come in.")
        )
    with controls.page_presets(EXAMPLES):
        pooling = controls.choice(
            "Pieces of the word",
            POOLINGS,
            key="pooling",
            help="How the vectors of a word of several tokens become one.",
        )
        paths = controls.switch("Show each dot’s way through the layers", False, key="paths")
        st.caption(
            "The map is one PCA over all layers, each layer centered: a dot moves only by what the model does."
        )
    layout.wait_for("context", "the encoder and the bundled sentences")
    return Query(word, Look(pooling, layer), paths, word_area)
