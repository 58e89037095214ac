"""What a token brings to the first layer of a BERT-like encoder: token, position and segment, added.

input = LayerNorm(token + position + segment), as in Devlin et al. 2019, figure 2. The tables are those of a
checkpoint. Sinusoids are added as well, to token vectors that were multiplied by √dim first (Vaswani et al.
2017, section 3.4); rotary and ALiBi add nothing to a token. What the layers make of the sum is left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embedlab.catalog import find_entry
from embedlab.cosine import paired_cosines, vector_lengths
from embedlab.errors import InvalidInputError
from embedlab.models.installed import find_file
from embedlab.positional.sinusoidal import sinusoidal

__all__ = [
    "InputParts",
    "InputTables",
    "NormRanks",
    "SinusoidLengths",
    "input_parts",
    "load_input_tables",
    "norm_ranks",
    "pair_ids",
    "same_token_cosines",
    "scale_normalize",
    "sinusoid_lengths",
]


@dataclass(frozen=True)
class InputTables:
    """What an encoder adds to its token vectors, and the LayerNorm that follows."""

    source: str
    positions: NDArray[np.float32]  # (window, dim)
    segments: NDArray[np.float32]  # (2, dim)
    scale: NDArray[np.float32]  # (dim,)
    shift: NDArray[np.float32]  # (dim,)
    epsilon: float  # added to the variance

    @property
    def segment_norms(self) -> NDArray[np.float64]:
        """Lengths of the two rows of the segment table, (2,)."""
        return vector_lengths(self.segments)

    @property
    def segment_cosine(self) -> float:
        """Cosine of the two rows of the segment table."""
        return float(paired_cosines(*self.segments))


@dataclass(frozen=True)
class InputParts:
    """The parts of each token's input; all vectors are (tokens, dim) float64."""

    token: NDArray[np.float64]  # its row of the input table
    position: NDArray[np.float64]  # its row of the position table
    segment: NDArray[np.float64]  # its row of the segment table
    segments: NDArray[np.int64]  # (tokens,) the row of the segment table
    total: NDArray[np.float64]  # token + position + segment
    normalized: NDArray[np.float64]  # after LayerNorm: hidden_states[0] of the model

    @property
    def norms(self) -> NDArray[np.float64]:
        """Lengths of token, position, segment, their sum, and that after LayerNorm, (5, tokens)."""
        return vector_lengths([self.token, self.position, self.segment, self.total, self.normalized])

    @property
    def cosines(self) -> NDArray[np.float64]:
        """Cosine of the sum with token, position and segment, (3, tokens), before LayerNorm."""
        return paired_cosines(self.total, [self.token, self.position, self.segment])

    @property
    def normalized_cosines(self) -> NDArray[np.float64]:
        """The same after LayerNorm, (3, tokens)."""
        return paired_cosines(self.normalized, [self.token, self.position, self.segment])

    @property
    def crossing(self) -> NDArray[np.float64]:
        """Cosine of a token's vector with that of its position, (tokens,): 0 is a right angle."""
        return paired_cosines(self.token, self.position)


@dataclass(frozen=True)
class SinusoidLengths:
    """Mean lengths of the tokens of a text, of its learned positions, and of the sinusoids in their place."""

    dim: int
    token: float
    learned: float
    sinusoid: float

    @property
    def factor(self) -> float:
        """What tokens are multiplied by before sinusoids are added, √dim."""
        return math.sqrt(self.dim)

    @property
    def scaled_token(self) -> float:
        """The tokens' length after that."""
        return self.token * self.factor

    @property
    def shares(self) -> tuple[float, float, float]:
        """Length of learned position by token, of sinusoid by token, and by the token times √dim."""
        return self.learned / self.token, self.sinusoid / self.token, self.sinusoid / self.scaled_token


@dataclass(frozen=True)
class NormRanks:
    """How long some rows of a table are, beside all its rows."""

    norms: NDArray[np.float64]  # (n,)
    below: NDArray[np.float64]  # (n,) share of all rows that are shorter
    usual: float  # median of all rows
    rows: int


def load_input_tables(name: str) -> InputTables:
    """Return the small tables of an encoder's input; its token vectors are `Encoder.token_embeddings`.

    Raises:
        UnknownNameError: no encoder of that name.
        MissingModelError: the package that carries it is not installed.
        CorruptModelError: its file is not the one the catalog names.
    """
    from safetensors import safe_open

    entry = find_entry(name, "encoder")
    config = json.loads(find_file(entry, "config").read_text("utf-8"))
    with safe_open(find_file(entry, "weights"), framework="numpy") as checkpoint:

        def read(tensor: str) -> NDArray[np.float32]:
            rows: NDArray[np.float32] = checkpoint.get_tensor(f"embeddings.{tensor}")
            return rows

        return InputTables(
            source=name,
            positions=read("position_embeddings.weight"),
            segments=read("token_type_embeddings.weight"),
            scale=read("LayerNorm.weight"),
            shift=read("LayerNorm.bias"),
            epsilon=float(config["layer_norm_eps"]),
        )


