"""One token after the other: a tied decoder writes on and keeps keys and values of what stands before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context.encoder import Encoder

__all__ = ["generate"]

MAX_TOKENS = 60  # of an answer
ENDS = ("<|im_end|>", "<|endoftext|>")


def _likeliest(logits: NDArray[np.float32]) -> int:
    return int(logits.argmax())


def generate(
    decoder: Encoder,
    ids: Sequence[int],
    *,
    limit: int = MAX_TOKENS,
    pick: Callable[[NDArray[np.float32]], int] = _likeliest,
) -> Iterator[int]:
    """Yield one next token after the other, until the decoder ends its text or `limit` tokens are written.

    What the layers computed for the tokens before (keys and values) is reused at each step.

    Args:
        decoder: tied: its input table also writes.
        ids: of the text that goes on.
        limit: tokens.
        pick: takes the logits of a step, (vocabulary,), and returns an id; the largest logit by default.
    """
    import torch
    from transformers import DynamicCache

    ends = {decoder.tokenizer.special_tokens.get(name) for name in ENDS}
    table: Any = decoder.model.get_input_embeddings().weight
    cache, rest = DynamicCache(), list(ids)
    for _ in range(limit):
        with torch.inference_mode():
            output = decoder.model(torch.tensor([rest]), None, None, cache, use_cache=True)
            logits = (table @ output.last_hidden_state[0, -1]).numpy()
        token = pick(logits)
        if token in ends:
            return
        yield token
        rest = [token]
