"""The controls of the lookup page: a sentence, a table, and how its rows are taken."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ui import controls, layout
from ui.lookup.examples import EXAMPLES
from ui.models import DECODER, ENCODER

__all__ = ["GPT2", "LOOKUP", "PRODUCT", "TABLES", "Query", "ask"]

GPT2 = "gpt2"
TABLES = {"MiniLM": ENCODER, "SmolLM2": DECODER, "GPT-2, arithmetic only": GPT2}  # control -> name
LOOKUP, PRODUCT = "lookup", "one-hot × matrix"


@dataclass(frozen=True)
class Query:
    """A sentence, the table that its ids are looked up in, and how."""

    text: str
    name: str  # of the table
    way: str


def ask() -> Query | None:
    """Ask for the sentence, the table and the way."""
    settings = controls.presets(EXAMPLES, more=True)
    with st.container(horizontal=True, vertical_alignment="bottom", key="stacked_lookup"):
        text = controls.sentence()
        way = controls.choice("Rows by", (LOOKUP, PRODUCT), key="lookup_by")
    with settings:
        name = controls.choice("Table", tuple(TABLES), key="lookup_table")
    if not text.strip():
        st.info("Nothing to show yet: type a sentence above.")
        return None
    layout.wait_for("encoder", "the encoder")
    return Query(text, TABLES[name], way)
