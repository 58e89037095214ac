"""One text through the first and the last step of an encoder: what each token is before and after.

In BERT-like encoders the input of the first layer is token vector + position vector + segment vector,
scaled by a LayerNorm; the output of the last layer is the contextual vector.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import Encoder

__all__ = ["Pipeline", "run_pipeline"]


@dataclass(frozen=True)
class Pipeline:
    """The stages of a text, each with one entry per token; the special tokens are among them."""

    text: str
    tokens: list[str]
    ids: list[int]
    token_vectors: NDArray[np.float32]  # (tokens, dim) rows of the input table: the same in every text
    position_vectors: NDArray[
        np.float32
    ]  # (tokens, dim) rows of the position table: the same for every token
    contextual_vectors: NDArray[np.float32]  # (tokens, dim) after the last layer: of this text only
    cut: int  # tokens left out because the text exceeds the model's window


def run_pipeline(encoder: Encoder, positions: NDArray[np.float32], text: str) -> Pipeline:
    """Return the stages of `text`.

    Args:
        encoder: the model.
        positions: the encoder's learned table, (window, dim).
        text: what to send through.

    Raises:
        InvalidInputError: the text is empty.
    """
    (encoded,) = encoder.encode([text], attentions=False)
    return Pipeline(
        text=encoded.text,
        tokens=encoded.tokens,
        ids=encoded.ids,
        token_vectors=encoder.token_embeddings[encoded.ids],
        position_vectors=positions[: len(encoded.ids)],
        contextual_vectors=encoded.hidden_states[-1].copy(),  # the other layers are not kept
        cut=encoded.cut,
    )
