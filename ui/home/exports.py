"""The foot of the home page: sources and code."""

from __future__ import annotations

from ui import sources
from ui.home.query import Stages
from ui.models import ENCODER

__all__ = ["code", "origins"]


def origins(stages: Stages) -> list[str]:
    """Say where the numbers come from."""
    return [
        sources.model(ENCODER, "encoder", "Input table, position table, and the output of layer 6."),
        sources.computed("nothing is pooled or scaled; float32 on the CPU."),
    ]


def code(stages: Stages) -> list[str]:
    """Return lines that compute the vectors of every token."""
    return [
        "import embedlab",
        "",
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        f"(result,) = encoder.encode([{stages.text!r}])",
        "result.tokens, result.ids",
        "encoder.token_embeddings[result.ids]                     # the token vectors",
        f'embedlab.load_position_table("{ENCODER}")[:len(result.ids)]',
        "result.hidden_states[-1]                                 # the contextual vectors",
    ]
