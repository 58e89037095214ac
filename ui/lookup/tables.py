"""The tables of the page: loaded once, and what is looked up in them for a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab import lookup
from embedlab.content_key import content_key
from embedlab.errors import InvalidInputError, quote
from ui import decoder
from ui.cache import cached
from ui.lookup.query import GPT2, OWN, Query
from ui.models import DECODER, ENCODER, encoder, tokenizer
from ui.own_table import OwnTable

__all__ = ["View", "decoder_table", "encoder_table", "view"]

MAX_TOKENS = 512  # of the sentence
GPT2_SIZE = next(size for size in lookup.MODEL_SIZES if size.name == "GPT-2 small")
IN_SESSION = "lookup own table"  # (the key of its content, the table): it ends with the visit


@dataclass(frozen=True)
class Rows:
    """The ids of a sentence, and the product that gives the same rows."""

    labels: tuple[str, ...]
    ids: tuple[int, ...]
    special: tuple[bool, ...]
    cut: int  # tokens left out, or words without a row
    product: lookup.OneHotProduct | None


@dataclass(frozen=True)
class View:
    """What the picture shows: ids, and the rows that they pick; without weights, the ids alone."""

    query: Query
    table: lookup.EmbeddingMatrix | None
    rows: Rows

    @property
    def key(self) -> str:
        """One key for the content."""
        return content_key(self.query, self.table)

    @property
    def shape(self) -> tuple[int, int]:
        """V and D."""
        return (GPT2_SIZE.vocabulary, GPT2_SIZE.dim) if self.table is None else self.table.matrix.shape

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


def _own(own: OwnTable) -> lookup.EmbeddingMatrix:
    if st.session_state.get(IN_SESSION, ("",))[0] != own.key:
        table = lookup.EmbeddingMatrix.of_words(OWN, own.table.labels, own.table.matrix)
        st.session_state[IN_SESSION] = (own.key, table)
    latest: lookup.EmbeddingMatrix = st.session_state[IN_SESSION][1]
    return latest


def view(query: Query) -> View:
    """Look the ids of a sentence up.

    Raises:
        InvalidInputError: the sentence has no token.
    """
    if query.own is not None:
        table: lookup.EmbeddingMatrix | None = _own(query.own)
    else:
        table = None if query.name == GPT2 else decoder_table() if query.name == DECODER else encoder_table()
    return View(query, table, _look_up(query.text, query.name, table))


@cached(entries=32)
def _look_up(text: str, name: str, table: lookup.EmbeddingMatrix | None) -> Rows:
    if table is not None and name == OWN:
        return _words(text, table)
    used = tokenizer(name) if name != DECODER else decoder.load().tokenizer
    encoding = used.encode(text, special_tokens=name == ENCODER)
    ids = tuple(encoding.ids[:MAX_TOKENS])
    if not encoding.ids or all(encoding.special):
        raise InvalidInputError(f"{name} has no token for {quote(text)}; type at least one word.")
    special, cut = tuple(encoding.special[:MAX_TOKENS]), len(encoding.ids) - len(ids)
    if table is None:
        names = embedlab.tokens.token_labels(encoding, MAX_TOKENS)
        return Rows(tuple(name.label for name in names), ids, special, cut, None)
    labels = tuple(table.labels[token_id] for token_id in ids)  # "Otter" is looked up as "otter"
    return Rows(labels, ids, special, cut, lookup.one_hot_product(table, ids))


def _words(text: str, table: lookup.EmbeddingMatrix) -> Rows:
    """Look words up in a table of whole words: as they are written, else in small letters."""
    words = [word for each in text.split() if (word := each.strip(".,;:!?“”\"'()"))]
    names = [word if word in table.ids else word.lower() for word in words]
    ids = tuple(table.ids[name] for name in names if name in table.ids)[:MAX_TOKENS]
    if not ids:
        raise InvalidInputError(
            f"No word of {quote(text)} is among the {len(table.tokens):,} words of this table; "
            f"type one that is, such as “{table.tokens[0]}”."
        )
    labels, special = tuple(table.labels[row] for row in ids), (False,) * len(ids)
    return Rows(labels, ids, special, len(words) - len(ids), lookup.one_hot_product(table, ids))
