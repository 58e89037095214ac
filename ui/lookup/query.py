"""The controls of the lookup page: a sentence, a table, and how its rows are taken."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ui import controls, layout, own_table
from ui.lookup.examples import EXAMPLES
from ui.models import DECODER, ENCODER

__all__ = ["GPT2", "LOOKUP", "OWN", "PRODUCT", "TABLES", "Query", "ask"]

GPT2, OWN = "gpt2", "your table"
TABLES = {"MiniLM": ENCODER, "SmolLM2": DECODER, "GPT-2, arithmetic only": GPT2, OWN: OWN}  # control -> name
LOOKUP, PRODUCT = "lookup", "one-hot × matrix"


@dataclass(frozen=True)
class Query:
    """A sentence, the table that its ids are looked up in, and how."""

    text: str
    name: str  # of the table
    way: str
    own: own_table.OwnTable | None = None  # the visitor's: trained in this visit, or uploaded


def ask() -> Query | None:
    """Ask for the sentence, the table and the way."""
    settings = controls.page_presets(EXAMPLES)
    with st.container(horizontal=True, vertical_alignment="bottom", key="stacked_lookup"):
        text = controls.sentence()
        way = controls.choice("Rows by", (LOOKUP, PRODUCT), key="lookup_by")
    with settings:
        name = TABLES[controls.choice("Table", tuple(TABLES), key="lookup_table")]
    own = own_table.ask("lookup_") if name == OWN else None
    if not text.strip() or (name == OWN and own is None):
        what = "upload a table, or train one in Training" if text.strip() else "type a sentence above"
        st.info(f"Nothing to show yet: {what}.")
        return None
    layout.wait_for("encoder", "the encoder")
    return Query(text, name, way, own)