def input_parts(
    tables: InputTables,
    token_vectors: ArrayLike,
    *,
    segments: Sequence[int] | None = None,
    positions: bool = True,
) -> InputParts:
    """Add position and segment to token vectors, and normalize.

    Args:
        tables: of the model.
        token_vectors: (tokens, dim), rows of its input table.
        segments: the row of the segment table for each token; 0 for all if None.
        positions: without them, zeros are added instead.

    Raises:
        InvalidInputError: more tokens than positions, another number of dimensions, or a segment that the
            table does not have.
    """
    token = np.asarray(token_vectors, dtype=np.float64)
    window, dim = tables.positions.shape
    if token.ndim != 2 or token.shape[1] != dim:
        raise InvalidInputError(f"token_vectors has the shape {token.shape}; it needs (tokens, {dim}).")
    if not 1 <= len(token) <= window:
        raise InvalidInputError(
            f"{len(token):,} tokens do not fit: {tables.source} has {window} positions; give 1 to {window}."
        )
    rows = np.asarray([0] * len(token) if segments is None else segments, dtype=np.int64)
    if rows.shape != (len(token),) or rows.min() < 0 or rows.max() >= len(tables.segments):
        raise InvalidInputError(
            f"Each of the {len(token)} tokens needs a segment from 0 to {len(tables.segments) - 1}; "
            f"given were {rows.tolist()[:8]}."
        )
    position = tables.positions[: len(token)].astype(np.float64) * positions
    segment = tables.segments[rows].astype(np.float64)
    total = token + position + segment
    return InputParts(token, position, segment, rows, total, scale_normalize(tables, total))


def scale_normalize(tables: InputTables, vectors: ArrayLike) -> NDArray[np.float64]:
    """Return vectors after the LayerNorm of the input, (n, dim) → (n, dim) (Ba, Kiros and Hinton 2016)."""
    given = np.asarray(vectors, dtype=np.float64)
    centered = given - given.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centered**2).mean(axis=-1, keepdims=True) + tables.epsilon)
    return np.asarray(centered / spread * tables.scale + tables.shift)


def pair_ids(first: Sequence[int], second: Sequence[int], window: int) -> tuple[list[int], list[int], int]:
    """Join two encoded texts as one pair: ids, the segment of each, and how many tokens were left out.

    Each text comes with its [CLS] and [SEP]; the second loses its [CLS]. Everything up to the first [SEP] is
    segment 0, the rest segment 1 (Devlin et al. 2019). Beyond the window the longer text loses its end first.

    >>> pair_ids([101, 7, 102], [101, 8, 9, 102], 512)
    ([101, 7, 102, 8, 9, 102], [0, 0, 0, 1, 1, 1], 0)
    """
    one, two = list(first[1:-1]), list(second[1:-1])
    room = window - 3  # [CLS] and two [SEP]
    cut = max(0, len(one) + len(two) - room)
    one = one[: max(room - len(two), room - room // 2)]
    two = two[: room - len(one)]
    ids = [first[0], *one, first[-1], *two, second[-1]]
    return ids, [0] * (len(one) + 2) + [1] * (len(two) + 1), cut


def same_token_cosines(
    tables: InputTables, token_vector: ArrayLike, *, start: int = 0, segment: int = 0, normalized: bool = True
) -> NDArray[np.float64]:
    """Return how alike one token's input is to itself at later places, (window − start,); 1 at distance 0.

    Args:
        tables: of the model.
        token_vector: (dim,), a row of its input table.
        start: the place it is compared with.
        segment: its row of the segment table, at all places.
        normalized: after LayerNorm, or the sum before it.

    Raises:
        InvalidInputError: `start` is not a position, or there is no such segment.
    """
    window = len(tables.positions)
    if not 0 <= start < window:
        raise InvalidInputError(
            f"start = {start} is no position of {tables.source}; choose 0 to {window - 1}."
        )
    if not 0 <= segment < len(tables.segments):
        raise InvalidInputError(
            f"segment = {segment} is none of {tables.source}; choose 0 to {len(tables.segments) - 1}."
        )
    token = np.asarray(token_vector, dtype=np.float64)
    total = token + tables.positions[start:].astype(np.float64) + tables.segments[segment]
    inputs = scale_normalize(tables, total) if normalized else total
    return paired_cosines(inputs, inputs[:1])


def sinusoid_lengths(parts: InputParts) -> SinusoidLengths:
    """Return how long sinusoids are beside the tokens of a text, and beside its learned positions."""
    token, learned = parts.norms[:2].mean(axis=1)
    dim = parts.token.shape[1]
    sinusoid = vector_lengths(sinusoidal(len(parts.token), dim)).mean()
    return SinusoidLengths(dim, float(token), float(learned), float(sinusoid))


def norm_ranks(table: ArrayLike, rows: Sequence[int]) -> NormRanks:
    """Return how long some rows of (n, dim) are, and how many of all rows are shorter.

    Raises:
        InvalidInputError: a row that the table does not have.

    >>> norm_ranks([[1, 0], [0, 2], [3, 4]], [2]).below.round(2).tolist()
    [0.67]
    """
    norms = vector_lengths(table)
    if beyond := [row for row in rows if not 0 <= row < len(norms)]:
        raise InvalidInputError(f"The table has no row {beyond[0]:,}; choose from 0 to {len(norms) - 1:,}.")
    chosen = norms[list(rows)]
    below = np.searchsorted(np.sort(norms), chosen) / len(norms)
    return NormRanks(chosen, below, float(np.median(norms)), len(norms))
