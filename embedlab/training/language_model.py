"""A small language model: one attention layer guesses the next word, and its table learns on the way.

A toy of the shape of a decoder: rows of a table plus positions, one causal attention head, and scores for all
words, from a second table or from the same one (tied, Press and Wolf 2017). Trained with Adam in PyTorch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, check_range
from embedlab.texts.corpora import as_sentences
from embedlab.training.next_sign import Baselines, Ids, count_baselines, random_places, windows
from embedlab.training.vocabulary import FEWEST_WORDS, Watch, count_words
from embedlab.vectors import WordVectors

__all__ = ["LanguageModelRun", "NextWordModel", "train_language_model"]

UNKNOWN = "<other>"
CONTEXT, DIM, VOCABULARY = 16, 48, 2_000  # words before the guess, numbers per row, rows
BATCH, RATE = 32, 0.003  # passages per step, Adam's learning rate
MAX_STEPS = 100_000
SCORED = 16  # moments at which the held-out loss is measured, denser at the beginning
HELD_OUT = 10  # one of ten documents, the last ones


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
    steps: Ids  # (moments,)
    untied: NextWordModel
    tied: NextWordModel
    batch_rows: int  # different words in the first batch
    baselines: Baselines

    def vectors(self, model: NextWordModel) -> WordVectors:
        """Return the input table of a model as word vectors, without the row of all other words."""
        return WordVectors(self.words[:-1], model.table[:-1], name="next-word model")


def train_language_model(
    text_or_sentences: str | Sequence[Sequence[str]],
    *,
    steps: int = 800,
    random_state: int = 0,
    watch: Watch = bool,
) -> LanguageModelRun:
    """Train a next-word model with an output table of its own and one with a tied table.

    Args:
        text_or_sentences: a text, or lists of words. The last tenth is held out.
        steps: of Adam, 32 passages of 16 words each.
        random_state: seed of the start and the batches, the same for both models.
        watch: called with the share that is done.

    Raises:
        InvalidInputError: too short a text, or steps outside their limits.
    """
    import torch

    sentences = as_sentences(text_or_sentences)
    words, train, held_out = _split(list(chain.from_iterable(sentences)))
    check_range("steps", steps, 1, MAX_STEPS)
    moments = np.unique(np.rint(np.linspace(0, 1, SCORED) ** 2 * steps).astype(np.int64))
    passages = windows(train, CONTEXT)
    batches = passages[random_places(len(passages), (steps, BATCH), random_state=random_state)]

    def run(is_tied: bool) -> NextWordModel:
        model = _build(len(words), is_tied, random_state)
        scored = windows(held_out, CONTEXT)[::CONTEXT]
        return _train(model, batches, scored, moments, lambda share: watch((share + is_tied) / 2))

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # the order of sums must not depend on the number of cores
    try:
        untied, tied = run(False), run(True)
    finally:
        torch.set_num_threads(threads)
    rows = len(np.unique(batches[0, :, :-1]))
    return LanguageModelRun(words, moments, untied, tied, rows, count_baselines(train, held_out, len(words)))


def _split(stream: list[str]) -> tuple[tuple[str, ...], Ids, Ids]:
    """Return the vocabulary of the first nine tenths, and the ids of both parts."""
    end = len(stream) - len(stream) // HELD_OUT
    if end < FEWEST_WORDS:
        raise InvalidInputError(
            f"The text has {len(stream):,} words; training needs {FEWEST_WORDS * 10 // 9 + 1}, so add text."
        )
    words = (*list(count_words(stream[:end]))[: VOCABULARY - 1], UNKNOWN)
    rows = {word: row for row, word in enumerate(words)}
    ids = np.array([rows.get(word, len(words) - 1) for word in stream], dtype=np.int64)
    return words, ids[:end], ids[end:]


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


def _train(model: Any, batches: Ids, held_out: Ids, moments: Ids, watch: Watch) -> NextWordModel:
    """Train on batches, (steps, 32, 17); score held-out passages, (n, 17), at the steps `moments`."""
    import torch
    from torch.nn.functional import cross_entropy

    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)

    def loss_of(batch: Ids) -> Any:
        ids = torch.tensor(batch)
        return cross_entropy(model(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten())

    losses, touched = [], 0
    for step in range(len(batches) + 1):
        if step in moments:
            with torch.no_grad():
                losses.append(float(loss_of(held_out)))
        if step == len(batches):
            break
        optimizer.zero_grad()
        loss_of(batches[step]).backward()
        if step == 0:
            touched = int((model.table.weight.grad != 0).any(dim=1).sum())
        optimizer.step()
        watch((step + 1) / len(batches))
    return NextWordModel(model.table.weight.detach().numpy().copy(), np.array(losses), touched)
