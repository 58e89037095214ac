"""The controls of the applications page: a text to sort, and the labeled texts to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from embedlab.applications import Classifier, LabeledTexts
from embedlab.ranking import Ranking
from ui import controls, indexes, layout
from ui.applications import collections, results
from ui.applications.examples import DEFAULT, EXAMPLES
from ui.models import vector_cache

__all__ = ["Query", "ask"]

MAX_TEXT = 2_000  # characters


@dataclass(frozen=True)
class Query:
    """A text, and what a classifier says of it that has read the labeled texts as they stand now."""

    text: str
    collection: str
    model: Classifier
    vector: NDArray[np.float32]  # (dim,) of the text

    @property
    def data(self) -> LabeledTexts:
        """The labeled texts."""
        return self.model.data

    @cached_property
    def prediction(self) -> Ranking:
        """The classes with their probabilities, the likeliest first."""
        return self.model.predict_vector(self.vector)

    @cached_property
    def contributions(self) -> NDArray[np.float64]:
        """(n,): what each labeled text adds to the score of the likeliest class."""
        return self.model.contributions(self.vector)[:, self.prediction.rows[0]]


def ask() -> Query | None:
    """Ask for the text and the collection."""
    settings = controls.page_presets(EXAMPLES)
    text = controls.text("A text to sort", DEFAULT, key="sort_text", max_chars=MAX_TEXT).strip()
    with settings:
        name = controls.choice("Labeled texts", collections.NAMES, key="sort_collection")
    if not text:
        st.info("Nothing to sort yet: type a text above.")
        return None
    layout.wait_for("encoder", "the encoder")
    name, data = collections.current(name)
    known = [data] if name == collections.OWN else [collections.bundled(name), data]
    if not all(layout.attempt(indexes.prepare_vectors, each.texts) for each in known):
        return None
    model = results.classifier(data)
    return (
        None if model is None else Query(text, name, model, layout.attempt(vector_cache().embed, [text])[0])
    )
