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
from embedlab.errors import InvalidInputError
from embedlab.training.letter_text import LetterText

__all__ = [
    "CONTEXT", "HIDDEN", "LEARNING_RATE", "MAX_DIM", "MAX_STEPS", "Baselines", "LetterModel", "LetterRun",
    "count_baselines", "letter_batches", "start_letters", "train_letters",
]  # fmt: skip

CONTEXT = 3  # letters that the model sees
HIDDEN = 100
BATCH = 256  # places of the text in one step
LEARNING_RATE = 0.01
MAX_STEPS = 5_000
MAX_DIM = 24
SLICE = 32  # rows of one product: small enough for one thread of a BLAS, so alike on any number of cores

Array = NDArray[np.floating]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Baselines:
    """What guessing costs on the held-out text without any vectors, in nats per letter."""

    uniform: float  # every character alike
    unigram: float  # how often each character is
    bigram: float  # how often it follows the last one


@dataclass(frozen=True)
class LetterModel:
    """The numbers that training changes; each is a view into `values`."""

    values: Array  # all numbers in one row
    table: Array  # (V, D)
    hidden: Array  # (3 D, 100)
    hidden_bias: Array  # (100,)
    output: Array  # (100, V)
    output_bias: Array  # (V,)

    def loss(self, contexts: Ids, counts: Array) -> float:
        """Return the mean of −log p(next letter), in nats.

        Args:
            contexts: (n, 3) different ones.
            counts: (n, V) how often each letter follows each of them.
        """
        _, _, logs = self._forward(contexts)
        return -float(np.einsum("nv,nv->", logs, counts, dtype=np.float64) / counts.sum())

    def gradients(self, contexts: Ids, targets: Ids) -> tuple[float, LetterModel]:
        """Return the loss and its gradient for every number."""
        inputs, states, logs = self._forward(contexts)
        count, rows, dim = len(targets), np.arange(len(targets)), self.table.shape[1]
        loss = -float(logs[rows, targets].mean(dtype=np.float64))
        to_logits = np.exp(logs)  # (n, V)
        to_logits[rows, targets] -= 1
        to_logits /= count
        to_states = _product(to_logits, self.output.T) * (1 - states * states)  # through tanh, (n, 100)
        to_rows = _product(to_states, self.hidden.T)  # (n, 3 D)
        places = (contexts[:, :, None] * dim + np.arange(dim)).ravel()  # a row taken twice gets both
        to_table = np.bincount(places, to_rows.ravel(), self.table.size)
        parts = (
            to_table, _sum_product(inputs, to_states), to_states.sum(0),
            _sum_product(states, to_logits), to_logits.sum(0),
        )  # fmt: skip
        values = np.concatenate([part.ravel() for part in parts]).astype(self.values.dtype)
        return loss, _views(values, *self.table.shape)

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
    scored: Ids  # the steps at which the held-out text was scored
    losses: Array  # (scored,) nats per letter of the held-out text
    train_losses: Array  # (steps,) of each step's batch, before the step
    baselines: Baselines
    random_state: int

    @property
    def loss(self) -> float:
        """The held-out loss at the end."""
        return float(self.losses[-1])


def start_letters(characters: int, *, dim: int = 2, random_state: int = 0) -> LetterModel:
    """Return a model of random numbers: rows of standard normal numbers, layers scaled to their inputs."""
    rng = np.random.default_rng(random_state)
    sizes = _sizes(characters, dim)
    model = _views(np.zeros(sum(sizes)), characters, dim)
    model.table[:] = rng.normal(size=model.table.shape)
    model.hidden[:] = rng.normal(size=model.hidden.shape) / np.sqrt(CONTEXT * dim)
    model.output[:] = rng.normal(size=model.output.shape) * 0.1 / np.sqrt(HIDDEN)
    return model


