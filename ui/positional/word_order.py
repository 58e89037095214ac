"""Word order: the words of a sentence shuffled, and what becomes of their vectors."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.models import ENCODER, encoder
from ui.part import Part
from ui.positional import order_summaries
from ui.positional.tables import View
from ui.shared_figure import SharedFigure

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


def _ask(view: View) -> Options:
    """Ask for a sentence and the number of the shuffle."""
    layout.wait_for("encoder", "the encoder")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = controls.text(
            "Sentence to shuffle",
            controls.DEFAULT_SENTENCE,
            key="order_text",
            max_chars=MAX_TEXT,
            hint=controls.DEFAULT_SENTENCE,
        )
        seed = controls.amount(
            "Shuffle no.", 1, SEEDS, 1, key="order_seed", help="Another number, other orders."
        )
    return Options(text.strip() or controls.DEFAULT_SENTENCE, int(seed))


def _show(view: View, options: Options) -> None:
    """Draw how near each vector stays to what it was when the words change places."""
    result = layout.attempt_part(_order, options.sentence, options.seed)
    if result is None:
        return
    summary = order_summaries.word_order(result, SHUFFLES)
    layout.finding(summary)
    shuffled = "  \n".join(
        f"{number}. {layout.escape(text)}" for number, text in enumerate(result.shuffled[:LISTED], 1)
    )
    st.markdown(f"**As it is:** {layout.escape(result.sentence)}\n\n**Shuffled:**  \n{shuffled}")
    layout.picture(_figure(options.sentence, options.seed), key="order", alt=summary)
    layout.numbers(
        {
            "number": list(range(1, len(result.words) + 1)),
            "word": list(result.words),
            "cosine with itself, last layer": result.cosines[-1],
            "lowest of the shuffles": result.each[:, -1].min(axis=0),
            "in the first shuffle": result.first_cosines[-1],
            "static": result.static_cosines.mean(axis=0),
        },
        key="order numbers",
        label="Each word, after the shuffle",
    )


def _code(view: View, options: Options) -> list[str]:
    return [
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        f"order = embedlab.context.shuffle_words(encoder, {options.sentence!r}, shuffles={SHUFFLES}, random_state={options.seed})",
        "print(order.shuffled, order.words, order.cosines[-1])",
        "print(order.sentence_cosines[:, -1], order.static_cosines, order.between[-1])",
    ]


@cached()
def _order(sentence: str, seed: int) -> embedlab.context.WordOrder:
    return embedlab.context.shuffle_words(encoder(ENCODER), sentence, shuffles=SHUFFLES, random_state=seed)


@cached()
def _figure(sentence: str, seed: int) -> SharedFigure:
    from embedlab.figures.context_order import order_figure

    return SharedFigure(order_figure(_order(sentence, seed)))


PART = Part(
    label="Word order",
    ask=_ask,
    show=_show,
    code=_code,
    sources=lambda view, options: [
        sources.model(ENCODER, "encoder"),
        sources.computed(
            f"means over at most {SHUFFLES} random orders of the words, random state {options.seed}; only words move, "
            "punctuation stays."
        ),
    ],
    line="The words of a sentence shuffled, and how far each vector moves, layer by layer.",
    deeper=True,
)
