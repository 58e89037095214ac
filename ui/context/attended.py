"""Where the word looks: attention by layer and head, and whether it is what turns the vector."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.errors import quote
from embedlab.figures.word_bars import shown_word
from ui import controls, layout
from ui.cache import cached
from ui.context.view import Asked
from ui.drawn import DrawnFigure
from ui.models import ENCODER, encoder

__all__ = ["code", "show"]

MEAN = "mean"
CAUTION = (
    "**Attention is not the reason by itself.** It says from where a head takes what it mixes, not what the mixture does to the vector. "
    "Jain and Wallace (2019) found other attentions that lead to the same result; Wiegreffe and Pinter (2019) answered that this does not make it useless. "
    "So here it stands beside what leaving a word out really changes."
)


def show(asked: Asked, influence: embedlab.context.Influence) -> None:
    """Show the attentions of the step into the layer, those of the word by head, and their agreement."""
    st.subheader("Where does the word look?", anchor=False)
    st.markdown(CAUTION)
    layer = max(asked.layer, 1)
    if asked.layer == 0:
        st.caption("Nothing has been attended to at layer 0; this is the step into layer 1.")
    heads = [MEAN, *(str(number) for number in range(1, encoder(ENCODER).heads + 1))]
    head = controls.pick("Head", heads, key="inside_head")
    found = layout.attempt_part(_attention, influence.sentence, influence.span)
    if found is None:
        return
    attention, special = found
    agreement = embedlab.context.attention_agreement(attention, influence)
    said = _said(layer, head, influence, attention, agreement)
    layout.picture(
        _matrix_figure(influence.sentence, influence.span, layer, head), key="attention matrix", alt=said
    )
    layout.reading(said)
    by_head, by_layer = _figures(
        influence.sentence, influence.span, layer=layer, agreement=tuple(agreement.tolist()), special=special
    )
    layout.picture(
        by_head, key="attention heads", alt=f"What each head looks at on the step into layer {layer}."
    )
    layout.picture(
        by_layer, key="attention agreement", alt="Agreement and the share of special tokens by layer."
    )
    st.caption(
        "Special tokens: mean over all tokens of the sentence, not only this word. Clark and others (2019) found the same habit in BERT: a head that has nothing to do seems to rest on them."
    )
    others = [place for place in range(len(influence.words)) if place != influence.target]
    layout.numbers(
        {
            "word": [influence.words[place] for place in others],
            "attention, mean over heads": attention.to_words([influence.spans[place] for place in others])[
                layer - 1
            ],
            "influence, 1 − cosine": influence.influences[layer, others],
        },
        key="attention numbers",
        label="",
    )


def code(asked: Asked) -> list[str]:
    """Return Python that prints what this part shows, after `influence`."""
    layer = max(asked.layer, 1)
    return [
        "(encoding,) = encoder.encode([sentence])",
        "attention = embedlab.context.word_attention(encoding, span)",
        f"print(attention.tokens, attention.outgoing[{layer - 1}].mean(axis=0))",
        "print(embedlab.context.attention_agreement(attention, influence))",
        "print(embedlab.context.special_attention(encoding).mean(axis=1))",
    ]


def _said(
    layer: int,
    head: str,
    influence: embedlab.context.Influence,
    attention: embedlab.context.WordAttention,
    agreement: Any,
) -> str:
    row = _row(attention.outgoing[layer - 1], head)
    most = int(row.argmax())
    share = float(row[list(attention.special)].sum())
    which = "on average over the heads" if head == MEAN else f"in head {head}"
    said = (
        f"On the step into layer {layer}, {which}, {quote(influence.words[influence.target])} looks most at "
        f"{shown_word(attention.tokens[most])} ({row[most]:.2f}); {share:.0%} of its attention goes to special tokens. "
    )
    others = len(influence.words) - 1
    if np.isnan(agreement[layer - 1]):
        return said + (
            f"Whether the order of attention is that of influence cannot be told from {layout.counted(others, 'other word')}."
        )
    return said + (
        f"Over the {others} other words, attention (mean over the heads) and influence have a rank correlation of "
        f"{agreement[layer - 1]:.2f} here and {np.nanmin(agreement):.2f} to {np.nanmax(agreement):.2f} over all layers (1 is the same order, 0 no relation)."
    )


def _row(heads: Any, head: str) -> Any:
    """Return one head, or the mean of all, of (heads, …)."""
    return heads.mean(axis=0) if head == MEAN else heads[int(head) - 1]


@cached(entries=4)  # the attentions of 300 tokens take 26 MB
def _encoded(sentence: str) -> embedlab.context.ContextualEncoding:
    return encoder(ENCODER).encode([sentence])[0]


@cached(entries=32)
def _attention(
    sentence: str, span: tuple[int, int]
) -> tuple[embedlab.context.WordAttention, tuple[float, ...]]:
    encoding = _encoded(sentence)
    special = embedlab.context.special_attention(encoding).mean(axis=1)
    return embedlab.context.word_attention(encoding, span), tuple(special.tolist())


@cached(entries=64)
def _matrix_figure(sentence: str, span: tuple[int, int], layer: int, head: str) -> Any:
    from embedlab.figures.context_attention import attention_figure

    attention, _ = _attention(sentence, span)
    matrix = _row(_encoded(sentence).attentions[layer - 1], head)
    return DrawnFigure(attention_figure(matrix, attention))


@cached(entries=64)
def _figures(
    sentence: str,
    span: tuple[int, int],
    *,
    layer: int,
    agreement: tuple[float, ...],
    special: tuple[float, ...],
) -> tuple[Any, Any]:
    from embedlab.figures.context_attention import agreement_figure, heads_figure

    attention, _ = _attention(sentence, span)
    return (
        DrawnFigure(heads_figure(attention, layer)),
        DrawnFigure(agreement_figure(agreement, special, layer)),
    )
