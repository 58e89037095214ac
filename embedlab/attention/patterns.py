"""What a head attends to, in all layers and heads: four known patterns, each as a share of its attention.

Previous token and induction: Olsson et al. 2022, "In-context Learning and Induction Heads"; first token
(the attention sink): Xiao et al. 2023, "Efficient Streaming Language Models with Attention Sinks".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import ContextualEncoding
from embedlab.errors import InvalidInputError

__all__ = ["HeadPatterns", "find_patterns", "first_token_share", "set_first_aside", "top_sources"]


@dataclass(frozen=True)
class HeadPatterns:
    """How much of its attention each head spends on a pattern."""

    scores: dict[str, NDArray[np.float64]]  # pattern -> (layers, heads), mean shares; nan where impossible
    chance: dict[str, float]  # the same where each token attends equally to all that it sees
    count: dict[str, int]  # tokens that have such a place to attend to

    def best(self, pattern: str) -> tuple[int, int, float]:
        """Return layer and head (from 1) with the largest score of a pattern, and that score."""
        scores = self.scores[pattern]
        layer, head = np.unravel_index(int(np.nanargmax(scores)), scores.shape)
        return int(layer) + 1, int(head) + 1, float(scores[layer, head])


def find_patterns(encoding: ContextualEncoding, *, causal: bool) -> HeadPatterns:
    """Return how much attention each head spends on each pattern.

    A token's targets are: the token before it; other places of the same token; the first token; for
    induction, the token behind an earlier place of the same token, unless it stands directly before. The
    score of a head is the sum of its weights on the targets, averaged over the tokens that have one. Special
    tokens ask nothing. `causal`: a token sees only what stands before it.

    Raises:
        InvalidInputError: there are no attentions.
    """
    if not len(encoding.attentions):
        raise InvalidInputError("The text was encoded without attentions; encode it with attentions=True.")
    count = len(encoding.ids)
    visible = np.tri(count, dtype=bool) if causal else np.ones((count, count), dtype=bool)
    scores, chance, counts = {}, {}, {}
    for pattern, targets in _targets(encoding.ids, encoding.special).items():
        reachable = targets & visible
        rows = np.flatnonzero(reachable.any(axis=1))
        shares = (encoding.attentions[:, :, rows] * reachable[rows]).sum(axis=-1, dtype=np.float64)
        equal = reachable[rows].sum(axis=1) / visible[rows].sum(axis=1)
        counts[pattern] = len(rows)
        scores[pattern] = shares.sum(axis=-1) / (len(rows) or np.nan)
        chance[pattern] = float(equal.sum() / (len(rows) or np.nan))
    return HeadPatterns(scores, chance, counts)


def _targets(ids: Sequence[int], special: Sequence[bool]) -> dict[str, NDArray[np.bool_]]:
    """Return for each pattern which token (row) attends to which (column) where it is followed."""
    count = len(ids)
    row, column = np.indices((count, count))
    numbers, plain = np.asarray(ids), ~np.asarray(special, dtype=bool)
    same = (numbers[:, None] == numbers) & plain & (row != column)
    behind = np.zeros_like(same)
    behind[:, 1:] = same[:, :-1]  # the token behind an equal one
    targets = {
        "previous token": column == row - 1,
        "same token": same,
        "first token": (column == 0) & (row > 0),
        "induction": behind & (column < row - 1),
    }
    return {pattern: mask & plain[:, None] for pattern, mask in targets.items()}


def first_token_share(encoding: ContextualEncoding) -> NDArray[np.float64]:
    """Return the share of attention on the first token, (layers, heads): mean over the tokens behind it."""
    return np.asarray(encoding.attentions[:, :, 1:, 0].mean(axis=-1, dtype=np.float64))


def set_first_aside(weights: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return weights (…, tokens, tokens) without the first token, each row summing to 1 again.

    A row that attends to nothing else stays 0.
    """
    rest = np.array(weights, dtype=np.float64)
    rest[..., 0] = 0
    sums = rest.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(rest, sums, out=np.zeros_like(rest), where=sums > 1e-12))


def top_sources(encoding: ContextualEncoding, token: int) -> NDArray[np.str_]:
    """Return the token from which each head takes most for one token (from 0), (layers, heads).

    Raises:
        InvalidInputError: no such token.
    """
    if not 0 <= token < len(encoding.tokens):
        raise InvalidInputError(f"token = {token}; choose one from 0 to {len(encoding.tokens) - 1}.")
    sources = encoding.attentions[:, :, token].argmax(axis=-1)  # (layers, heads)
    return np.asarray(np.array(encoding.tokens)[sources])
