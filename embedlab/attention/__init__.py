"""Attention: how context gets into a vector, head by head, and which token comes next."""

from embedlab.attention.head import (
    HeadComputation,
    LayerComputation,
    compute_layer,
    head_computation,
    relative_errors,
)
from embedlab.attention.trace import (
    IMPLEMENTATIONS,
    MAX_TOKENS,
    LayerTrace,
    LayerTracer,
    trace_layers,
)

__all__ = [
    "IMPLEMENTATIONS",
    "MAX_TOKENS",
    "HeadComputation",
    "LayerComputation",
    "LayerTrace",
    "LayerTracer",
    "compute_layer",
    "head_computation",
    "relative_errors",
    "trace_layers",
]
