"""Rotary positions stretched over longer texts than the model was trained on.

Four ways to choose the frequency of each pair: as trained; all divided by the factor (position
interpolation); the slower the more (NTK-aware); the fast kept, the slow divided (YaRN). What fine-tuning on
longer texts adds is left out; so is the dynamic form, which takes the factor from the length of each text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, check_choice
from embedlab.positional.limits import check_base, check_dim, check_length
from embedlab.positional.sinusoidal import frequencies

__all__ = ["SCALINGS", "SCALING_NAMES", "RotaryReach", "ScaledRotary", "rotary_reach", "scaled_rotary"]

# way -> its name in the field
SCALING_NAMES = {"none": "no scaling", "linear": "linear", "ntk": "NTK-aware", "yarn": "YaRN"}
# ways to read texts longer than those of the training
SCALINGS = tuple(SCALING_NAMES)
FAST = 32.0  # turns within the trained length, from which YaRN leaves a pair as it is
SLOW = 1.0  # turns, below which YaRN divides its frequency by the whole factor
EQUAL = 1e-9  # relative: two angles that differ by less are the same


@dataclass(frozen=True)
class ScaledRotary:
    """The rotation of each pair, and how much longer queries and keys become."""

    method: str
    frequencies: NDArray[np.float64]  # (dim // 2,) radians a position
    attention_factor: float  # queries and keys are multiplied by it, so scores by its square


@dataclass(frozen=True)
class RotaryReach:
    """How far each pair has turned at the end of a text, in full turns."""

    trained: NDArray[np.float64]  # (dim // 2,) at the trained length, with the trained frequencies
    reached: NDArray[np.float64]  # (dim // 2,) at factor × the trained length, with the scaled ones

    @property
    def never_full(self) -> NDArray[np.bool_]:
        """Pairs that do not complete a turn within the trained length: some angles were never seen."""
        return self.trained < 1

    @property
    def unseen(self) -> NDArray[np.bool_]:
        """Pairs that meet angles in the longer text that training never showed."""
        return self.never_full & (self.reached > self.trained * (1 + EQUAL))


def scaled_rotary(
    dim: int,
    *,
    base: float = 10000.0,
    method: str = "none",
    factor: float = 1.0,
    trained_length: int = 2048,
) -> ScaledRotary:
    """Return the frequencies for texts `factor` times as long as those of the training.

    "none" leaves them as trained. "linear" divides all by the factor (Chen et al. 2023, position
    interpolation). "ntk" raises the base to base · factor^(dim / (dim − 2)): the first pair keeps its
    frequency, the last is divided by the factor (bloc97 2023); with dim = 2 there is only the first pair, so
    that it changes nothing. "yarn" keeps the pairs that turn more than 32
    times within the trained length, divides those that turn less than once, mixes between, and multiplies
    queries and keys by 0.1 ln(factor) + 1 (Peng et al. 2024; rounded outwards to whole pairs, as their code).

    >>> scaled_rotary(4, method="linear", factor=2.0).frequencies.tolist()
    [0.5, 0.005]

    Raises:
        InvalidInputError: dim is odd, base or length outside its limits, or the factor below 1 or not finite.
        UnknownNameError: no such method.
    """
    check_dim(dim)
    check_base(base)
    check_choice(method, SCALINGS, "scaling")
    check_length(trained_length)
    _check_factor(factor)
    trained = frequencies(dim, base)
    if method == "linear":
        return ScaledRotary(method, trained / factor, 1.0)
    if method == "ntk":  # the same as the raised base, which would overflow: factor^(-2i / (dim − 2))
        return ScaledRotary(method, trained * factor ** -np.linspace(0.0, 1.0, dim // 2), 1.0)
    if method == "yarn":
        divided = _yarn_ramp(dim, base, trained_length)
        mixed = trained * (1 - divided) + trained / factor * divided
        return ScaledRotary(method, mixed, 0.1 * math.log(factor) + 1)
    return ScaledRotary(method, trained, 1.0)


def rotary_reach(
    scaling: ScaledRotary, *, base: float = 10000.0, factor: float = 1.0, trained_length: int = 2048
) -> RotaryReach:
    """Return how far the pairs turn within the trained length, and in a text `factor` times as long.

    Args:
        scaling: what turns the pairs in the longer text.
        base: of the training.
        factor: how many times as long the text is.
        trained_length: positions.

    Raises:
        InvalidInputError: a value outside its limits.
    """
    check_base(base)
    check_length(trained_length)
    _check_factor(factor)
    trained = frequencies(2 * len(scaling.frequencies), base)
    turns = trained_length / (2 * np.pi)
    return RotaryReach(trained=trained * turns, reached=scaling.frequencies * turns * factor)


def _check_factor(factor: float) -> None:
    if not (math.isfinite(factor) and factor >= 1):
        raise InvalidInputError(
            f"factor = {factor} must be a finite number from 1 on; 4 reads texts four times as long."
        )


def _yarn_ramp(dim: int, base: float, trained_length: int) -> NDArray[np.float64]:
    """Return how far each pair goes from its own frequency (0) to the divided one (1), (dim // 2,).

    Where all pairs lie on one side of the ramp, they are all 0 or all 1; the authors' code turns that around.
    """

    def pair_that_turns(times: float) -> float:
        return dim * math.log(trained_length / (times * 2 * math.pi)) / (2 * math.log(base))

    low, high = math.floor(pair_that_turns(FAST)), math.ceil(pair_that_turns(SLOW))
    if high < 0:
        return np.ones(dim // 2)
    start, end = max(low, 0), min(high, dim - 1)
    ramp = (np.arange(dim // 2) - start) / max(end - start, 0.001)
    return np.asarray(np.clip(ramp, 0.0, 1.0))
