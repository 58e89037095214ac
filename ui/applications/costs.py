"""What does it cost? Tokens, money, memory and time for a collection of any size."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab import applications
from embedlab.numerals import bytes_text
from ui import controls, layout, sources
from ui.applications import batches, summaries
from ui.applications.query import Query
from ui.models import ENCODER, encoder
from ui.part import Part

__all__ = ["PART"]

MAX_DIM = 16_384


@dataclass(frozen=True)
class Options:
    """How many texts, what a million tokens cost, and the numbers of a vector."""

    texts: int
    price: float
    dim: int


def _ask(query: Query) -> Options:
    with st.container(horizontal=True):
        texts = controls.amount("Texts", 1, applications.MAX_COPIES, 1_000_000, key="cost_texts")
        price = controls.amount(
            "Price of a million tokens", 0.0, 1_000.0, 0.02, key="cost_price", step=0.01,
            help="Of your provider; here it costs only time.",
        )  # fmt: skip
        dim = controls.amount("Numbers of a vector", 1, MAX_DIM, 384, key="cost_dim")
    return Options(int(texts), float(price), int(dim))


def _show(query: Query, options: Options) -> None:
    cost = applications.collection_cost(
        encoder(ENCODER), query.data.texts, texts=options.texts, million_price=options.price, dim=options.dim
    )
    layout.finding(summaries.cost(cost))
    sizes = [bytes_text(size) for size in cost.bytes.values()]
    label = f"{options.texts:,} vectors of {options.dim:,} numbers"
    layout.table({"precision": list(cost.bytes), "memory": sizes}, key="cost table", label=label)
    speeds = batches.measure(query, "cost")
    if speeds is not None:
        layout.note(summaries.duration(options.texts, speeds))


PART = Part(
    "What does it cost?",
    _ask,
    _show,
    lambda query, options: [
        f"print(embedlab.applications.collection_cost(encoder, texts, texts={options.texts}, "
        f"million_price={options.price}, dim={options.dim}))"
    ],
    lambda query, options: [sources.computed(f"tokens by {ENCODER}'s tokenizer, as many as in these texts.")],
    line="Tokens, money, memory and time for a collection of any size.",
    deeper=True,
)
