"""The score of each scheme against the offset, cached by what it depends on alone: 65,536 offsets at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from embedlab import positional
from embedlab.errors import EmbedLabError
from embedlab.positional import OffsetScores, RotaryReach, ScaledRotary
from ui import layout
from ui.cache import cached
from ui.models import ENCODER, position_table
from ui.positional import checkpoints
from ui.positional.checkpoints import Checkpoint
from ui.positional.schemes import Query
from ui.shared_figure import SharedFigure

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = [
    "LongerText",
    "checkpoint_of",
    "curves",
    "figure",
    "own_curve",
    "paired_dim",
    "reach_figure",
    "reaches",
    "scaling",
]


@dataclass(frozen=True)
class LongerText:
    """A rotary model that reads a text longer than those it was trained on."""

    dim: int
    base: float
    trained: int  # positions
    factor: int = 1  # how many times as long the text is

    @property
    def length(self) -> int:
        """Positions of the text."""
        return self.trained * self.factor


def paired_dim(query: Query) -> int:
    """Return the dimensions that are in pairs."""
    return max(query.dim - query.dim % 2, 2)


def checkpoint_of(query: Query, scheme: str) -> Checkpoint | None:
    """Return the checkpoint that is selected for a scheme."""
    return query.checkpoint if query.scheme == scheme else None


def curves(
    schemes: Sequence[str], query: Query, text: LongerText, method: str = "none"
) -> tuple[tuple[OffsetScores, ...], tuple[str, ...]]:
    """Return the curve of each scheme that has one, and why others cannot be computed, each reason once.

    T5 has none without a checkpoint.

    Args:
        schemes: to draw.
        query: gives heads and checkpoint.
        text: gives length, dimensions and base.
        method: how rotary frequencies are scaled.
    """
    results: list[OffsetScores] = []
    reasons: list[str] = []
    for scheme in schemes:
        try:
            curve = _curve(scheme, query, text, method)
        except EmbedLabError as error:
            reasons.append(str(error))
        else:
            results += [] if curve is None else [curve]
    return tuple(results), tuple(dict.fromkeys(reasons))


def _curve(scheme: str, query: Query, text: LongerText, method: str) -> OffsetScores | None:
    checkpoint = checkpoint_of(query, scheme)
    if scheme == "sinusoidal":
        return _sinusoidal(text.length, text.dim, text.base)
    if scheme == "rotary":
        return _rotary(text, method)
    if scheme == "ALiBi":
        return positional.alibi_scores(text.length, query.heads, head=query.head)
    if scheme == "learned":
        return _learned(checkpoint, text.length)
    return _relative(checkpoint, query.head, text.length) if checkpoint else None


@cached(entries=8)
def _sinusoidal(length: int, dim: int, base: float) -> OffsetScores:
    return positional.sinusoidal_scores(length, dim, base=base)


@cached(entries=8)
def _rotary(text: LongerText, method: str) -> OffsetScores:
    return positional.rotary_scores(text.length, text.dim, base=text.base, scaling=scaling(text, method))


@cached(entries=8)
def _learned(checkpoint: Checkpoint | None, length: int) -> OffsetScores:
    if checkpoint is None:
        return positional.learned_scores(position_table(ENCODER), length=length)
    tensor = checkpoints.read(checkpoint)
    return positional.learned_scores(tensor.values[tensor.unused_rows :], length=length)


@cached(entries=8)
def _relative(checkpoint: Checkpoint, head: int, length: int) -> OffsetScores:
    """Return the curve of one head, of the last one where there are fewer."""
    tensor = checkpoints.read(checkpoint)
    buckets, heads = tensor.values.shape
    rows = positional.relative_buckets(
        -np.arange(length),
        buckets=buckets,
        max_distance=tensor.max_distance,
        bidirectional=tensor.bidirectional,
    )
    return positional.relative_scores(tensor.values[rows, min(head, heads) - 1])


@cached(entries=32)
def figure(
    curve: OffsetScores,
    *,
    among: tuple[OffsetScores, ...] = (),
    trained: int | None = None,
    logarithmic: bool = False,
    height: int = 440,
) -> go.Figure:
    """Return the figure of one curve, on the axes of all of them."""
    from embedlab.figures.positional_measure import offset_figure

    return SharedFigure(
        offset_figure(curve, among=among, trained=trained, logarithmic=logarithmic, height=height)
    )


def own_curve(query: Query) -> OffsetScores | None:
    """Return the curve of the scheme that is looked at; None where it has no score (T5 without a checkpoint).

    Where it cannot be computed, that is said.
    """
    own, reasons = curves((query.scheme,), query, LongerText(paired_dim(query), query.base, query.length))
    for reason in reasons:
        layout.warn(reason)
    return own[0] if own else None


def scaling(text: LongerText, method: str) -> ScaledRotary:
    """Return the rotary frequencies for the longer text."""
    return positional.scaled_rotary(
        text.dim, base=text.base, method=method, factor=text.factor, trained_length=text.trained
    )


@cached(entries=32)
def reaches(text: LongerText) -> dict[str, RotaryReach]:
    """Return how far the pairs turn, by scaling."""
    return {
        name: positional.rotary_reach(
            scaling(text, name), base=text.base, factor=text.factor, trained_length=text.trained
        )
        for name in positional.SCALINGS
    }


@cached(entries=32)
def reach_figure(text: LongerText, method: str) -> go.Figure:
    """Return the figure of the turns."""
    from embedlab.figures.positional_measure import reach_figure as draw

    return SharedFigure(draw(reaches(text), chosen=method))
