"""One text through every step of an encoder: what each token is before, between and after the layers.

In BERT-like encoders the input of the first layer is token vector + position vector + segment vector,
scaled by a LayerNorm; the output of the last layer is the contextual vector.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import ContextualEncoding, Encoder

__all__ = ["Pipeline", "run_pipeline"]


@dataclass(frozen=True)
class Pipeline:
    """The stages of a text, each with one entry per token; the special tokens are among them."""

    encoding: ContextualEncoding  # with every layer
    token_vectors: NDArray[np.float32]  # (tokens, dim) rows of the input table: the same in every text
    position_vectors: NDArray[
        np.float32
    ]  # (tokens, dim) rows of the position table: the same for every token
    vocabulary_size: int  # rows of the input table

    @property
    def contextual_vectors(self) -> NDArray[np.float32]:
        """The last layer, (tokens, dim): of this text only."""
        last: NDArray[np.float32] = self.encoding.hidden_states[-1]
        return last

    @property
    def nbytes(self) -> int:
        """The memory of the vectors."""
        return self.encoding.hidden_states.nbytes + self.token_vectors.nbytes


def run_pipeline(encoder: Encoder, positions: NDArray[np.float32], text: str) -> Pipeline:
    """Return the stages of `text`, which is tokenized once and encoded once.

    Args:
        encoder: the model.
        positions: the encoder's learned table, (window, dim).
        text: what to send through.

    Raises:
        InvalidInputError: the text is empty.
    """
    (encoded,) = encoder.encode([text], attentions=False)
    return Pipeline(
        encoding=encoded,
        token_vectors=encoder.token_embeddings[encoded.ids],
        position_vectors=positions[: len(encoded.ids)],
        vocabulary_size=len(encoder.token_embeddings),
    )
