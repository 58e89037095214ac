"""Where the word looks: attention by layer and head, and whether it is what turns the vector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import embedlab
from ui import controls, layout, sources
from ui.cache import cached
from ui.context import leave_out, sentence_summaries
from ui.context.picture import View
from ui.models import ENCODER, encoder
from ui.part import Part
from ui.shared_figure import SharedFigure

__all__ = ["PART"]

MEAN = "mean"


@dataclass(frozen=True)
class Attention:
    """What a word attends to, and how much goes to special tokens."""

    word: embedlab.context.WordAttention
    special: tuple[float, ...]  # for each layer, the mean over heads


@dataclass(frozen=True)
class Options:
    """Which sentence, and which head."""

    row: int
    removal: leave_out.Removal
    influence: embedlab.context.Influence | None  # None where the sentence cannot be taken apart
    head: str = MEAN


def ask(view: View) -> Options:
    """Ask for a sentence and a head: its number, or their mean."""
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    with left:
        row = leave_out.ask_sentence(view)
    with right:
        heads = [MEAN, *(str(number) for number in range(1, encoder(ENCODER).heads + 1))]
        head = controls.pick("Head", heads, key="inside_head")
    words = view.uses.words
    removal = leave_out.Removal(words.sentences[row], words.spans[row], leave_out.WAYS[0], words.pooling)
    return Options(row, removal, layout.attempt_part(leave_out.find_influence, removal), head)


def show(view: View, options: Options) -> None:
    """Draw the attentions of the step into the layer, those of the word by head, and their agreement."""
    influence, head = options.influence, options.head
    if influence is None:
        return
    layer = max(view.look.layer, 1)
    sentence, span = influence.sentence, influence.span
    attention = layout.attempt_part(_attention, sentence, span)
    if attention is None:
        return
    agreement = embedlab.context.attention_agreement(attention.word, influence)
    row = _select(attention.word.outgoing[layer - 1], head)
    summary = sentence_summaries.attention(layer, head, row, attention.word, influence)
    rest = layout.brief_finding(summary)
    layout.picture(_matrix_figure(sentence, span, layer, head), key="attention matrix", alt=summary)
    layout.fold(rest)
    heads = sentence_summaries.attention_heads(layer, attention.word)
    layout.finding(heads)
    layout.picture(_heads_figure(sentence, span, layer), key="attention heads", alt=heads)
    agreed = sentence_summaries.agreement(layer, influence, agreement)
    rest = layout.brief_finding(agreed)
    layout.picture(
        _agreement_figure(tuple(agreement.tolist()), attention.special, layer),
        key="attention agreement",
        alt=agreed,
    )
    layout.fold(rest)
    others = [index for index in range(len(influence.words)) if index != influence.target]
    spans = [influence.spans[index] for index in others]
    layout.numbers(
        {
            "word": [influence.words[index] for index in others],
            "attention, mean over heads": attention.word.to_words(spans)[layer - 1],
            "influence, 1 − cosine": influence.influences[layer, others],
        },
        key="attention numbers",
    )


def code(view: View, options: Options) -> list[str]:
    """Return lines that print the attentions and their agreement with influence."""
    if options.influence is None:
        return []
    return [
        f"sentence, span = words.sentences[{options.row}], words.spans[{options.row}]",
        f'influence = embedlab.context.word_influence(encoder, sentence, span, how="{options.removal.how}", pooling="{options.removal.pooling}")',
        "(encoding,) = encoder.encode([sentence])",
        "attention = embedlab.context.word_attention(encoding, span)",
        f"print(attention.tokens, attention.outgoing[{max(view.look.layer, 1) - 1}].mean(axis=0))",
        "print(embedlab.context.attention_agreement(attention, influence))",
        "print(attention.outgoing[..., list(attention.special)].sum(axis=-1).mean(axis=1))",
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
    word = embedlab.context.word_attention(encoding, span)
    special = word.outgoing[..., list(word.special)].sum(axis=-1).mean(axis=1)
    return Attention(word, tuple(special.tolist()))


@cached()
def _matrix_figure(sentence: str, span: tuple[int, int], layer: int, head: str) -> SharedFigure:
    from embedlab.figures.context_attention import attention_figure

    matrix = _select(_encode(sentence).attentions[layer - 1], head)
    return SharedFigure(attention_figure(matrix, _attention(sentence, span).word))


@cached()
def _heads_figure(sentence: str, span: tuple[int, int], layer: int) -> SharedFigure:
    from embedlab.figures.context_attention import heads_figure

    return SharedFigure(heads_figure(_attention(sentence, span).word, layer))


@cached()
def _agreement_figure(agreement: tuple[float, ...], special: tuple[float, ...], layer: int) -> SharedFigure:
    from embedlab.figures.context_attention import agreement_figure

    return SharedFigure(agreement_figure(agreement, special, layer))


PART: Part[View, Options] = Part(
    "Attention",
    ask,
    show,
    code,
    lambda view, options: [
        sources.computed(
            "attentions are the encoder's own; their agreement with influence is Spearman's rank correlation."
        )
    ],
    line="From where does each token take what it mixes in, layer by layer and head by head?",
    deeper=True,
    former=("Inside",),  # three of its five figures
)
