"""Which rows learn: the gradient of one training step on a text, row by row, tied and untied.

The loss is that of next-token training: the mean of −log p(next token). As an input table, only the rows of
the text's tokens take part, so only they have a gradient. As an output table, every row takes part in the
softmax, so every row has one. A tied table is both. Adam goes on moving a row after its gradient is zero
again, and weight decay moves every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.adam import Adam
from embedlab.context import Encoder
from embedlab.errors import InvalidInputError
from embedlab.lookup.embedding_matrix import EmbeddingMatrix
from embedlab.numerals import count_text
from embedlab.softmax import softmax

__all__ = ["RowGradients", "adam_steps", "row_gradients"]

MAX_TOKENS = 64  # of the text: one step backwards through all layers


@dataclass(frozen=True)
class RowGradients:
    """One step: the length of the gradient of each row."""

    ids: NDArray[np.int64]  # (n,) of the text
    loss: float  # nats per token
    input_norms: NDArray[np.float64]  # (V,) of an input table that is not tied
    output_norms: NDArray[np.float64]  # (V,) of an output table that is not tied
    tied_norms: NDArray[np.float64]  # (V,) of one table for both


def row_gradients(decoder: Encoder, table: EmbeddingMatrix, text: str) -> RowGradients:
    """Compute the gradient of the next-token loss of a text for every row of the table; nothing is changed.

    Raises:
        InvalidInputError: fewer than two tokens, of which the second could be predicted, or more than 64.
    """
    ids = decoder.tokenizer.encode(text).ids if text.strip() else []
    if not 2 <= len(ids) <= MAX_TOKENS:
        raise InvalidInputError(
            f"The text has {count_text(len(ids), 'token')}; one training step takes 2 to {MAX_TOKENS}, so "
            "that there is a next token to predict: change the text."
        )
    rows = table.check(ids)
    states, loss_gradient, loss, gradient_in = _backward(decoder, table, rows)
    norms = np.sqrt(np.einsum("nv,nm,mv->v", loss_gradient, states @ states.T, loss_gradient, optimize=True))
    different, place = np.unique(rows, return_inverse=True)
    summed = np.zeros((len(different), table.matrix.shape[1]))
    np.add.at(summed, place, gradient_in)
    input_norms = np.zeros(len(table.matrix))
    input_norms[different] = np.linalg.norm(summed, axis=1)
    tied_norms = norms.copy()
    tied_norms[different] = np.linalg.norm(summed + loss_gradient[:, different].T @ states, axis=1)
    return RowGradients(rows, loss, input_norms, norms, tied_norms)


def _backward(
    decoder: Encoder, table: EmbeddingMatrix, rows: NDArray[np.int64]
) -> tuple[Any, Any, float, Any]:
    """Return the states (n − 1, D), the logits' gradient (n − 1, V), the loss, that of the inputs (n, D)."""
    import torch

    inputs = torch.tensor(table.matrix[rows][None], requires_grad=True)  # (1, n, D)
    model: Any = decoder.model
    with torch.enable_grad():
        hidden = model(inputs_embeds=inputs, use_cache=False).last_hidden_state[0, :-1]  # (n − 1, D)
    states = hidden.detach().numpy().astype(np.float64)
    shares = softmax((hidden.detach().numpy() @ table.matrix.T).astype(np.float64))  # (n − 1, V)
    targets, count = rows[1:], len(rows) - 1
    loss = float(-np.log(shares[np.arange(count), targets]).mean())
    shares[np.arange(count), targets] -= 1
    shares /= count
    to_states = (shares @ table.matrix).astype(np.float32)
    (gradient,) = torch.autograd.grad(hidden, inputs, grad_outputs=torch.from_numpy(to_states))
    return states, shares, loss, gradient[0].numpy()


def adam_steps(
    gradients: NDArray[np.floating],
    *,
    learning_rate: float = 1e-3,
    weight_decay: float = 0.0,
    start: float = 0.0,
) -> NDArray[np.float64]:
    """Return how far a number moves in each step of Adam, for its gradients step by step, (steps, …).

    >>> moved = adam_steps(np.array([2.0, 0.0]))
    >>> moved.round(6).tolist()  # the second gradient is zero, and the number moves on
    [-0.001, -0.00067]
    """
    adam, value, moves = Adam(learning_rate), np.full(gradients.shape[1:], start, dtype=np.float64), []
    for gradient in gradients.astype(np.float64):
        moves.append(adam.move(gradient) - learning_rate * weight_decay * value)
        value = value + moves[-1]
    return np.stack(moves)
