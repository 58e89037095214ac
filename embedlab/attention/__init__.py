"""Attention: how context gets into a vector, head by head, and which token comes next."""

from embedlab.attention.continuation import Continuation, continue_text
from embedlab.attention.head import HeadComputation, compute_layer, head_computation
from embedlab.attention.lens import LogitLens, logit_lens
from embedlab.attention.patterns import (
    HeadPatterns,
    find_patterns,
    first_token_share,
    set_first_aside,
    top_sources,
)
from embedlab.attention.probes import LayerProbe, layer_probes
from embedlab.attention.similarity import attended_pairs, similarity_correlations
from embedlab.attention.through import ThroughLayers, through_layers
from embedlab.attention.trace import IMPLEMENTATIONS, LayerTrace, LayerTracer, trace_layers
from embedlab.attention.what_if import (
    TokenInfluence,
    changed_bits,
    hide_tokens,
    switch_head_off,
    token_influence,
)
from embedlab.context.next_token import cut_distribution, next_logits, next_tokens, rank_probabilities

__all__ = [
    "IMPLEMENTATIONS",
    "Continuation",
    "HeadComputation",
    "HeadPatterns",
    "LayerProbe",
    "LayerTrace",
    "LayerTracer",
    "LogitLens",
    "ThroughLayers",
    "TokenInfluence",
    "attended_pairs",
    "changed_bits",
    "compute_layer",
    "continue_text",
    "cut_distribution",
    "find_patterns",
    "first_token_share",
    "head_computation",
    "hide_tokens",
    "layer_probes",
    "logit_lens",
    "next_logits",
    "next_tokens",
    "rank_probabilities",
    "set_first_aside",
    "similarity_correlations",
    "switch_head_off",
    "through_layers",
    "token_influence",
    "top_sources",
    "trace_layers",
]
