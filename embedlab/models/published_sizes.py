"""How many numbers published models have, and what share stands in their tables: counted from configurations.

A linear layer of a → b numbers has a × b weights, and b more where it has a bias. The counts are those of the
published checkpoints (tests compare them).
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MODEL_SIZES", "ModelSize"]


@dataclass(frozen=True)
class ModelSize:
    """The numbers of a model, from its configuration."""

    name: str
    vocabulary: int
    dim: int
    others: int  # numbers outside the input and the output table
    is_tied: bool | None  # None: an encoder, which has no output table

    @property
    def table(self) -> int:
        """Numbers of one table."""
        return self.vocabulary * self.dim

    def total(self, *, tied: bool | None = None) -> int:
        """Numbers of the model, as published, or if it were tied or not."""
        tied = self.is_tied if tied is None else tied
        return self.others + self.table * (2 if tied is False else 1)

    def share(self, *, tied: bool | None = None) -> float:
        """Share of the model that stands in its input and output table."""
        return 1 - self.others / self.total(tied=tied)


def _gpt2(dim: int, layers: int, *, positions: int = 1_024) -> int:
    attention = dim * 3 * dim + 3 * dim + dim * dim + dim
    feed_forward = dim * 4 * dim + 4 * dim + 4 * dim * dim + dim
    norms = 2 * 2 * dim
    return positions * dim + layers * (attention + feed_forward + norms) + 2 * dim


def _bert(dim: int, layers: int, inner: int, *, positions: int = 512) -> int:
    attention = 4 * (dim * dim + dim)
    feed_forward = dim * inner + inner + inner * dim + dim
    pooler = dim * dim + dim
    return (positions + 2) * dim + 2 * dim + layers * (attention + feed_forward + 2 * 2 * dim) + pooler


def _llama(
    dim: int, layers: int, inner: int, *, heads: int, kv_heads: int, head_dim: int = 0, bias: bool = False
) -> int:
    size = head_dim or dim // heads
    queries, keys = heads * size, kv_heads * size
    attention = dim * queries + 2 * dim * keys + queries * dim + (queries + 2 * keys if bias else 0)
    return layers * (attention + 3 * dim * inner + 2 * dim) + dim


# from the published configurations
MODEL_SIZES = (
    # its checkpoint stores the numbers of its 512 positions, too
    ModelSize("all-MiniLM-L6-v2", 30_522, 384, _bert(384, 6, 1_536) + 512, None),
    ModelSize("BERT base", 30_522, 768, _bert(768, 12, 3_072), None),
    ModelSize("GPT-2 small", 50_257, 768, _gpt2(768, 12), True),
    ModelSize("GPT-2 XL", 50_257, 1_600, _gpt2(1_600, 48), True),
    ModelSize("SmolLM2-135M", 49_152, 576, _llama(576, 30, 1_536, heads=9, kv_heads=3), True),
    ModelSize("Qwen2.5-0.5B", 151_936, 896, _llama(896, 24, 4_864, heads=14, kv_heads=2, bias=True), True),
    ModelSize("Gemma 2B", 256_000, 2_048, _llama(2_048, 18, 16_384, heads=8, kv_heads=1, head_dim=256), True),
    ModelSize("Llama 3 8B", 128_256, 4_096, _llama(4_096, 32, 14_336, heads=32, kv_heads=8), False),
)  # fmt: skip
