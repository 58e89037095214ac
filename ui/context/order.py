"""Word order: the words of a sentence shuffled, and what becomes of their vectors."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.context import sentence_summaries
from ui.context.picture import View
from ui.drawn import DrawnFigure
from ui.models import ENCODER, encoder
from ui.part import Part

__all__ = ["PART"]

MAX_TEXT = 1_000  # characters
SHUFFLES = 10
SEEDS = 1_000
LISTED = 3  # shuffled sentences


@dataclass(frozen=True)
class Options:
    """Which sentence is shuffled, and how."""

    sentence: str
    seed: int


def ask(view: View) -> Options:
    """Say what is compared, and ask for a sentence and the number of the shuffle."""
    st.markdown(
        "The same words in another order: a bag of **static** vectors cannot tell the difference. "
        "A **contextual** vector can, because every token has a position and its neighbors are others."
    )
    first = view.uses.sentences.sentences[0]
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        text = controls.text(
            "Sentence to shuffle; if empty, the first one of the table",
            "",
            key="order_text",
            max_chars=MAX_TEXT,
            hint=first,
        )
    with right:
        seed = controls.amount(
            "Shuffle no.", 1, SEEDS, 1, key="order_seed", help="Another number, other orders."
        )
    return Options(text.strip() or first, int(seed))


def show(view: View, options: Options) -> None:
    """Draw how near each vector stays to what it was when the words change places."""
    result, layer = layout.attempt_part(_order, options.sentence, options.seed), view.look.layer
    if result is None:
        return
    shuffled = "  \n".join(
        f"{number}. {layout.escape(text)}" for number, text in enumerate(result.shuffled[:LISTED], 1)
    )
    st.markdown(f"**As it is:** {layout.escape(result.sentence)}\n\n**Shuffled:**  \n{shuffled}")
    summary = sentence_summaries.order(layer, result, SHUFFLES)
    layout.finding(summary)
    layout.picture(_figure(options.sentence, options.seed, layer), key="order", alt=summary)
    layout.numbers(
        {
            "number": list(range(1, len(result.words) + 1)),
            "word": list(result.words),
            f"cosine with itself, layer {layer}": result.cosines[layer],
            "lowest of the shuffles": result.each[:, layer].min(axis=0),
            "in the first shuffle": result.first_cosines[layer],
            "static": result.static_cosines.mean(axis=0),
        },
        key="order numbers",
        label="",
    )


def code(view: View, options: Options) -> list[str]:
    """Return lines that print the shuffled sentences and the cosines."""
    layer = view.look.layer
    return [
        f"order = embedlab.context.shuffle_words(encoder, {options.sentence!r}, shuffles={SHUFFLES}, random_state={options.seed})",
        f"print(order.shuffled, order.words, order.cosines[{layer}])",
        f"print(order.sentence_cosines[:, {layer}], order.static_cosines, order.between[{layer}])",
    ]


@cached()
def _order(sentence: str, seed: int) -> embedlab.context.WordOrder:
    return embedlab.context.shuffle_words(encoder(ENCODER), sentence, shuffles=SHUFFLES, random_state=seed)


@cached()
def _figure(sentence: str, seed: int, layer: int) -> DrawnFigure:
    from embedlab.figures.context_order import order_figure

    return DrawnFigure(order_figure(_order(sentence, seed), layer))


PART: Part[View, Options] = Part(
    "Word order",
    ask,
    show,
    code,
    lambda view, options: [
        sources.computed(
            f"means over at most {SHUFFLES} random orders of the words, random state {options.seed}; only words move, "
            "punctuation stays."
        )
    ],
    line="The same words shuffled: static vectors stay, contextual vectors change.",
    deeper=True,
)
