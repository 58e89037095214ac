"""A word's vectors before the first layer if every token stood at the same position.

Layer 0 of a BERT-like encoder is LayerNorm(token + position + segment): two uses of the same token differ
there by their positions alone (Devlin and others 2019, section 3).
"""

from __future__ import annotations

import numpy as np

from embedlab.context.encoder import Encoder
from embedlab.context.pooling import pool_tokens
from embedlab.context.word_in_context import WordInContext, tokens_inside
from embedlab.cosine import cosine_matrix

__all__ = ["cosine_without_positions"]


def cosine_without_positions(encoder: Encoder, words: WordInContext) -> float:
    """Return the mean cosine of two uses at layer 0 where every token gets the first position.

    nan for one use alone. 1 where all uses are the same tokens.

    Raises:
        InvalidInputError: the encoder cannot do without positions (`Encoder.encode`).
    """
    encodings = encoder.encode(words.sentences, attentions=False, positions=False)
    uses = zip(encodings, words.spans, strict=True)
    vectors = [
        pool_tokens(encoding.hidden_states[:1, tokens_inside(encoding, span, number)], words.pooling)[0]
        for number, (encoding, span) in enumerate(uses, 1)
    ]
    if len(vectors) < 2:
        return float("nan")
    cosines = cosine_matrix(np.stack(vectors))
    return float(cosines[np.triu_indices(len(vectors), 1)].mean())
