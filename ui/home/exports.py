"""The foot of the home page: sources and code."""

from __future__ import annotations

from ui import sources
from ui.home.query import Stages
from ui.models import ENCODER

__all__ = ["code", "origins"]


def origins(stages: Stages) -> list[str]:
    """Say where the numbers come from."""
    return [
        sources.model(ENCODER, "encoder", "Input table, position table, and the output of every layer."),
        sources.computed(
            "the stripes are the model's own numbers, float32 on the CPU; a word of several tokens gets the mean of "
            "their vectors before the cosine; the gray band is the anisotropy of each layer (Ethayarajh 2019)."
        ),
    ]


def code(stages: Stages) -> list[str]:
    """Return lines that compute the vectors of every token, and the cosines of the word in two sentences."""
    lines = [
        "import embedlab",
        "",
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        f"(result,) = encoder.encode([{stages.text!r}])",
        "result.tokens, result.ids",
        "encoder.token_embeddings[result.ids]                     # the token vectors",
        f'embedlab.load_position_table("{ENCODER}")[:len(result.ids)]',
        "result.hidden_states[-1]                                 # the contextual vectors",
    ]
    if (pair := stages.same_word) is None:
        return lines
    return [
        *lines,
        "",
        f"(other,) = encoder.encode([{stages.second!r}])",
        f"here = result.hidden_states[:, {list(pair.first)}].mean(axis=1)    # (layers + 1, dim)",
        f"there = other.hidden_states[:, {list(pair.second)}].mean(axis=1)",
        "embedlab.cosine.paired_cosines(here, there)",
        "embedlab.context.anisotropy(embedlab.context.reference_words(encoder))  # the gray band",
    ]
