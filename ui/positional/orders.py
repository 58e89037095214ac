"""Two orders of the same words, with positions and without: what is asked, and what was computed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from embedlab import positional
from embedlab.numerals import count_text
from embedlab.positional import AttentionWeights, LayerShuffle, ShuffleTest
from ui import controls, layout
from ui.cache import cached
from ui.models import ENCODER, encoder, input_tables
from ui.positional import order_summaries

__all__ = ["CASES", "ask", "changes", "check", "code", "layer", "table_code", "test", "words"]

FIRST, SECOND = "Dog bites man", "man bites dog"
MAX_TEXT = 1_000  # characters
CASES = ("no positions", "positions")  # of `LAYER_CASES`, those that the first picture compares


def ask() -> tuple[str, str]:
    """Ask for two orders of the same words."""
    first = controls.text("First order", FIRST, key="why_first", max_chars=MAX_TEXT, hint=FIRST)
    second = controls.text("Second order, same words", SECOND, key="why_second", max_chars=MAX_TEXT)
    return first, second


def check(first: str, second: str) -> tuple[str, str]:
    """Return two orders that can be compared; where those typed cannot, that is said."""
    if not first.strip():
        return FIRST, SECOND
    result = layout.attempt_part(test, first, second)
    if result is None:
        return FIRST, SECOND
    if result.cut:
        layout.warn(
            f"The first text is cut: {count_text(result.cut, 'token')} lie beyond the model's window of 512."
        )
    if not result.reordered:
        layout.warn(order_summaries.replaced_order(result, second))
    return first, second


@cached(entries=64)
def test(first: str, second: str) -> ShuffleTest:
    """Return two orders sent through the whole model."""
    return positional.run_shuffle_test(encoder(ENCODER), first, second)


@cached(entries=12)  # the two matrices of 512 tokens take 4 MB
def layer(first: str, second: str, case: str, head: int | None = None) -> LayerShuffle:
    """Return two orders sent through one attention layer; `case` is one of `LAYER_CASES`."""
    result, model = test(first, second), encoder(ENCODER)
    vectors = model.token_embeddings[model.tokenizer.encode(result.first, special_tokens=True).ids]
    return positional.shuffle_layer(
        _first_layer(), input_tables(ENCODER), vectors, result.places, case=case, head=head
    )


@cached(entries=1)
def _first_layer() -> AttentionWeights:
    return positional.load_attention_weights(ENCODER)


def words(result: ShuffleTest) -> NDArray[np.int64]:
    """Return the indices of the tokens that the model has not added itself."""
    return np.flatnonzero(~np.array(result.special))


def changes(first: str, second: str) -> NDArray[np.float64]:
    """Return how far each word's vector moves from one order to the other, (words, 2), by its length.

    The first column is without positions, the second with them; after one attention layer.
    """
    indices = words(test(first, second))
    return np.stack([layer(first, second, case).moved[indices] for case in CASES], axis=1)


def code(first: str, second: str) -> list[str]:
    """Return lines that compute the two orders."""
    return [
        "import numpy as np",
        f'encoder, position = embedlab.load_encoder("{ENCODER}"), embedlab.positional',
        f"test = position.run_shuffle_test(encoder, {first!r}, {second!r})",
        f'layer, inputs = position.load_attention_weights("{ENCODER}"), position.load_input_tables("{ENCODER}")',
        "(encoding,) = encoder.encode([test.first])",
        "vectors = encoder.token_embeddings[encoding.ids]",
    ]


def table_code(first: str, second: str) -> list[str]:
    """Return lines that compute the changes."""
    return [
        *code(first, second),
        "moved = [",
        "    position.shuffle_layer(layer, inputs, vectors, test.places, case=case).moved",
        f"    for case in {CASES}",
        "]",
        "table = np.stack(moved, axis=1)[~np.array(test.special)]",
    ]
