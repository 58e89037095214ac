"""The shuffle test: does a whole model tell two orders of the same tokens apart, with and without positions?

Without positions every token of an encoder stands at the same place. Attention then sees a bag of tokens:
each of them gets the same vector in both orders, up to the rounding of float32 (the reason for positions in
Vaswani et al. 2017, section 3.5). A causal mask leaks the order even so (Haviv et al. 2022; Kazemnejad et
al. 2023): the same test on a decoder shows it. What a word means in either order is not asked here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.context import Encoder
from embedlab.cosine import paired_cosines
from embedlab.errors import InvalidInputError, check_choice
from embedlab.positional.attention_layer import AttentionWeights, attend, relative_change
from embedlab.positional.position_parts import InputTables, input_parts

__all__ = [
    "LAYER_CASES",
    "TOLERANCE",
    "LayerShuffle",
    "ShuffleTest",
    "match_tokens",
    "run_shuffle_test",
    "shuffle_layer",
    "shuffle_text",
]

LAYER_CASES = ("no positions", "causal mask", "positions")  # the mask: without positions
TOLERANCE = 1e-5  # of a vector's length: what float32 and the order of a sum may change, and more


@dataclass(frozen=True)
class ShuffleTest:
    """Each token of one order compared with itself in the other; `layers` counts from the embeddings, 0."""

    first: str
    second: str
    reordered: bool  # whether the second text given has the tokens of the first; else its words were shuffled
    tokens: tuple[str, ...]  # in the first order
    special: tuple[bool, ...]  # which of them the model adds; they stay at the ends
    places: NDArray[np.int64]  # (tokens,) where each stands in the second order
    differences: NDArray[np.float64]  # (2, layers + 1, tokens) largest absolute; [0] without positions
    moved: NDArray[np.float64]  # (2, layers + 1, tokens) length of the difference by length of the vector
    cosines: NDArray[np.float64]  # (2, layers + 1, tokens)
    cut: int  # tokens of the first text beyond the model's window

    @property
    def blind(self) -> bool:
        """Whether the model without positions cannot tell the two orders apart."""
        return bool((self.moved[0] <= TOLERANCE).all())

    @property
    def same_order(self) -> bool:
        """Whether both texts are the same tokens in the same order."""
        return bool((self.places == np.arange(len(self.places))).all())

    @property
    def layers(self) -> int:
        """How many layers the model has."""
        return int(self.moved.shape[1]) - 1


@dataclass(frozen=True)
class LayerShuffle:
    """Two orders of the same tokens through one attention layer."""

    case: str
    weights: tuple[NDArray[np.float64], NDArray[np.float64]]  # (query, key) of each order, mean of the heads
    moved: NDArray[np.float64]  # (tokens,) of the first order: the change of each output by its length


def run_shuffle_test(
    model: Encoder, first: str, second: str | None = None, *, random_state: int = 0
) -> ShuffleTest:
    """Send two orders of the same tokens through a model, with its positions and without.

    A token is matched with itself: the first occurrence of an id with the first, the second with the second.

    Args:
        model: an encoder or decoder.
        first: a text; beyond the model's window it is cut.
        second: the same words in another order. If None, or with other tokens, the words of the first are
            shuffled.
        random_state: of that shuffle.

    Raises:
        InvalidInputError: a text is empty, the model cannot do without positions, or it splits the shuffled
            words into other tokens.
    """
    texts = [first, *filter(str.strip, [second or ""])]
    whole, *others = model.encode(texts, attentions=False)
    text = first if not whole.cut else whole.text[: max(end for _, end in whole.offsets)]
    ids = model.encode([text], attentions=False)[0].ids if whole.cut else whole.ids
    reordered = any(not each.cut and Counter(each.ids) == Counter(ids) for each in others)
    other = texts[1] if reordered else shuffle_text(text, random_state=random_state)
    return _compare(model, text, other, reordered, whole.cut)


def shuffle_layer(
    layer: AttentionWeights,
    tables: InputTables,
    token_vectors: ArrayLike,
    places: ArrayLike,
    *,
    case: str = "no positions",
    head: int | None = None,
) -> LayerShuffle:
    """Send two orders of the same tokens through one attention layer.

    The inputs are LayerNorm(token + segment), with "positions" LayerNorm(token + position + segment), as the
    model itself makes them. Nothing stands for a position that is left out.

    Args:
        layer: its projections.
        tables: what the same model adds to its token vectors.
        token_vectors: (tokens, dim) in the first order.
        places: (tokens,) where each of them stands in the second; see `match_tokens`.
        case: "no positions", "causal mask" (and no positions) or "positions".
        head: one of them, from 1; all, and the mean of their weights, if None.

    Raises:
        UnknownNameError: no such case.
        InvalidInputError: arrays of another shape, places that are no order, or no such head.
    """
    check_choice(case, LAYER_CASES, "case")
    first, standing = np.asarray(token_vectors, dtype=np.float64), np.asarray(places, dtype=np.int64)
    if sorted(standing.tolist()) != list(range(len(first))):
        raise InvalidInputError(
            f"places must hold each number from 0 to {len(first) - 1} once; it has {standing.tolist()[:8]}."
        )
    second = np.empty_like(first)
    second[standing] = first
    runs = [
        attend(
            input_parts(tables, vectors, positions=case == "positions").normalized,
            layer,
            head=head,
            causal=case == "causal mask",
        )
        for vectors in (first, second)
    ]
    one, other = (run.weights.mean(axis=0) for run in runs)
    return LayerShuffle(case, (one, other), relative_change(runs[0].outputs, runs[1].outputs, standing))


def shuffle_text(text: str, *, random_state: int = 0) -> str:
    """Return the words of a text, split at white space, in another order; the same for the same number.

    Where all words are the same, or there is one only, there is no other order. White space before the first
    word stays there.

    >>> shuffle_text("man bites dog")
    'dog man bites'
    """
    words = text.split()
    random = np.random.default_rng(random_state)
    order = random.permutation(len(words)).tolist()
    if [words[place] for place in order] == words:
        order = [*range(1, len(words)), 0]  # one step round is another order unless all words are the same
    return text[: len(text) - len(text.lstrip())] + " ".join(words[place] for place in order)


def match_tokens(first: Sequence[int], second: Sequence[int]) -> NDArray[np.int64]:
    """Return where each token of one order stands in the other, by its id and occurrence, (tokens,).

    What `shuffle_layer` takes as its places.

    Raises:
        InvalidInputError: the tokens of the two are not the same.

    >>> match_tokens([7, 8, 7], [8, 7, 7]).tolist()
    [1, 0, 2]
    """
    if Counter(first) != Counter(second):
        raise InvalidInputError(
            f"The second order has other tokens than the first ({len(second)} and {len(first)}); "
            "give the same words in another order."
        )
    standing = defaultdict(list)
    for place in reversed(range(len(second))):
        standing[second[place]].append(place)
    return np.array([standing[number].pop() for number in first], dtype=np.int64)


def _compare(model: Encoder, first: str, second: str, reordered: bool, cut: int) -> ShuffleTest:
    differences, moved, cosines = [], [], []
    places = np.empty(0, dtype=np.int64)
    for positions in (False, True):
        one, other = model.encode([first, second], attentions=False, positions=positions)
        places = match_tokens(one.ids, other.ids)
        here = one.hidden_states.astype(np.float64)  # (layers + 1, tokens, dim)
        there = other.hidden_states[:, places].astype(np.float64)
        differences.append(np.abs(here - there).max(axis=-1))
        moved.append(relative_change(here, there, np.arange(len(places))))
        cosines.append(paired_cosines(here, there))
    return ShuffleTest(
        first=one.text,
        second=other.text,
        reordered=reordered,
        tokens=tuple(one.tokens),
        special=tuple(one.special),
        places=places,
        differences=np.stack(differences),
        moved=np.stack(moved),
        cosines=np.stack(cosines),
        cut=cut,
    )
