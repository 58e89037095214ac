"""What is asked of all schemes on one measure, and the curves and figures that answer it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from embedlab.errors import EmbedLabError
from embedlab.positional import (
    SCALINGS,
    OffsetScores,
    PositionTensor,
    RotaryReach,
    ScaledRotary,
    alibi_scores,
    learned_scores,
    relative_buckets,
    relative_scores,
    rotary_reach,
    rotary_scores,
    scaled_rotary,
    sinusoidal_scores,
)
from ui import layout
from ui.cache import cached
from ui.drawn import DrawnFigure
from ui.models import ENCODER, position_table
from ui.positional import checkpoints
from ui.positional.view import Asked

__all__ = [
    "Measured",
    "checkpoint",
    "curves_of",
    "draw",
    "draw_alone",
    "draw_reach",
    "measured_of",
    "reaches_of",
    "said_alone",
    "scaling_of",
    "tried",
]

ALONE = 350  # pixels, as the heatmap beside it


@dataclass(frozen=True)
class Measured:
    """What is drawn here."""

    asked: Asked
    schemes: tuple[str, ...]
    trained: int  # positions
    factor: int  # how many times as long the text is
    scaling: str
    powers: bool  # the axis counts in powers of ten


def checkpoint(asked: Asked, scheme: str) -> tuple[str, str] | None:
    """Return repository and commit of a downloaded checkpoint, where one is chosen above for this scheme."""
    return (asked.repository, asked.commit) if asked.repository and asked.scheme == scheme else None


def measured_of(
    asked: Asked,
    schemes: tuple[str, ...],
    *,
    trained: int,
    factor: int = 1,
    scaling: str = "none",
    powers: bool = False,
) -> Measured:
    """Return what is drawn, keeping of `asked` only what a curve depends on, and dimensions in pairs."""
    needed = Asked(
        asked.scheme,
        0,  # the length is trained × factor
        dim=max(asked.dim - asked.dim % 2, 2),
        base=asked.base,
        heads=asked.heads,
        head=asked.head,
        repository=asked.repository,
        commit=asked.commit,
    )
    return Measured(needed, schemes, trained, factor, scaling, powers)


def curves_of(measured: Measured) -> tuple[OffsetScores, ...]:
    """Return one curve a scheme, those that can be computed; none for T5 without a checkpoint."""
    return tried(measured)[0]


def tried(measured: Measured) -> tuple[tuple[OffsetScores, ...], tuple[str, ...]]:
    """Return the curves, and why others could not be computed, each reason once."""
    curves, reasons = [], []
    for scheme in measured.schemes:
        try:
            curve = _curve(measured, scheme)
        except EmbedLabError as error:
            reasons.append(str(error))
        else:
            curves += [] if curve is None else [curve]
    return tuple(curves), tuple(dict.fromkeys(reasons))


def _curve(measured: Measured, scheme: str) -> OffsetScores | None:
    asked, length = measured.asked, measured.trained * measured.factor
    if scheme == "sinusoidal":
        return _sinusoidal(length, asked.dim, asked.base)
    if scheme == "rotary":
        lengths = measured.trained, measured.factor
        return _rotary(asked.dim, asked.base, measured.scaling, *lengths)
    if scheme == "ALiBi":
        return alibi_scores(length, asked.heads, head=asked.head)
    chosen = checkpoint(asked, scheme)
    if scheme == "learned":
        return _learned(chosen, length)
    return _relative(chosen, asked.head, length) if chosen else None


# each is kept by what it depends on, so that no other control computes it again; 65,536 offsets at most


@cached(entries=8)
def _sinusoidal(length: int, dim: int, base: float) -> OffsetScores:
    return sinusoidal_scores(length, dim, base=base)


@cached(entries=8)
def _rotary(dim: int, base: float, method: str, trained: int, factor: int) -> OffsetScores:
    scaling = scaled_rotary(dim, base=base, method=method, factor=factor, trained_length=trained)
    return rotary_scores(trained * factor, dim, base=base, scaling=scaling)


@cached(entries=8)
def _learned(chosen: tuple[str, str] | None, length: int) -> OffsetScores:
    """Return the curve of a checkpoint, of the bundled table where none is chosen."""
    if chosen is None:
        return learned_scores(position_table(ENCODER), length=length)
    return _of_tensor(checkpoints.read("learned", *chosen), "learned", head=1, length=length)


@cached(entries=8)
def _relative(chosen: tuple[str, str], head: int, length: int) -> OffsetScores:
    return _of_tensor(checkpoints.read("relative", *chosen), "T5", head=head, length=length)


def _of_tensor(tensor: PositionTensor, scheme: str, *, head: int, length: int) -> OffsetScores:
    if scheme == "learned":
        return learned_scores(tensor.values[tensor.unused_rows :], length=length)
    buckets, heads = tensor.values.shape
    rows = relative_buckets(
        -np.arange(length),
        buckets=buckets,
        max_distance=tensor.max_distance,
        bidirectional=tensor.bidirectional,
    )
    return relative_scores(tensor.values[rows, min(head, heads) - 1])


@cached(entries=32)
def draw(measured: Measured) -> Any:
    """Return the figure of all curves."""
    from embedlab.figures.positional_measure import offset_figure

    figure = offset_figure(
        curves_of(measured),
        trained=measured.trained,
        chosen=measured.asked.scheme,
        logarithmic=measured.powers,
    )
    return DrawnFigure(figure)


@cached(entries=32)
def _draw_alone(alone: Measured) -> Any:
    from embedlab.figures.positional_measure import offset_figure

    return DrawnFigure(offset_figure(curves_of(alone), logarithmic=False, height=ALONE))


def draw_alone(asked: Asked) -> Any | None:
    """Return the curve of the scheme that is looked at; None where it has no score (T5 without a checkpoint).

    Where it cannot be computed, that is said.
    """
    alone = _alone(asked)
    curves, reasons = tried(alone)
    for reason in reasons:
        layout.warn(reason)
    return _draw_alone(alone) if curves else None


def said_alone(asked: Asked) -> str:
    """Say where the curve falls to a half; "" where there is none."""
    for curve in curves_of(_alone(asked)):
        at = (
            f"at offset {curve.half:,} for the first time"
            if curve.half is not None
            else "nowhere in this length"
        )
        return f"{asked.scheme}: the score against the offset; a half or less of offset 0 is left {at}."
    return ""


def _alone(asked: Asked) -> Measured:
    return measured_of(asked, (asked.scheme,), trained=asked.length)


@cached(entries=32)
def scaling_of(measured: Measured, method: str) -> ScaledRotary:
    """Return the rotary frequencies for the longer text."""
    asked = measured.asked
    return scaled_rotary(
        asked.dim,
        base=asked.base,
        method=method,
        factor=measured.factor,
        trained_length=measured.trained,
    )


@cached(entries=32)
def reaches_of(measured: Measured) -> dict[str, RotaryReach]:
    """Return how far the pairs turn, by scaling."""
    longer = {
        "base": measured.asked.base,
        "factor": measured.factor,
        "trained_length": measured.trained,
    }
    return {name: rotary_reach(scaling_of(measured, name), **longer) for name in SCALINGS}


@cached(entries=32)
def draw_reach(measured: Measured) -> Any:
    """Return the figure of the turns."""
    from embedlab.figures.positional_measure import reach_figure

    return DrawnFigure(reach_figure(reaches_of(measured), chosen=measured.scaling))
