"""A next-letter model whose table has two columns: the table is the plot, and nothing is projected.

The rows of the last three letters pass through one layer of tanh to the probabilities of the next letter
(Bengio et al. 2003, the neural probabilistic language model, with letters in place of words). It is trained
on the first 90% of a text by Adam (Kingma and Ba 2015) and scored on the last 10%, beside three baselines
that only count.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from embedlab.adam import Adam
from embedlab.errors import check_range
from embedlab.training.letter_text import LetterText
from embedlab.training.next_sign import Baselines, Ids, count_baselines, random_places, windows

__all__ = ["BATCH", "CONTEXT", "LetterModel", "LetterRun", "start_letters", "train_letters"]

CONTEXT = 3  # letters that the model sees
HIDDEN = 100
BATCH = 256  # places of the text in one step
LEARNING_RATE = 0.01
MAX_STEPS, MAX_DIM = 5_000, 24
SLICE = 32  # rows of one product: small enough for one thread of a BLAS, so alike on any number of cores

Array = NDArray[np.floating]


@dataclass(frozen=True)
class LetterModel:
    """The numbers that training changes; each is a view into `values`."""

    values: Array  # all numbers in one row
    table: Array  # (V, D)
    hidden: Array  # (3 D, 100)
    hidden_bias: Array  # (100,)
    output: Array  # (100, V)
    output_bias: Array  # (V,)

    @classmethod
    def of(cls, values: Array, dim: int) -> LetterModel:
        """Return the model with these numbers."""
        characters = (len(values) - (CONTEXT * dim + 1) * HIDDEN) // (dim + HIDDEN + 1)
        shapes = ((characters, dim), (CONTEXT * dim, HIDDEN), (HIDDEN,), (HIDDEN, characters), (characters,))
        ends = accumulate(int(np.prod(shape)) for shape in shapes)
        parts = np.split(values, list(ends)[:-1])
        return cls(values, *(part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)))

    def loss(self, contexts: Ids, counts: Array) -> float:
        """Return the mean of −log p(next letter), in nats.

        Args:
            contexts: (n, 3) different ones.
            counts: (n, V) how often each letter follows each of them.
        """
        _, _, logs = self._forward(contexts)
        return -float(np.einsum("nv,nv->", logs, counts, dtype=np.float64) / counts.sum())

    def gradients(self, contexts: Ids, targets: Ids) -> LetterModel:
        """Return the gradient of the loss for every number; contexts are (n, 3), targets (n,)."""
        inputs, states, logs = self._forward(contexts)
        dim = self.table.shape[1]
        to_logits = np.exp(logs)  # (n, V)
        to_logits[np.arange(len(targets)), targets] -= 1
        to_logits /= len(targets)
        to_states = _product(to_logits, self.output.T) * (1 - states * states)  # through tanh, (n, 100)
        to_rows = _product(to_states, self.hidden.T)  # (n, 3 D)
        places = (contexts[:, :, None] * dim + np.arange(dim)).ravel()  # a row taken twice gets both
        to_table = np.bincount(places, to_rows.ravel(), self.table.size)
        parts = (
            to_table, _sum_product(inputs, to_states), to_states.sum(0),
            _sum_product(states, to_logits), to_logits.sum(0),
        )  # fmt: skip
        values = np.concatenate([part.ravel() for part in parts]).astype(self.values.dtype)
        return LetterModel.of(values, dim)

    def _forward(self, contexts: Ids) -> tuple[Array, Array, Array]:
        """Return the inputs (n, 3 D), the hidden states (n, 100) and log p of every letter (n, V)."""
        inputs = self.table[contexts].reshape(len(contexts), -1)
        states = _product(inputs, self.hidden)
        states += self.hidden_bias
        np.tanh(states, out=states)
        logs = _product(states, self.output)
        logs += self.output_bias
        logs -= logs.max(axis=1, keepdims=True)
        logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
        return inputs, states, logs


@dataclass(frozen=True)
class LetterRun:
    """A training run: the table after every step, and the loss along the way."""

    text: LetterText
    tables: NDArray[np.float32]  # (steps + 1, V, D), the random start first
    steps: Ids  # at which the held-out text was scored
    losses: Array  # (scored steps,) nats per letter of the held-out text
    baselines: Baselines

    @property
    def loss(self) -> float:
        """The held-out loss at the end."""
        return float(self.losses[-1])


def start_letters(characters: int, *, dim: int = 2, random_state: int = 0) -> LetterModel:
    """Return a model of random numbers: rows of standard normal numbers, layers scaled to their inputs."""
    rng = np.random.default_rng(random_state)
    size = characters * (dim + HIDDEN + 1) + (CONTEXT * dim + 1) * HIDDEN
    model = LetterModel.of(np.zeros(size), dim)
    model.table[:] = rng.normal(size=model.table.shape)
    model.hidden[:] = rng.normal(size=model.hidden.shape) / np.sqrt(CONTEXT * dim)
    model.output[:] = rng.normal(size=model.output.shape) * 0.1 / np.sqrt(HIDDEN)
    return model


def train_letters(text: LetterText, *, dim: int = 2, steps: int = 1_000, random_state: int = 0) -> LetterRun:
    """Train the model and keep the table after every step.

    Raises:
        InvalidInputError: steps or dim outside their limits.
    """
    check_range("steps", steps, 1, MAX_STEPS)
    check_range("dim", dim, 1, MAX_DIM)
    start = start_letters(len(text.characters), dim=dim, random_state=random_state)
    model = LetterModel.of(start.values.astype(np.float32), dim)  # half the time of float64
    train, (contexts, counts) = windows(text.train, CONTEXT), _count_contexts(text)
    tables = np.empty((steps + 1, *model.table.shape), dtype=np.float32)
    tables[0] = model.table
    scored, losses = [0], [model.loss(contexts, counts)]
    optimizer = Adam(LEARNING_RATE)
    for step, places in enumerate(random_places(len(train), (steps, BATCH), random_state=random_state), 1):
        gradients = model.gradients(train[places, :CONTEXT], train[places, CONTEXT])
        model.values[:] += optimizer.move(gradients.values)
        tables[step] = model.table
        if step == steps or step % (2 if step <= 10 else 10 if step <= 200 else 20) == 0:
            scored.append(step)
            losses.append(model.loss(contexts, counts))
    bases = count_baselines(text.train, text.held_out, len(text.characters), context=CONTEXT)
    return LetterRun(text, tables, np.array(scored), np.array(losses), bases)


def _count_contexts(text: LetterText) -> tuple[Ids, Array]:
    """Return the different contexts of the held-out text, (m, 3), and what follows them how often, (m, V)."""
    size, held_out = len(text.characters), windows(text.held_out, CONTEXT)
    powers = size ** np.arange(CONTEXT)
    different, row = np.unique(held_out[:, :CONTEXT] @ powers, return_inverse=True)
    count = len(different) + -len(different) % SLICE  # the last rows count nothing
    counts = np.bincount(row * size + held_out[:, CONTEXT], minlength=count * size).reshape(count, size)
    contexts = np.zeros((count, CONTEXT), dtype=np.int64)
    contexts[: len(different)] = different[:, None] // powers % size
    return contexts, counts.astype(np.float32)


def _product(rows: Array, matrix: Array) -> Array:
    """Return rows @ matrix, (n, i) @ (i, j), in slices of 32 rows where n allows."""
    if len(rows) % SLICE:
        return rows @ matrix
    return (rows.reshape(-1, SLICE, rows.shape[1]) @ matrix).reshape(len(rows), -1)


def _sum_product(left: Array, right: Array) -> Array:
    """Return left.T @ right, (n, i) and (n, j), in slices of 32 rows where n allows."""
    if len(left) % SLICE:
        return left.T @ right
    slices = (len(left) // SLICE, SLICE, -1)
    total: Array = (left.reshape(slices).swapaxes(1, 2) @ right.reshape(slices)).sum(axis=0)
    return total
