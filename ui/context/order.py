"""Word order: the words of a sentence shuffled, and what becomes of their vectors."""

from __future__ import annotations

from typing import Any

import streamlit as st

import embedlab
from embedlab.errors import quote
from ui import controls, layout
from ui.cache import cached
from ui.context.view import Asked
from ui.drawn import DrawnFigure
from ui.models import ENCODER, encoder

__all__ = ["code", "show"]

MAX_TEXT = 1_000  # characters
SHUFFLES = 10
SEEDS = 1_000
SHOWN = 3  # of the shuffled sentences


def show(asked: Asked, words: embedlab.context.WordInContext) -> None:
    """Show how near each vector stays to what it was when the words change places."""
    st.markdown(
        "The same words in another order: a bag of **static** vectors cannot tell the difference. "
        "A **contextual** vector can, because every token has a position and its neighbors are others."
    )
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        controls.text(
            "Sentence to shuffle; if empty, the first one of the table",
            "",
            key="order_text",
            max_chars=MAX_TEXT,
            hint=asked.sentences[0],
        )
    with right:
        controls.amount("Shuffle no.", 1, SEEDS, 1, key="order_seed", help="Another number, other orders.")
    sentence, seed = _asked(asked)
    found = layout.attempt_part(_order, sentence, seed)
    if found is None:
        return
    shown = "  \n".join(
        f"{number}. {layout.escape(text)}" for number, text in enumerate(found.shuffled[:SHOWN], 1)
    )
    st.markdown(f"**As it is:** {layout.escape(found.sentence)}\n\n**Shuffled:**  \n{shown}")
    said = _said(asked.layer, found)
    layout.picture(_figure(sentence, seed, asked.layer), key="order", alt=said)
    layout.reading(said)
    cosines = found.cosines[asked.layer]
    layout.numbers(
        {
            "number": list(range(1, len(found.words) + 1)),
            "word": list(found.words),
            f"cosine with itself, layer {asked.layer}": cosines,
            "lowest of the shuffles": found.each[:, asked.layer].min(axis=0),
            "in the first shuffle": found.first_cosines[asked.layer],
            "static": found.static_cosines.mean(axis=0),
        },
        key="order numbers",
        label="",
    )


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the tab shows."""
    sentence, seed = _asked(asked)
    return [
        f"order = embedlab.context.shuffle_words(encoder, {sentence!r}, shuffles={SHUFFLES}, random_state={seed})",
        f"print(order.shuffled, order.words, order.cosines[{asked.layer}])",
        f"print(order.sentence_cosines[:, {asked.layer}], order.static_cosines, order.between[{asked.layer}])",
    ]


def _asked(asked: Asked) -> tuple[str, int]:
    """Return the sentence that is shuffled, and the number of the shuffle."""
    typed = st.session_state.get("order_text", "").strip()
    return typed or asked.sentences[0], int(st.session_state.get("order_seed", 1))


def _said(layer: int, found: embedlab.context.WordOrder) -> str:
    cosines, whole = found.cosines[layer], found.sentence_cosines[:, layer]
    changed, kept_most = int(cosines.argmin()), int(cosines.argmax())
    count = len(found.shuffled)
    said = "In one other order" if count == 1 else f"Over {count} other orders"
    said += (
        f", a word's vector at layer {layer} has a cosine of {cosines.mean():.2f} with its own in the sentence as it is; "
        f"two different words of that sentence have {found.between[layer]:.2f}. "
        f"{quote(found.words[changed])} (word {changed + 1}) changes most, to {cosines[changed]:.2f}, "
        f"{quote(found.words[kept_most])} (word {kept_most + 1}) least, to {cosines[kept_most]:.2f}. "
        f"The mean of all tokens, the vector of the sentence, keeps {whole.mean():.2f}. "
    )
    if count < SHUFFLES:
        said += f"There are no more than {count} orders that the model can tell from this one. "
    if (found.static_cosines == 1).all():
        return said + "The static vectors stay exactly the same."
    return (
        said
        + f"The static vectors keep {found.static_cosines.mean():.2f}: here a word's tokens depend on its place."
    )


@cached(entries=64)
def _order(sentence: str, seed: int) -> embedlab.context.WordOrder:
    return embedlab.context.shuffle_words(encoder(ENCODER), sentence, shuffles=SHUFFLES, random_state=seed)


@cached(entries=64)
def _figure(sentence: str, seed: int, layer: int) -> Any:
    from embedlab.figures.context_order import order_figure

    return DrawnFigure(order_figure(_order(sentence, seed), layer))
