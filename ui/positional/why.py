"""Why position is needed: who looks at whom in two orders, and what a mask or the whole model makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from embedlab import positional
from embedlab.errors import quote
from embedlab.positional import LAYER_CASES, ShuffleTest
from ui import controls, decoder, layout, sources
from ui.cache import cached
from ui.models import DECODER, ENCODER
from ui.part import Part
from ui.positional import order_summaries, orders
from ui.positional.examples import ORDER_EXAMPLES
from ui.positional.schemes import NoPositions
from ui.positional.tables import View
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["PART"]

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
    """Ask which layer is drawn; and for two orders of the same words where the page has not asked yet."""
    layout.wait_for("encoder", "the encoder")
    query, typed = view.query, None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if not isinstance(query, NoPositions):
            typed = orders.ask()
        case = controls.choice("One layer with", LAYER_CASES, key="why_case")
        heads = [ALL_HEADS, *(str(number) for number in range(1, 13))]
        head = controls.pick("Head of layer 1", heads, key="why_head", help="all: the mean of the 12.")
    if isinstance(query, NoPositions):
        first, second = query.first, query.second
    else:
        controls.presets(ORDER_EXAMPLES)
        first, second = orders.check(*(typed or ("", "")))
    return Options(first, second, case, None if head == ALL_HEADS else int(head))


def _show(view: View, options: Options) -> None:
    """Send two orders of the same words through one layer and through the whole model."""
    test = orders.test(options.first, options.second)
    layer, masked = (
        orders.layer(test.first, test.second, case, options.head) for case in (options.case, "causal mask")
    )
    summary = order_summaries.orders(test, layer, masked)
    layout.finding(summary)
    _show_pictures(test, options, summary)
    layout.numbers(
        _columns(test, options.head), key="why numbers", decimals=4, label="Two orders, layer by layer"
    )
    _show_decoder(test)


def _show_pictures(test: ShuffleTest, options: Options, summary: str) -> None:
    from embedlab.figures.positional_why import MOST_ROWS

    *matrices, strip = _figures(test.first, test.second, options.case, options.head)
    texts = (test.first, test.second)
    for column, text, figure in zip(st.columns(2), texts, matrices, strict=True):
        with column:
            st.markdown(f"**{layout.escape(quote(text))}**: who looks at whom, {options.case}")
            alt = f"{quote(text)}: attention of one layer, {options.case}."
            layout.picture(figure, key=f"why weights {figure is matrices[0]}", alt=alt)
    layout.note(
        "Each row shares out 1: how much this word takes from each word. Stronger shade: more. "
        "[CLS] and [SEP], which the model adds, stay at the ends in both orders."
    )
    st.markdown(
        "**How far each word's vector moves** from the first order to the second, as a share of its length"
    )
    layout.picture(strip, key="why moved", alt=summary)
    layout.note(
        "0: below rounding. Without positions, nothing is added in the one layer; in the whole model every token gets the vector of "
        "position 0, because it always adds one. The layer reads LayerNorm(token + segment), with positions LayerNorm(token + position + segment)."
    )
    if len(test.tokens) > MOST_ROWS:
        st.caption(f"Drawn are the first {MOST_ROWS} of {len(test.tokens)} tokens; the table has all.")


def _columns(test: ShuffleTest, head: int | None) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "token": list(test.tokens),
        "position in the first": list(range(len(test.tokens))),
        "position in the second": test.places,
    }
    for case in LAYER_CASES:
        columns[f"one layer, {case}: moved"] = orders.layer(test.first, test.second, case, head).moved
    for row, name in enumerate(("no positions", "positions")):
        columns[f"{test.layers} layers, {name}: moved"] = test.moved[row, -1]
        columns[f"{test.layers} layers, {name}: largest difference"] = test.differences[row, -1]
        columns[f"{test.layers} layers, {name}: cosine"] = test.cosines[row, -1]
    return columns


def _show_decoder(test: ShuffleTest) -> None:
    """Say what a mask leaks, and offer the same test on a decoder."""
    st.subheader("A causal mask already leaks order", anchor=False)
    st.markdown(
        "A causal mask hides the words that follow. The first token then sees one token, the second two, and so on: each sees another set, "
        "so the order leaves a trace without any position. Decoders trained without positions learn from it where a token stands "
        "(Haviv et al. 2022, *Transformer Language Models without Positional Encodings Still Learn Positional Information*; "
        "Kazemnejad et al. 2023, *The Impact of Positional Encoding on Length Generalization in Transformers*)."
    )
    if decoder.offer(f"Run the same test on {DECODER}, a decoder", key="why decoder"):
        result = decoder.compute(_decoder_test, test.first, test.second)
        if result is not None:
            layout.finding(order_summaries.decoder_orders(result, DECODER))


@cached(entries=16)
def _decoder_test(first: str, second: str) -> ShuffleTest:
    texts = [" " + " ".join(text.lower().split()) for text in (first, second)]
    return positional.run_shuffle_test(decoder.load(), *texts)


@cached(entries=16)
def _figures(first: str, second: str, case: str, head: int | None) -> tuple[go.Figure, go.Figure, go.Figure]:
    from embedlab.figures.positional_why import moved_figure, weights_figure

    test = orders.test(first, second)
    one, other = orders.layer(first, second, case, head).weights
    # under a mask the first token can look at itself alone: its 1 would leave all others pale
    high = float(max(one[1:].max(), other[1:].max()))
    masked = case == "causal mask"
    reordered = [test.tokens[index] for index in np.argsort(test.places)]
    moved = {f"one layer|{name}": orders.layer(first, second, name, head).moved for name in LAYER_CASES} | {
        f"{test.layers} layers|no positions": test.moved[0, -1],
        f"{test.layers} layers|positions": test.moved[1, -1],
    }
    return (
        SharedFigure(weights_figure(one, test.tokens, high=high, masked=masked)),
        SharedFigure(weights_figure(other, reordered, high=high, masked=masked)),
        SharedFigure(moved_figure(moved, test.tokens)),
    )


def _code(view: View, options: Options) -> list[str]:
    return [
        *orders.code(options.first, options.second),
        "print(test.second, test.blind, test.differences[0].max())",
        "print(test.tokens, test.moved[:, -1], test.cosines[1, -1])",
        "for case in position.LAYER_CASES:",
        f"    result = position.shuffle_layer(layer, inputs, vectors, test.places, case=case, head={options.head})",
        "    print(case, result.moved, *result.weights)",
    ]


PART = Part(
    label="Why position?",
    ask=_ask,
    show=_show,
    code=_code,
    sources=lambda view, options: [sources.model(ENCODER, "encoder", DETAIL), *decoder.origins()],
    line="Who looks at whom when the same words stand in another order.",
    former=("Why position",),
)
