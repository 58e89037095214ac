"""The tables of the page: loaded once, and what is looked up in them for a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import embedlab
from embedlab import lookup
from embedlab.errors import InvalidInputError, quote
from ui import decoder
from ui.cache import cached
from ui.lookup.query import GPT2, Query
from ui.models import DECODER, ENCODER, encoder, tokenizer

__all__ = ["View", "decoder_table", "encoder_table", "table_of", "view"]

MAX_TOKENS = 512  # of the sentence
GPT2_SIZE = next(size for size in lookup.MODEL_SIZES if size.name == "GPT-2 small")


@dataclass(frozen=True)
class View:
    """What the picture shows: ids, and the rows that they pick; without weights, the ids alone."""

    query: Query
    table: lookup.EmbeddingMatrix | None
    labels: tuple[str, ...]
    ids: tuple[int, ...]
    special: tuple[bool, ...]
    shape: tuple[int, int]  # V, D
    product: lookup.OneHotProduct | None
    cut: int  # tokens left out

    @property
    def browsed(self) -> lookup.EmbeddingMatrix:
        """The table that the parts look into: that of the picture, or MiniLM's where no weights ship."""
        return self.table or encoder_table()


@cached(entries=1)
def encoder_table() -> lookup.EmbeddingMatrix:
    """Return MiniLM's table."""
    return lookup.embedding_matrix(encoder(ENCODER))


@cached(entries=1, seconds=900)  # it shares the decoder's memory, which may be wanted elsewhere
def decoder_table() -> lookup.EmbeddingMatrix:
    """Return SmolLM2's table."""
    return lookup.embedding_matrix(decoder.load())


def table_of(name: str) -> lookup.EmbeddingMatrix:
    """Return a table of the page that has weights."""
    return decoder_table() if name == DECODER else encoder_table()


@cached(entries=32)
def view(query: Query) -> View:
    """Look the ids of a sentence up.

    Raises:
        InvalidInputError: the sentence has no token.
    """
    used = tokenizer(query.name) if query.name != DECODER else decoder.load().tokenizer
    encoding = used.encode(query.text, special_tokens=query.name == ENCODER)
    ids = tuple(encoding.ids[:MAX_TOKENS])
    if not encoding.ids or all(encoding.special):
        raise InvalidInputError(
            f"{query.name} has no token for {quote(query.text)}; type a sentence with at least one word."
        )
    table = None if query.name == GPT2 else table_of(query.name)
    if table is None:
        labels = tuple(label.label for label in embedlab.tokens.token_labels(encoding, MAX_TOKENS))
    else:  # as the table has them: "Otter" is looked up as "otter"
        labels = tuple(table.labels[token_id] for token_id in ids)
    return View(
        query=query,
        table=table,
        labels=labels,
        ids=ids,
        special=tuple(encoding.special[:MAX_TOKENS]),
        shape=(GPT2_SIZE.vocabulary, GPT2_SIZE.dim) if table is None else table.matrix.shape,
        product=None if table is None else lookup.one_hot_product(table, ids),
        cut=len(encoding.ids) - len(ids),
    )
