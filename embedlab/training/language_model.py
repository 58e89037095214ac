"""A small language model: one attention layer guesses the next word, and its table learns on the way.

A toy of the shape of a decoder: rows of a table plus positions, one causal attention head, and scores for all
words, from a second table or from the same one (tied, Press and Wolf 2017). Trained with Adam in PyTorch.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.texts.corpora import load_corpus, split_words
from embedlab.training.word_vectors import FEWEST_WORDS, Watch, count_words
from embedlab.vectors import WordVectors

if TYPE_CHECKING:
    import torch

__all__ = ["LanguageModelRun", "NextWordModel", "guess_losses", "train_language_model"]

UNKNOWN = "<other>"
CONTEXT, DIM, VOCABULARY = 16, 48, 2_000  # words before the guess, numbers per row, rows
BATCH, RATE = 32, 0.003  # passages per step, Adam's learning rate
SCORED = 16  # moments at which the held-out loss is measured
HELD_OUT = 10  # one of ten documents, the last ones
INTERPOLATION = 0.5  # share of the pair counts in the bigram baseline


@dataclass(frozen=True)
class NextWordModel:
    """One trained model: tied or not."""

    tied: bool
    table: NDArray[np.float32]  # (words, dim), its input table
    losses: NDArray[np.float64]  # (moments,) held-out nats per word
    rows_with_gradient: int  # of the input table, in the first step


@dataclass(frozen=True)
class LanguageModelRun:
    """Both models and what guessing costs without them."""

    words: tuple[str, ...]  # (words,) the rows; the last stands for all others
    steps: NDArray[np.int64]  # (moments,)
    untied: NextWordModel
    tied: NextWordModel
    batch_rows: int  # different words in the first batch
    guesses: tuple[float, float, float]  # nats: blind, by word counts, by pairs of words
    seconds: float

    def vectors(self, model: NextWordModel) -> WordVectors:
        """Return the input table of a model as word vectors, without the row of all other words."""
        return WordVectors(self.words[:-1], model.table[:-1], name="next-word model")


@dataclass(frozen=True)
class _Plan:
    """What both trainings share."""

    train: NDArray[np.int64]
    held_out: NDArray[np.int64]
    size: int  # of the vocabulary
    moments: NDArray[np.int64]  # steps before which the loss is measured; the last ends the training
    seed: int


def guess_losses(
    train: NDArray[np.int64], held_out: NDArray[np.int64], size: int
) -> tuple[float, float, float]:
    """Return the mean loss of each held-out word in nats: blind, by word counts, by pairs of words.

    Word counts have one added to each; the pair counts are mixed half and half with the word counts.
    """
    counts = np.bincount(train, minlength=size) + 1.0
    shares = counts / counts.sum()
    pairs: dict[tuple[int, int], int] = {}
    for pair in zip(train[:-1].tolist(), train[1:].tolist(), strict=True):
        pairs[pair] = pairs.get(pair, 0) + 1
    firsts = np.bincount(train[:-1], minlength=size)
    mixed = [
        (1 - INTERPOLATION) * shares[word]
        + INTERPOLATION * (pairs.get((before, word), 0) / firsts[before] if firsts[before] else shares[word])
        for before, word in zip(held_out[:-1].tolist(), held_out[1:].tolist(), strict=True)
    ]
    words = held_out[1:]
    return float(np.log(size)), float(-np.log(shares[words]).mean()), float(-np.log(mixed).mean())


def train_language_model(
    text_or_sentences: str | Sequence[Sequence[str]] | None = None,
    *,
    steps: int = 800,
    random_state: int = 0,
    watch: Watch | None = None,
) -> LanguageModelRun:
    """Train a next-word model with an output table of its own and one with a tied table.

    Args:
        text_or_sentences: a text, or lists of words; the Lee corpus if None. The last tenth is held out.
        steps: of Adam, 32 passages of 16 words each.
        random_state: seed of the start and the batches, the same for both models.
        watch: called with the share that is done.

    Raises:
        InvalidInputError: too short a text, or no step.
    """
    import torch

    begun = time.perf_counter()
    text = load_corpus("lee") if text_or_sentences is None else text_or_sentences
    sentences = split_words(text) if isinstance(text, str) else list(text)
    words, train, held_out = _split(sentences)
    if steps < 1:
        raise InvalidInputError(f"steps = {steps} trains nothing; choose at least 1.")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # the order of sums must not depend on the number of cores
    try:
        tell = watch or (lambda share: None)
        moments = np.unique(np.rint(np.linspace(0, 1, SCORED) ** 2 * steps).astype(np.int64))
        plan = _Plan(train, held_out, len(words), moments, random_state)
        untied = _train(plan, tied=False, tell=lambda share: tell(share / 2))
        tied = _train(plan, tied=True, tell=lambda share: tell((1 + share) / 2))
    finally:
        torch.set_num_threads(threads)
    batch = _batch(train, np.random.default_rng(random_state))[:, :-1]
    guesses = guess_losses(train, held_out, len(words))
    rows = len(np.unique(batch))
    return LanguageModelRun(words, moments, untied, tied, rows, guesses, time.perf_counter() - begun)


def _split(
    sentences: Sequence[Sequence[str]],
) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int64]]:
    """Return the vocabulary of the first nine tenths, and the ids of both parts."""
    stream = [word for words in sentences for word in words]
    end = len(stream) - len(stream) // HELD_OUT
    if end < FEWEST_WORDS:
        raise InvalidInputError(
            f"The text has {len(stream):,} words; training needs {FEWEST_WORDS * 10 // 9 + 1}, so add text."
        )
    words = (*list(count_words([stream[:end]]))[: VOCABULARY - 1], UNKNOWN)
    rows = {word: row for row, word in enumerate(words)}
    ids = np.array([rows.get(word, len(words) - 1) for word in stream], dtype=np.int64)
    return words, ids[:end], ids[end:]


def _batch(ids: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """Return random passages with the word after each, (32, 17)."""
    starts = random.integers(0, len(ids) - CONTEXT, BATCH)
    return ids[starts[:, None] + np.arange(CONTEXT + 1)]


def _build(size: int, tied: bool, seed: int) -> Any:
    """Return the untrained model."""
    import torch
    from torch import nn

    class Model(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.table = nn.Embedding(size, DIM)
            self.positions = nn.Embedding(CONTEXT, DIM)
            self.attention = nn.MultiheadAttention(DIM, 1, batch_first=True)
            self.norm = nn.LayerNorm(DIM)
            self.output = nn.Linear(DIM, size, bias=False)
            for weight in (self.table.weight, self.positions.weight, self.output.weight):
                nn.init.normal_(weight, std=0.1)
            if tied:
                self.output.weight = self.table.weight

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            hidden = self.table(ids) + self.positions.weight[: ids.shape[1]]
            mask = nn.Transformer.generate_square_subsequent_mask(ids.shape[1])
            hidden = hidden + self.attention(hidden, hidden, hidden, attn_mask=mask, need_weights=False)[0]
            scores: torch.Tensor = self.output(self.norm(hidden))
            return scores

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Model()


def _train(plan: _Plan, *, tied: bool, tell: Watch) -> NextWordModel:
    import torch
    from torch.nn.functional import cross_entropy

    model = _build(plan.size, tied, plan.seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    random = np.random.default_rng(plan.seed)
    held_out, last = plan.held_out, int(plan.moments[-1])
    count = (len(held_out) - 1) // CONTEXT
    passages = np.stack([held_out[row * CONTEXT : (row + 1) * CONTEXT + 1] for row in range(count)])

    def loss_of(batch: NDArray[np.int64]) -> Any:
        ids = torch.from_numpy(batch)
        return cross_entropy(model(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten())

    losses, touched = [], 0
    for step in range(last + 1):
        if step in plan.moments:
            with torch.no_grad():
                losses.append(float(loss_of(passages)))
        if step == last:
            break
        optimizer.zero_grad()
        loss_of(_batch(plan.train, random)).backward()
        if step == 0:
            touched = int((model.table.weight.grad != 0).any(dim=1).sum())
        optimizer.step()
        tell((step + 1) / last)
    table = model.table.weight.detach().numpy().copy()
    return NextWordModel(tied, table, np.array(losses), touched)