def train_letters(
    text: LetterText,
    *,
    dim: int = 2,
    steps: int = 1_000,
    learning_rate: float = LEARNING_RATE,
    random_state: int = 0,
) -> LetterRun:
    """Train the model and keep the table after every step.

    Raises:
        InvalidInputError: steps or dim outside their limits.
    """
    for name, value, most in (("steps", steps, MAX_STEPS), ("dim", dim, MAX_DIM)):
        if not 1 <= value <= most:
            raise InvalidInputError(f"{name} = {value:,} is not possible here; choose 1 to {most:,}.")
    start = start_letters(len(text.characters), dim=dim, random_state=random_state)
    model = _views(start.values.astype(np.float32), *start.table.shape)  # half the time of float64
    train, (contexts, counts) = _windows(text.train), _count_contexts(text)
    tables = np.empty((steps + 1, *model.table.shape), dtype=np.float32)
    tables[0] = model.table
    scored, losses, train_losses = [0], [model.loss(contexts, counts)], np.empty(steps)
    optimizer = Adam(learning_rate)
    for step, places in enumerate(letter_batches(len(train), steps, random_state=random_state), start=1):
        batch = train[places]
        train_losses[step - 1], slopes = model.gradients(batch[:, :CONTEXT], batch[:, CONTEXT])
        model.values[:] += optimizer.move(slopes.values)
        tables[step] = model.table
        if step == steps or step % _pause(step) == 0:
            scored.append(step)
            losses.append(model.loss(contexts, counts))
    return LetterRun(
        text, tables, np.array(scored), np.array(losses), train_losses, count_baselines(text), random_state
    )


def letter_batches(places: int, steps: int, *, random_state: int = 0) -> Ids:
    """Return the places of the text that each step trains on, (steps, 256); its own stream of numbers."""
    return np.random.default_rng([random_state, 1]).integers(0, places, (steps, BATCH))


def count_baselines(text: LetterText) -> Baselines:
    """Return what guessing from counts costs; each count begins at 1, so that nothing is impossible."""
    size, train, held_out = len(text.characters), text.train, text.held_out
    single = np.bincount(train, minlength=size) + 1
    pairs = np.bincount(train[:-1] * size + train[1:], minlength=size * size).reshape(size, size) + 1
    targets = held_out[CONTEXT:]  # as the model is scored
    unigram = -np.log(single / single.sum())[targets].mean()
    bigram = -np.log(pairs / pairs.sum(axis=1, keepdims=True))[held_out[CONTEXT - 1 : -1], targets].mean()
    return Baselines(float(np.log(size)), float(unigram), float(bigram))


def _pause(step: int) -> int:
    """Return after how many steps the held-out text is scored again: often at first, where much happens."""
    return 2 if step <= 10 else 10 if step <= 200 else 20


def _windows(ids: Ids) -> Ids:
    """Return three letters and the next one for every place, (n, 4)."""
    return np.lib.stride_tricks.sliding_window_view(ids, CONTEXT + 1)


def _count_contexts(text: LetterText) -> tuple[Ids, Array]:
    """Return the different contexts of the held-out text, (m, 3), and what follows them how often, (m, V)."""
    size, windows = len(text.characters), _windows(text.held_out)
    powers = size ** np.arange(CONTEXT)
    different, row = np.unique(windows[:, :CONTEXT] @ powers, return_inverse=True)
    count = len(different) + -len(different) % SLICE  # the last rows count nothing
    counts = np.bincount(row * size + windows[:, CONTEXT], minlength=count * size).reshape(count, size)
    contexts = np.zeros((count, CONTEXT), dtype=np.int64)
    contexts[: len(different)] = different[:, None] // powers % size
    return contexts, counts.astype(np.float32)


def _product(rows: Array, matrix: Array) -> Array:
    """Return rows @ matrix, (n, i) @ (i, j), in slices of 32 rows where n allows."""
    count = len(rows)
    if count % SLICE:
        return rows @ matrix
    return (rows.reshape(-1, SLICE, rows.shape[1]) @ matrix).reshape(count, -1)


def _sum_product(left: Array, right: Array) -> Array:
    """Return left.T @ right, (n, i) and (n, j), in slices of 32 rows where n allows."""
    if len(left) % SLICE:
        return left.T @ right
    slices = (len(left) // SLICE, SLICE, -1)
    total: Array = (left.reshape(slices).swapaxes(1, 2) @ right.reshape(slices)).sum(axis=0)
    return total


def _sizes(characters: int, dim: int) -> list[int]:
    return [characters * dim, CONTEXT * dim * HIDDEN, HIDDEN, HIDDEN * characters, characters]


def _views(values: Array, characters: int, dim: int) -> LetterModel:
    sizes = _sizes(characters, dim)
    table, hidden, hidden_bias, output, output_bias = (
        values[end - size : end] for size, end in zip(sizes, accumulate(sizes), strict=True)
    )
    return LetterModel(
        values, table.reshape(characters, dim), hidden.reshape(-1, HIDDEN), hidden_bias,
        output.reshape(HIDDEN, characters), output_bias,
    )  # fmt: skip
