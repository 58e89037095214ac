"""What does it cost? Tokens, money, memory and time for a collection of any size."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from embedlab import applications
from embedlab.applications import BatchSpeed, LabeledTexts
from embedlab.numerals import bytes_text
from ui import controls, layout, sources
from ui.applications import summaries
from ui.applications.results import View
from ui.cache import cached
from ui.models import ENCODER, encoder
from ui.part import Part

__all__ = ["PART"]

SAMPLE = 32  # texts that are embedded to measure the speed


@dataclass(frozen=True)
class Options:
    """How many texts, and what a million tokens cost."""

    texts: int
    price: float


def _ask(view: View) -> Options:
    left, right = st.columns(2)
    with left:
        texts = controls.amount("Texts", 1, applications.MAX_COPIES, 1_000_000, key="cost_texts")
    with right:
        price = controls.amount(
            "Price of a million tokens", 0.0, 1_000.0, 0.02, key="cost_price", step=0.01,
            help="Of your provider; here it costs only time.",
        )  # fmt: skip
    return Options(int(texts), float(price))


def _show(view: View, options: Options) -> None:
    cost = layout.attempt_part(
        applications.collection_cost,
        encoder(ENCODER),
        view.data.texts,
        texts=options.texts,
        million_price=options.price,
    )
    if cost is None:
        return
    with st.spinner("Embedding one by one and together", show_time=True):
        speed = _speed(view.data)
    layout.finding(summaries.cost(cost, speed))
    layout.table(
        {
            "precision": list(cost.bytes),
            "memory of the vectors": [bytes_text(size) for size in cost.bytes.values()],
        },
        key="cost table",
        label=f"{options.texts:,} vectors of {encoder(ENCODER).dim} numbers",
    )


@cached(entries=8, seconds=3_600)
def _speed(data: LabeledTexts) -> BatchSpeed:
    return applications.measure_batches(encoder(ENCODER), data.texts[:SAMPLE])


PART = Part(
    "What does it cost?",
    _ask,
    _show,
    lambda view, options: [
        f"print(embedlab.applications.collection_cost(encoder, texts, texts={options.texts}, million_price={options.price}))",
        f"print(embedlab.applications.measure_batches(encoder, texts[:{SAMPLE}]))",
    ],
    lambda view, options: [
        sources.computed(
            f"tokens by {ENCODER}'s tokenizer, the mean of these texts; time of {SAMPLE} of them, measured once in this server."
        )
    ],
    line="Tokens, money, memory and time for a collection of any size, and why texts are embedded in batches.",
    deeper=True,
)
