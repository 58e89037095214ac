"""What the home page says about a sentence."""

from __future__ import annotations

from ui.home.query import Stages

__all__ = ["summary"]


def summary(stages: Stages) -> str:
    """Return how many tokens and numbers the sentence became."""
    pipeline = stages.pipeline
    count, dim = pipeline.contextual_vectors.shape
    left_out = (
        f" (the last {pipeline.encoding.cut:,} do not fit into the model's window and are left out)"
        if pipeline.encoding.cut
        else ""
    )
    repeated = len(pipeline.encoding.ids) - len(set(pipeline.encoding.ids))
    opening = (
        f"The sentence became {count + pipeline.encoding.cut:,} tokens with [CLS] and [SEP], which the model adds{left_out}, "
        f"and each token a vector of {dim} numbers; the first 16 are drawn. "
    )
    if not repeated:
        return opening + "Orange is positive, blue is negative, pale is near zero."
    return opening + (
        f"{repeated} of the tokens repeat an earlier one: their token vectors are the same, their contextual "
        "vectors are not."
    )
