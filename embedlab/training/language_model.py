"""A small language model: one attention layer guesses the next word, and its table learns on the way.

A toy of the shape of a decoder: rows of a table plus positions, one causal attention head, and scores for all
words, from a second table or from the same one (tied, Press and Wolf 2017). Trained with Adam in PyTorch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError
from embedlab.texts.corpora import as_sentences, load_corpus
from embedlab.training.word_vectors import FEWEST_WORDS, Watch, count_words, unwatched
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

    def vectors(self, model: NextWordModel) -> WordVectors:
        """Return the input table of a model as word vectors, without the row of all other words."""
        return WordVectors(self.words[:-1], model.table[:-1], name="next-word model")


def guess_losses(
    train: NDArray[np.int64], held_out: NDArray[np.int64], size: int
) -> tuple[float, float, float]:
    """Return the mean loss of each held-out word in nats: blind, by word counts, by pairs of words.

    Word counts have one added to each; the pair counts are mixed half and half with the word counts.
    """
    counts = np.bincount(train, minlength=size) + 1.0
    shares = counts / counts.sum()
    pairs, firsts = Counter(pairwise(train.tolist())), Counter(train[:-1].tolist())
    mixed = [
        (1 - INTERPOLATION) * shares[word]
        + INTERPOLATION * (pairs[before, word] / firsts[before] if firsts[before] else shares[word])
        for before, word in pairwise(held_out.tolist())
    ]
    words = held_out[1:]
    return float(np.log(size)), float(-np.log(shares[words]).mean()), float(-np.log(mixed).mean())


def train_language_model(
    text_or_sentences: str | Sequence[Sequence[str]] | None = None,
    *,
    steps: int = 800,
    random_state: int = 0,
    watch: Watch = unwatched,
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

    sentences = as_sentences(load_corpus("lee") if text_or_sentences is None else text_or_sentences)
    words, ids, held_out = _split(sentences)
    if steps < 1:
        raise InvalidInputError(f"steps = {steps} trains nothing; choose at least 1.")
    moments = np.unique(np.rint(np.linspace(0, 1, SCORED) ** 2 * steps).astype(np.int64))

    def train(is_tied: bool) -> NextWordModel:
        model, batches = _build(len(words), is_tied, random_state), _batches(ids, steps, random_state)
        return _train(model, batches, held_out, moments, lambda share: watch((share + is_tied) / 2))

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # the order of sums must not depend on the number of cores
    try:
        untied, tied = train(False), train(True)
    finally:
        torch.set_num_threads(threads)
    rows = len(np.unique(next(_batches(ids, 1, random_state))[:, :-1]))
    return LanguageModelRun(words, moments, untied, tied, rows, guess_losses(ids, held_out, len(words)))


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


def _batches(ids: NDArray[np.int64], steps: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """Yield random passages with the word after each, (32, 17), for every step."""
    random = np.random.default_rng(seed)
    for _ in range(steps):
        starts = random.integers(0, len(ids) - CONTEXT, BATCH)
        yield ids[starts[:, None] + np.arange(CONTEXT + 1)]


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


def _train(
    model: Any,
    batches: Iterator[NDArray[np.int64]],
    held_out: NDArray[np.int64],
    moments: NDArray[np.int64],
    watch: Watch,
) -> NextWordModel:
    """Train a model and measure its loss before the steps `moments`; the last ends the training."""
    import torch
    from torch.nn.functional import cross_entropy

    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    count, last = (len(held_out) - 1) // CONTEXT, int(moments[-1])
    passages = np.lib.stride_tricks.sliding_window_view(held_out, CONTEXT + 1)[: count * CONTEXT : CONTEXT]

    def loss_of(batch: NDArray[np.int64]) -> Any:
        ids = torch.tensor(batch)
        return cross_entropy(model(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten())

    losses, touched = [], 0
    for step in range(last + 1):
        if step in moments:
            with torch.no_grad():
                losses.append(float(loss_of(passages)))
        if step == last:
            break
        optimizer.zero_grad()
        loss_of(next(batches)).backward()
        if step == 0:
            touched = int((model.table.weight.grad != 0).any(dim=1).sum())
        optimizer.step()
        watch((step + 1) / last)
    return NextWordModel(model.table.weight.detach().numpy().copy(), np.array(losses), touched)
