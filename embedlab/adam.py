"""Adam, the optimizer (Kingma and Ba 2015), with the bias correction and the constants of PyTorch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Adam"]

Gradient = TypeVar("Gradient", bound=NDArray[np.floating])

BETAS, EPSILON = (0.9, 0.999), 1e-8


@dataclass
class Adam:
    """What is remembered of the gradients so far: their running mean and that of their squares."""

    learning_rate: float
    step: int = 0
    mean: Any = 0.0  # of the shape of a gradient
    square: Any = 0.0

    def move(self, gradient: Gradient) -> Gradient:
        """Take a gradient in, and return what to add to the numbers it belongs to, in its precision.

        >>> adam = Adam(1e-3)
        >>> [adam.move(np.array([gradient])).round(6).tolist() for gradient in (2.0, 0.0)]
        [[-0.001], [-0.00067]]
        """
        self.step += 1
        self.mean = BETAS[0] * self.mean + (1 - BETAS[0]) * gradient
        self.square = BETAS[1] * self.square + (1 - BETAS[1]) * gradient**2
        mean, square = self.mean / (1 - BETAS[0] ** self.step), self.square / (1 - BETAS[1] ** self.step)
        move: Gradient = -self.learning_rate * mean / (np.sqrt(square) + EPSILON)
        return move
