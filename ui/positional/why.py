"""Whether a model without positions can tell one order from another: the shuffle test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from embedlab import positional
from embedlab.errors import quote
from embedlab.numerals import count_text
from embedlab.positional import LAYER_CASES, AttentionWeights, LayerShuffle, ShuffleTest
from ui import controls, decoder, layout, sources
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.models import DECODER, ENCODER, encoder, input_tables
from ui.part import Part
from ui.positional import vector_summaries
from ui.positional.examples import ORDER_EXAMPLES
from ui.positional.tables import View

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["PART"]

FIRST, SECOND = "Dog bites man", "man bites dog"
MAX_TEXT = 1_000  # characters
ALL_HEADS = "all"
DETAIL = "Its input table, its positions, and the attention of its first layer."


@dataclass(frozen=True)
class Options:
    """Two orders, and which layer is drawn."""

    first: str
    second: str
    case: str  # one of LAYER_CASES
    head: int | None  # from 1; all if None


def _ask(view: View) -> Options:
    """Ask for two orders of the same words."""
    layout.wait_for("encoder", "the encoder")
    st.markdown(
        "Attention compares every token with every other, wherever they stand. Here the **same words in two orders** go through "
        "one attention layer, computed with the trained weights of layer 1, and through the whole model: without positions and with them."
    )
    layout.formula(r"\text{Attention}(\Pi X) = \Pi\,\text{Attention}(X)\ \text{for any reordering}\ \Pi")
    left, right = st.columns(2)
    with left:
        first = controls.text("First order", FIRST, key="why_first", max_chars=MAX_TEXT)
    with right:
        second = controls.text("Second order, the same words", SECOND, key="why_second", max_chars=MAX_TEXT)
    controls.presets(ORDER_EXAMPLES)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        case = controls.choice("What the layer below has", LAYER_CASES, key="why_case")
    with right:
        heads = [ALL_HEADS, *(str(number) for number in range(1, 13))]
        head = controls.pick("Head of layer 1", heads, key="why_head", help="all: the mean of the 12.")
    return Options(first, second, case, None if head == ALL_HEADS else int(head))


def _show(view: View, options: Options) -> None:
    """Send two orders of the same words through one layer and through the whole model."""
    test = layout.attempt_part(_test, options.first, options.second)
    if test is None:
        return
    _show_notes(test, options.second)
    masked = _layer(test.first, test.second, "causal mask", options.head)
    summary = vector_summaries.orders(test, masked)
    _show_pictures(test, options, summary)
    layout.finding(summary)
    st.caption(
        "Rounding is written as a power of ten. [CLS] and [SEP] stay at the ends in both orders. Without positions, nothing is added "
        "in the one layer; in the whole model every token gets the vector of position 0, because it always adds one. "
        "The layer reads LayerNorm(token + segment), with positions LayerNorm(token + position + segment)."
    )
    layout.numbers(_columns(test, options.head), key="why numbers", decimals=4)
    _show_decoder(test)


def _show_notes(test: ShuffleTest, second: str) -> None:
    """Say what was run where it is not what was typed."""
    if test.cut:
        layout.warn(
            f"The first text is cut: {count_text(test.cut, 'token')} lie beyond the model's window of 512."
        )
    if not test.reordered:
        layout.warn(vector_summaries.replaced_order(test, second))


def _show_pictures(test: ShuffleTest, options: Options, summary: str) -> None:
    from embedlab.figures.positional_why import MOST_ROWS

    *matrices, strip = _figures(test.first, test.second, options.case, options.head)
    texts = (test.first, test.second)
    for column, text, figure in zip(st.columns(2), texts, matrices, strict=True):
        with column:
            st.markdown(f"**{layout.escape(quote(text))}**: who looks at whom, {options.case}")
            alt = f"Attention of one layer, {options.case}."
            layout.picture(figure, key=f"why weights {figure is matrices[0]}", alt=alt)
    st.markdown(
        "**How far each token's vector moved** from the first order to the second, as a share of its length"
    )
    layout.picture(strip, key="why moved", alt=summary)
    if len(test.tokens) > MOST_ROWS:
        st.caption(f"Drawn are the first {MOST_ROWS} of {len(test.tokens)} tokens; the table has all.")


def _columns(test: ShuffleTest, head: int | None) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "token": list(test.tokens),
        "place in the first": list(range(len(test.tokens))),
        "place in the second": test.places,
    }
    for case in LAYER_CASES:
        columns[f"one layer, {case}: moved"] = _layer(test.first, test.second, case, head).moved
    for row, name in enumerate(("no positions", "positions")):
        columns[f"{test.layers} layers, {name}: moved"] = test.moved[row, -1]
        columns[f"{test.layers} layers, {name}: largest difference"] = test.differences[row, -1]
        columns[f"{test.layers} layers, {name}: cosine"] = test.cosines[row, -1]
    return columns


def _show_decoder(test: ShuffleTest) -> None:
    """Tell what a mask leaks, and offer the same test on a decoder."""
    st.subheader("A causal mask already leaks order", anchor=False)
    st.markdown(
        "Under a causal mask the first token sees one token, the second two, and so on: each sees another set, so the order leaves a trace "
        "without any position. Decoders trained without positions learn from it where a token stands "
        "(Haviv et al. 2022, *Transformer Language Models without Positional Encodings Still Learn Positional Information*; "
        "Kazemnejad et al. 2023, *The Impact of Positional Encoding on Length Generalization in Transformers*)."
    )
    if decoder.offer(f"Run the same test on {DECODER}, a decoder", key="why decoder"):
        result = decoder.compute(_decoder_test, test.first, test.second)
        if result is not None:
            layout.finding(vector_summaries.decoder_orders(result, DECODER))


@cached(entries=1)
def _first_layer() -> AttentionWeights:
    return positional.load_attention_weights(ENCODER)


@cached(entries=64)
def _test(first: str, second: str) -> ShuffleTest:
    return positional.run_shuffle_test(encoder(ENCODER), first, second)


@cached(entries=16)
def _decoder_test(first: str, second: str) -> ShuffleTest:
    texts = [" " + " ".join(text.lower().split()) for text in (first, second)]
    return positional.run_shuffle_test(decoder.load(), *texts)


@cached(entries=12)  # the two matrices of 512 tokens take 4 MB
def _layer(first: str, second: str, case: str, head: int | None) -> LayerShuffle:
    test, model = _test(first, second), encoder(ENCODER)
    (encoding,) = model.encode([test.first], attentions=False)
    vectors = model.token_embeddings[encoding.ids]
    tables = input_tables(ENCODER)
    return positional.shuffle_layer(_first_layer(), tables, vectors, test.places, case=case, head=head)


@cached(entries=16)
def _figures(first: str, second: str, case: str, head: int | None) -> tuple[go.Figure, go.Figure, go.Figure]:
    from embedlab.figures.positional_why import moved_figure, weights_figure

    test = _test(first, second)
    one, other = _layer(first, second, case, head).weights
    # under a mask the first token can look at itself alone: its 1 would leave all others pale
    high = float(max(one[1:].max(), other[1:].max()))
    masked = case == "causal mask"
    reordered = [test.tokens[index] for index in np.argsort(test.places)]
    moved = {f"one layer|{name}": _layer(first, second, name, head).moved for name in LAYER_CASES} | {
        f"{test.layers} layers|no positions": test.moved[0, -1],
        f"{test.layers} layers|positions": test.moved[1, -1],
    }
    return (
        DrawnFigure(weights_figure(one, test.tokens, high=high, masked=masked)),
        DrawnFigure(weights_figure(other, reordered, high=high, masked=masked)),
        DrawnFigure(moved_figure(moved, test.tokens)),
    )


def _code(view: View, options: Options) -> list[str]:
    return [
        "position = embedlab.positional",
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        f"test = position.run_shuffle_test(encoder, {options.first!r}, {options.second!r})",
        "print(test.second, test.blind, test.differences[0].max())",
        "print(test.tokens, test.moved[:, -1], test.cosines[1, -1])",
        f'layer, tables = position.load_attention_weights("{ENCODER}"), position.load_input_tables("{ENCODER}")',
        "(encoding,) = encoder.encode([test.first])",
        "vectors = encoder.token_embeddings[encoding.ids]",
        "for case in position.LAYER_CASES:",
        f"    result = position.shuffle_layer(layer, tables, vectors, test.places, case=case, head={options.head})",
        "    print(case, result.moved, *result.weights)",
    ]


PART = Part(
    label="Why position",
    ask=_ask,
    show=_show,
    code=_code,
    sources=lambda view, options: [sources.model(ENCODER, "encoder", DETAIL), *decoder.origins()],
)
