"""Where the word looks: attention by layer and head, and whether it is what turns the vector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from ui import controls, layout
from ui.cache import cached
from ui.context import sentence_summaries
from ui.drawn import DrawnFigure
from ui.models import ENCODER, encoder

__all__ = ["MEAN", "ask", "code", "show"]

MEAN = "mean"
CAUTION = (
    "**Attention is not the reason by itself.** It says from where a head takes what it mixes, not what the mixture does to the vector. "
    "Jain and Wallace (2019) found other attentions that lead to the same result; Wiegreffe and Pinter (2019) answered that this does not make it useless. "
    "So here it stands beside what leaving a word out really changes."
)


@dataclass(frozen=True)
class Attention:
    """What a word attends to, and how much goes to special tokens."""

    word: embedlab.context.WordAttention
    special: tuple[float, ...]  # for each layer, the mean over heads and tokens


def ask(layer: int) -> str:
    """Say what attention does not tell, and ask for a head: its number, or their mean."""
    st.subheader("Where does the word look?", anchor=False)
    st.markdown(CAUTION)
    if layer == 0:
        st.caption("Nothing has been attended to at layer 0; this is the step into layer 1.")
    heads = [MEAN, *(str(number) for number in range(1, encoder(ENCODER).heads + 1))]
    return controls.pick("Head", heads, key="inside_head")


def show(influence: embedlab.context.Influence, layer: int, head: str) -> None:
    """Draw the attentions of the step into the layer, those of the word by head, and their agreement."""
    layer = max(layer, 1)
    sentence, span = influence.sentence, influence.span
    attention = layout.attempt_part(_attention, sentence, span)
    if attention is None:
        return
    agreement = embedlab.context.attention_agreement(attention.word, influence)
    row = _select(attention.word.outgoing[layer - 1], head)
    summary = sentence_summaries.attention(
        layer, head, row, attention.word, influence=influence, agreement=agreement
    )
    layout.picture(_matrix_figure(sentence, span, layer, head), key="attention matrix", alt=summary)
    layout.finding(summary)
    layout.picture(
        _heads_figure(sentence, span, layer),
        key="attention heads",
        alt=f"What each head looks at on the step into layer {layer}.",
    )
    layout.picture(
        _agreement_figure(tuple(agreement.tolist()), attention.special, layer),
        key="attention agreement",
        alt="Agreement and the share of special tokens by layer.",
    )
    st.caption(
        "Special tokens: mean over all tokens of the sentence, not only this word. Clark and others (2019) found the same habit in BERT: a head that has nothing to do seems to rest on them."
    )
    others = [index for index in range(len(influence.words)) if index != influence.target]
    spans = [influence.spans[index] for index in others]
    layout.numbers(
        {
            "word": [influence.words[index] for index in others],
            "attention, mean over heads": attention.word.to_words(spans)[layer - 1],
            "influence, 1 − cosine": influence.influences[layer, others],
        },
        key="attention numbers",
        label="",
    )


def code(layer: int) -> list[str]:
    """Return lines that print the attentions and their agreement, after `influence`."""
    return [
        "(encoding,) = encoder.encode([sentence])",
        "attention = embedlab.context.word_attention(encoding, span)",
        f"print(attention.tokens, attention.outgoing[{max(layer, 1) - 1}].mean(axis=0))",
        "print(embedlab.context.attention_agreement(attention, influence))",
        "print(embedlab.context.special_attention(encoding).mean(axis=1))",
    ]


def _select(heads: NDArray[np.floating[Any]], head: str) -> NDArray[np.floating[Any]]:
    """Return one head, or the mean of all, of (heads, …)."""
    return np.asarray(heads.mean(axis=0) if head == MEAN else heads[int(head) - 1])


@cached(entries=4)  # the attentions of 300 tokens take 26 MB
def _encode(sentence: str) -> embedlab.context.ContextualEncoding:
    return encoder(ENCODER).encode([sentence])[0]


@cached(entries=32)
def _attention(sentence: str, span: tuple[int, int]) -> Attention:
    encoding = _encode(sentence)
    special = embedlab.context.special_attention(encoding).mean(axis=1)
    return Attention(embedlab.context.word_attention(encoding, span), tuple(special.tolist()))


@cached()
def _matrix_figure(sentence: str, span: tuple[int, int], layer: int, head: str) -> DrawnFigure:
    from embedlab.figures.context_attention import attention_figure

    matrix = _select(_encode(sentence).attentions[layer - 1], head)
    return DrawnFigure(attention_figure(matrix, _attention(sentence, span).word))


@cached()
def _heads_figure(sentence: str, span: tuple[int, int], layer: int) -> DrawnFigure:
    from embedlab.figures.context_attention import heads_figure

    return DrawnFigure(heads_figure(_attention(sentence, span).word, layer))


@cached()
def _agreement_figure(agreement: tuple[float, ...], special: tuple[float, ...], layer: int) -> DrawnFigure:
    from embedlab.figures.context_attention import agreement_figure

    return DrawnFigure(agreement_figure(agreement, special, layer))
