"""What the position page is asked: one record per scheme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ui.positional.checkpoints import Checkpoint

__all__ = ["SCHEMES", "SINUSOIDS", "T5", "Alibi", "Learned", "Query", "Rotary", "Sinusoidal"]

SINUSOIDS = {
    "interleaved": r"PE(p, 2i) = \sin\!\left(p \cdot b^{-2i/d}\right),\quad PE(p, 2i+1) = \cos\!\left(p \cdot b^{-2i/d}\right)",
    "concatenated": r"PE(p, i) = \sin\!\left(p \cdot b^{-2i/d}\right),\quad PE(p, \tfrac{d}{2}+i) = \cos\!\left(p \cdot b^{-2i/d}\right)",
}


@dataclass(frozen=True)
class Query:
    """One table of positions. A scheme without one of these numbers has the usual one, for the parts below."""

    length: int
    dim: int = 64
    base: float = 10_000.0
    heads: int = 8
    head: int = 1  # counted from 1
    start: int = 0  # first position; ALiBi and T5 know distances only
    checkpoint: Checkpoint | None = None  # None is the bundled table, or T5's buckets

    scheme: ClassVar[str]
    formula: ClassVar[str]
    axes: ClassVar[tuple[str, str]] = ("position", "dimension")  # what a row and a column of the table is


@dataclass(frozen=True)
class Sinusoidal(Query):
    """Sines and cosines."""

    order: str = "interleaved"

    scheme = "sinusoidal"

    @property
    def together(self) -> int:
        """How many neighboring columns are a pair."""
        return 2 if self.order == "interleaved" else 1

    def wave(self, column: int) -> tuple[int, str]:
        """Return the pair of a column, and whether it is its sine or its cosine."""
        half = self.dim // 2
        pair, side = divmod(column, 2) if self.order == "interleaved" else (column % half, column // half)
        return pair, ("sine", "cosine")[side]


@dataclass(frozen=True)
class Learned(Query):
    """A trained table: the bundled one, or that of a checkpoint."""

    scheme = "learned"
    formula = r"x_p = \text{token}_p + P_p,\quad P \in \mathbb{R}^{\text{window} \times d}\ \text{trained}"


@dataclass(frozen=True)
class Rotary(Query):
    """Angles, or the vectors of a sentence turned by them."""

    sentence: str = ""  # "" draws angles

    scheme = "rotary"
    formula = r"\theta_i(p) = p \cdot b^{-2i/d},\quad \langle R_m q,\ R_n k\rangle\ \text{depends on}\ m - n\ \text{alone}"
    axes = ("position", "pair")


@dataclass(frozen=True)
class Alibi(Query):
    """A bias that grows with the distance."""

    causal: bool = True

    scheme = "ALiBi"
    formula = r"\text{score}(i, j) = q_i \cdot k_j - m_h\,|i - j|,\quad m_h = 2^{-8h/n}\ \text{where}\ n\ \text{is a power of two}"
    axes = ("query", "key")


@dataclass(frozen=True)
class T5(Query):
    """Buckets of distances, or the bias that a checkpoint learned for them."""

    causal: bool = False  # a decoder
    buckets: int = 32
    max_distance: int = 128

    scheme = "T5"
    formula = r"\text{score}(i, j) = q_i \cdot k_j + B_{h,\,\text{bucket}(j - i)},\quad B\ \text{trained}"
    axes = ("query", "key")


SCHEMES = tuple(kind.scheme for kind in (Sinusoidal, Learned, Rotary, Alibi, T5))
