"""Whether a model without positions can tell one order from another: the shuffle test."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

import embedlab
from embedlab.errors import quote
from embedlab.positional import LAYER_CASES
from ui import controls, decoder, layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.models import DECODER, ENCODER, encoder, input_tables
from ui.positional.view import Asked

__all__ = ["code", "show"]

FIRST, SECOND = "Dog bites man", "man bites dog"
MAX_TEXT = 1_000  # characters
ALL_HEADS = "all"
EXAMPLES = {
    "who bites whom": {"why_first": FIRST, "why_second": SECOND},
    "not only": {
        "why_first": "not all birds can fly, only some",
        "why_second": "only some birds can fly, not all",
    },
    "one word five times": {
        "why_first": "yes yes yes yes no yes",
        "why_second": "no yes yes yes yes yes",
    },
}


def show(asked: Asked) -> None:
    """Send two orders of the same words through one layer and through the whole model."""
    st.markdown(
        "Attention compares every token with every other, wherever they stand. Here the **same words in two orders** go through "
        "one attention layer, computed with the trained weights of layer 1, and through the whole model: without positions and with them."
    )
    layout.formula(r"\text{Attention}(\Pi X) = \Pi\,\text{Attention}(X)\ \text{for any reordering}\ \Pi")
    left, right = st.columns(2)
    with left:
        controls.text("First order", FIRST, key="why_first", max_chars=MAX_TEXT)
    with right:
        controls.text("Second order, the same words", SECOND, key="why_second", max_chars=MAX_TEXT)
    controls.presets(EXAMPLES)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        controls.choice("What the layer below has", list(LAYER_CASES), key="why_case")
    with right:
        heads = [ALL_HEADS, *(str(number) for number in range(1, 13))]
        controls.pick("Head of layer 1", heads, key="why_head", help="all: the mean of the 12.")
    first, second, case, head = _asked()
    test = layout.attempt_part(_test, first, second)
    if test is None:
        return
    _show_notes(test, second)
    said = _said(test, head)
    _show_pictures(test, case, head, said)
    layout.reading(said)
    st.caption(
        "Rounding is written as a power of ten. [CLS] and [SEP] stay at the ends in both orders. Without positions, nothing is added "
        "in the one layer; in the whole model every token gets the vector of position 0, because it always adds one. "
        "The layer reads LayerNorm(token + segment), with positions LayerNorm(token + position + segment)."
    )
    layout.numbers(_table(test, head), key="why numbers", decimals=4)
    _show_causal(test, head)


def code(asked: Asked) -> list[str]:
    """Return Python that prints what the part shows; `table` exists already."""
    first, second, _, head = _asked()
    return [
        "position = embedlab.positional",
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        f"test = position.run_shuffle_test(encoder, {first!r}, {second!r})",
        "print(test.second, test.blind, test.differences[0].max())",
        "print(test.tokens, test.moved[:, -1], test.cosines[1, -1])",
        f'layer, tables = position.load_attention_weights("{ENCODER}"), position.load_input_tables("{ENCODER}")',
        "(encoded,) = encoder.encode([test.first])",
        "vectors = encoder.token_embeddings[encoded.ids]",
        "for case in position.LAYER_CASES:",
        f"    found = position.shuffle_layer(layer, tables, vectors, test.places, case=case, head={head})",
        "    print(case, found.moved, *found.weights)",
    ]


def _asked() -> tuple[str, str, str, int | None]:
    """Return both texts, the case of the matrices, and the head, None for all."""
    state = st.session_state
    head = state.get("why_head", ALL_HEADS)
    return (
        state.get("why_first", FIRST),
        state.get("why_second", SECOND),
        state.get("why_case") or LAYER_CASES[0],
        None if head == ALL_HEADS else int(head),
    )


def _show_notes(test: embedlab.positional.ShuffleTest, second: str) -> None:
    """Say what was run where it is not what was typed."""
    if test.cut:
        layout.warn(
            f"The first text is cut: {layout.counted(test.cut, 'token')} lie beyond the model's window of 512."
        )
    if not test.reordered:
        why = (
            f"{quote(second)} does not have the tokens of the first text"
            if second.strip()
            else "There is no second text"
        )
        if test.first == test.second:
            layout.warn(
                f"{why}, and those of the first have one order only; type at least two different words."
            )
        else:
            layout.warn(f"{why}; the words of the first are shuffled instead: {quote(test.second)}.")


def _show_pictures(test: embedlab.positional.ShuffleTest, case: str, head: int | None, said: str) -> None:
    one, other, strip = _figures(test.first, test.second, case, head)
    texts = (test.first, test.second)
    for column, text, figure in zip(st.columns(2), texts, (one, other), strict=True):
        with column:
            st.markdown(f"**{layout.escape(quote(text))}**: who looks at whom, {case}")
            layout.picture(figure, key=f"why weights {figure is one}", alt=f"Attention of one layer, {case}.")
    st.markdown(
        "**How far each token's vector moved** from the first order to the second, as a share of its length"
    )
    layout.picture(strip, key="why moved", alt=said)
    if len(test.tokens) > (most := _most_rows()):
        st.caption(f"Drawn are the first {most} of {len(test.tokens)} tokens; the table has all.")


def _said(test: embedlab.positional.ShuffleTest, head: int | None) -> str:
    if (test.places == np.arange(len(test.places))).all():
        return (
            "To the model both texts are the same tokens in the same order; change the order of the second."
        )
    last, count = test.moved.shape[1] - 1, len(test.tokens)
    inside = [place for place in range(count) if not test.special[place]]
    most = max(inside, key=lambda place: test.moved[1, -1, place])
    word, cosine = quote(test.tokens[most]), test.cosines[1, -1, most]
    largest = test.differences[0].max()
    masked = _layer(test.first, test.second, LAYER_CASES[1], head).moved
    if test.blind:
        said = (
            f"Without positions each of the {count} tokens has the same vector in both orders, at all {last} layers: the largest difference "
            f"is {largest:.0e}, the rounding of float32. "
        )
    else:
        said = f"Without positions the largest difference of two numbers is {largest:.0e}. "
    leaked = max(inside, key=lambda place: masked[place])
    return (
        said
        + f"With positions, {word} (token {most}) has a cosine of {cosine:.2f} with itself in the other order after {last} layers. "
        f"In one layer without positions, a causal mask alone moves {quote(test.tokens[leaked])} (token {leaked}) by {masked[leaked]:.0%} of its length."
    )


def _table(test: embedlab.positional.ShuffleTest, head: int | None) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "token": list(test.tokens),
        "place in the first": list(range(len(test.tokens))),
        "place in the second": test.places,
    }
    for case in LAYER_CASES:
        columns[f"one layer, {case}: moved"] = _layer(test.first, test.second, case, head).moved
    layers = test.moved.shape[1] - 1
    for row, name in enumerate((f"{layers} layers, no positions", f"{layers} layers, positions")):
        columns[f"{name}: moved"] = test.moved[row, -1]
        columns[f"{name}: largest difference"] = test.differences[row, -1]
        columns[f"{name}: cosine"] = test.cosines[row, -1]
    return columns


def _show_causal(test: embedlab.positional.ShuffleTest, head: int | None) -> None:
    """Tell what a mask leaks, and offer the same test on a decoder."""
    st.subheader("A causal mask already leaks order", anchor=False)
    st.markdown(
        "Under a causal mask the first token sees one token, the second two, and so on: each sees another set, so the order leaves a trace "
        "without any position. Decoders trained without positions learn from it where a token stands "
        "(Haviv et al. 2022, *Transformer Language Models without Positional Encodings Still Learn Positional Information*; "
        "Kazemnejad et al. 2023, *The Impact of Positional Encoding on Length Generalization in Transformers*)."
    )
    if not decoder.offer(f"Run the same test on {DECODER}, a decoder", key="why decoder"):
        return
    found = decoder.compute(_decoder_test, test.first, test.second)
    if found is not None:
        layout.reading(_decoder_said(found))


def _decoder_said(found: embedlab.positional.ShuffleTest) -> str:
    if (found.places == np.arange(len(found.places))).all():
        return (
            f"To {DECODER} both texts are the same tokens in the same order; change the order of the second."
        )
    moved, last = found.moved[0, -1], found.moved.shape[1] - 1
    most = int(np.argmax(moved))
    said = (
        ""
        if found.reordered
        else f"{DECODER} splits the second text into other tokens; the words of the first are shuffled instead: {quote(found.second.strip())}. "
    )
    said += (
        f"{DECODER}, in small letters, with every token at place 0: after {last} layers {quote(found.tokens[most].replace('Ġ', ' ').strip())} "
        f"(token {most}) moves by {moved[most]:.0%} of its length{', though there are no positions' if not found.blind else ''}. "
    )
    entering = found.moved[:, 0].max()
    if entering > embedlab.positional.TOLERANCE:
        return said + f"At its input a token moves by up to {entering:.0%}."
    return said + f"At its input no token moves ({entering:.0e}): rotary adds nothing to a token."


def _most_rows() -> int:
    from embedlab.figures.positional_why import MOST_ROWS

    return MOST_ROWS


@cached(entries=1)
def _first_layer() -> embedlab.positional.AttentionWeights:
    return embedlab.positional.load_attention_weights(ENCODER)


@cached(entries=64)
def _test(first: str, second: str) -> embedlab.positional.ShuffleTest:
    return embedlab.positional.run_shuffle_test(encoder(ENCODER), first, second)


@cached(entries=16)
def _decoder_test(first: str, second: str) -> embedlab.positional.ShuffleTest:
    texts = [" " + " ".join(text.lower().split()) for text in (first, second)]
    return embedlab.positional.run_shuffle_test(decoder.load(), *texts)


@cached(entries=12)  # the two matrices of 512 tokens take 4 MB
def _layer(first: str, second: str, case: str, head: int | None) -> embedlab.positional.LayerShuffle:
    test, layer, tables = _test(first, second), _first_layer(), input_tables(ENCODER)
    model = encoder(ENCODER)
    (encoded,) = model.encode([test.first], attentions=False)
    vectors = model.token_embeddings[encoded.ids]
    return embedlab.positional.shuffle_layer(layer, tables, vectors, test.places, case=case, head=head)


@cached(entries=16)
def _figures(first: str, second: str, case: str, head: int | None) -> tuple[Any, Any, Any]:
    from embedlab.figures.positional_why import moved_figure, weights_figure

    test = _test(first, second)
    one, other = _layer(first, second, case, head).weights
    # under a mask the first token can look at itself alone: its 1 would leave all others pale
    high, layers = float(max(one[1:].max(), other[1:].max())), test.moved.shape[1] - 1
    masked = case == LAYER_CASES[1]
    reordered = [test.tokens[place] for place in np.argsort(test.places)]
    moved = {f"one layer|{name}": _layer(first, second, name, head).moved for name in LAYER_CASES} | {
        f"{layers} layers|no positions": test.moved[0, -1],
        f"{layers} layers|positions": test.moved[1, -1],
    }
    return (
        DrawnFigure(weights_figure(one, test.tokens, high=high, masked=masked)),
        DrawnFigure(weights_figure(other, reordered, high=high, masked=masked)),
        DrawnFigure(moved_figure(moved, test.tokens)),
    )
