"""What the position page is asked: one record per scheme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ui.positional.checkpoints import Checkpoint

__all__ = [
    "LAYOUTS",
    "OPTIONS",
    "SCHEMES",
    "T5",
    "Alibi",
    "Learned",
    "NoPositions",
    "Query",
    "Rotary",
    "Sinusoidal",
]

LAYOUTS = {"sines, then cosines": "concatenated", "interleaved": "interleaved"}  # on the page, in the code
SINUSOIDS = {
    "interleaved": (r"PE(p, 2i) = \sin(p\, b^{-2i/d})", r"PE(p, 2i+1) = \cos(p\, b^{-2i/d})"),
    "concatenated": (r"PE(p, i) = \sin(p\, b^{-2i/d})", r"PE(p, \tfrac{d}{2}+i) = \cos(p\, b^{-2i/d})"),
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
    formulas: ClassVar[tuple[str, ...]]  # one equation each
    axes: ClassVar[tuple[str, str]] = ("position", "dimension")  # what a row and a column of the table is


@dataclass(frozen=True)
class NoPositions(Query):
    """Nothing says where a token stands: two orders of the same words are compared."""

    first: str = ""
    second: str = ""

    scheme = "no positions"
    formulas = (r"\text{Attention}(\Pi X) = \Pi\,\text{Attention}(X)\ \text{for any reordering}\ \Pi",)
    axes = ("token", "case")


@dataclass(frozen=True)
class Sinusoidal(Query):
    """Sines and cosines."""

    order: str = "concatenated"

    scheme = "sinusoidal"

    @property
    def formulas(self) -> tuple[str, ...]:  # type: ignore[override]
        """The sine and the cosine."""
        return SINUSOIDS[self.order]

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
    formulas = (r"x_p = \text{token}_p + P_p", r"P \in \mathbb{R}^{\text{window} \times d}\ \text{trained}")


@dataclass(frozen=True)
class Rotary(Query):
    """Angles, or the vectors of a sentence turned by them."""

    sentence: str = ""  # "" draws angles

    scheme = "rotary"
    formulas = (
        r"\theta_i(p) = p \cdot b^{-2i/d}",
        r"\langle R_m q,\ R_n k\rangle\ \text{depends on}\ m - n\ \text{alone}",
    )
    axes = ("position", "pair")


@dataclass(frozen=True)
class Alibi(Query):
    """A bias that grows with the distance."""

    causal: bool = True

    scheme = "ALiBi"
    formulas = (
        r"\text{score}(i, j) = q_i \cdot k_j - m_h\,|i - j|",
        r"m_h = 2^{-8h/n}\ \text{where}\ n\ \text{is a power of two}",
    )
    axes = ("query", "key")


@dataclass(frozen=True)
class T5(Query):
    """Buckets of distances, or the bias that a checkpoint learned for them."""

    causal: bool = False  # a decoder
    buckets: int = 32
    max_distance: int = 128

    scheme = "T5"
    formulas = (r"\text{score}(i, j) = q_i \cdot k_j + B_{h,\,\text{bucket}(j - i)}", r"B\ \text{trained}")
    axes = ("query", "key")


SCHEMES = tuple(kind.scheme for kind in (Sinusoidal, Learned, Rotary, Alibi, T5))
OPTIONS = (NoPositions.scheme, *SCHEMES)
