"""A transformer encoder: every layer's vectors and attentions for a text, or one vector for a whole text.

Two copies of the module share one set of weights: one computes attention step by step, so that the
attentions can be read, the other uses PyTorch's fused kernel for bulk work. Neither is ever switched, so
one encoder serves all threads; texts that several of them ask for at the same moment share a forward pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from embedlab.catalog import find_entry
from embedlab.context.forward import Forward, share_weights
from embedlab.context.masking import mask_pieces
from embedlab.context.pooling import TEXT_POOLINGS, pool_tokens
from embedlab.context.shared_forward import BULK_TOKENS, PASSES
from embedlab.cosine import unit_rows
from embedlab.errors import InvalidInputError, check_choice, quote
from embedlab.models.installed import find_file
from embedlab.models.position_rows import check_placeless, first_position
from embedlab.models.pretrained import read_pretrained
from embedlab.tokens import Tokenizer, load_tokenizer

if TYPE_CHECKING:
    from transformers import PreTrainedModel

__all__ = ["ContextualEncoding", "Encoder", "load_encoder"]

NO_LAYERS = np.empty((0, 0, 0), dtype=np.float32)


@dataclass(frozen=True)
class ContextualEncoding:
    """One text through the encoder. The special tokens the model adds are among the tokens."""

    text: str
    ids: list[int]
    tokens: list[str]
    offsets: list[tuple[int, int]]  # (start, end) characters of text; (0, 0) for special tokens
    special: list[bool]
    cut: int  # tokens left out because the text exceeds the model's window
    hidden_states: NDArray[np.float32]  # (layers + 1, tokens, dim); 0 = the embedding layer's output
    attentions: NDArray[np.float32]  # (layers, heads, query token, key token); each row sums to 1


class Encoder:
    """An encoder model with its tokenizer. Safe to share between threads.

    Args:
        model: a transformers encoder in evaluation mode, with eager attention.
        tokenizer: adds the model's special tokens on request.
        name: what messages and sources call the model.
        bulk_window: tokens at most for `embed`; the model's whole window if None.
        window: tokens a text may have, special ones included; as many as the model has positions if None.
        causal: whether a token sees only what stands before it, as in a decoder.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: Tokenizer,
        *,
        name: str = "custom",
        bulk_window: int | None = None,
        window: int | None = None,
        causal: bool = False,
    ) -> None:
        self.name = name
        self.causal = causal
        self.tokenizer = tokenizer
        self.layers = int(model.config.num_hidden_layers)
        self.heads = int(model.config.num_attention_heads)
        self.dim = int(model.config.hidden_size)
        self.window = window or int(model.config.max_position_embeddings)  # tokens, special ones included
        self.bulk_window = min(bulk_window or self.window, self.window)
        self._model = model
        self._bulk_model = _twin(model, attention="sdpa")
        self._with_attentions = Forward(self._model, attentions=True)
        self._all_layers = Forward(self._bulk_model)
        place = first_position(model.config)
        self._placeless = {  # by whether attentions are wanted
            True: Forward(self._model, attentions=True, place=place),
            False: Forward(self._bulk_model, place=place),
        }
        self._last_layer = Forward(self._bulk_model, last_only=True)
        self._idle_model = share_weights(model)  # never run: copies are made of it while the others are

    def encode(
        self, texts: Sequence[str], *, attentions: bool = True, positions: bool = True
    ) -> list[ContextualEncoding]:
        """Return every layer's vectors and attentions for each text, in float32.

        A text longer than the window (512 tokens for all-MiniLM-L6-v2) is cut at its end; `cut` says by
        how many tokens.

        Args:
            texts: the texts, in any order; they are batched by length, and with those of other threads.
            attentions: without them, which take most of the memory, `attentions` has no layers.
            positions: without them, every token gets the first position; no model was trained so.

        Raises:
            InvalidInputError: there is no text, or one with nothing in it, or the model has no token for it,
                or it has to do without positions that are in its scores (a relative bias, as in MPNet).
        """
        results = dict(self.encode_each(texts, attentions=attentions, positions=positions))
        return [results[index] for index in range(len(results))]

    def encode_each(
        self,
        texts: Sequence[str],
        *,
        attentions: bool = True,
        positions: bool = True,
        masked: Sequence[tuple[int, int] | None] | None = None,
    ) -> Iterator[tuple[int, ContextualEncoding]]:
        """Yield the place of each text and what `encode` returns for it, as the batches are done.

        For many texts of which only a part is to be kept: the layers of 200 long ones take a gigabyte.

        Args:
            texts: the texts, in any order; they come back as they are batched, the longest first.
            attentions: without them, which take most of the memory, `attentions` has no layers.
            positions: without them, every token gets the first position; no model was trained so.
            masked: for each text, the (start, end) characters that the model must not see, or None.

        Raises:
            InvalidInputError: as `encode`, or the tokenizer has no mask token and characters are to be
                masked.
            ValueError: `masked` has not one place for each text.
        """
        if not positions:
            check_placeless(self._model.config, name=self.name)
        spans = [None] * len(texts) if masked is None else masked
        prepared = [
            self._prepare(text, self.window, span) for text, span in zip(_checked(texts), spans, strict=True)
        ]
        placed = self._with_attentions if attentions else self._all_layers
        forward = placed if positions else self._placeless[attentions]
        for index, layers in PASSES.run(forward, [text.ids for text in prepared]):
            yield (
                index,
                replace(prepared[index], hidden_states=layers.hidden_states, attentions=layers.attentions),
            )

    def embed(
        self, texts: Sequence[str], *, pooling: str = "mean", normalize: bool = True, bulk: bool = False
    ) -> NDArray[np.float32]:
        """Return one vector for each text, shape (n, dim), from the last layer.

        Args:
            texts: the texts, in any order; they are batched by length.
            pooling: "mean" over all tokens, special ones included (as all-MiniLM-L6-v2 was trained),
                "cls" (the first token) or "max" (of each dimension).
            normalize: scale each vector to length 1.
            bulk: larger passes while nobody else waits: faster for many long texts, but somebody who comes
                meanwhile waits longer for the first pass.

        Raises:
            InvalidInputError: there is no text, or one with nothing in it.
            UnknownNameError: no such pooling.
        """
        check_choice(pooling, TEXT_POOLINGS, "pooling")
        ids = [self._bulk_ids(text) for text in _checked(texts)]
        vectors = np.empty((len(ids), self.dim), dtype=np.float32)
        passes = PASSES.run(self._last_layer, ids, max_tokens=BULK_TOKENS if bulk else 0)
        for index, layers in passes:
            vectors[index] = pool_tokens(layers.hidden_states[0], pooling)
        if normalize:
            vectors[:] = unit_rows(vectors)
        return vectors

    @property
    def model(self) -> PreTrainedModel:
        """The module that computes attention step by step. All threads share it: read it, never change it."""
        return self._model

    def prepare(self, text: str, *, window: int | None = None) -> ContextualEncoding:
        """Return the tokens of a text as the model gets them, without running it.

        Args:
            text: cut at its end where it has more tokens than the window.
            window: tokens at most, special ones included; the model's own if None.

        Raises:
            InvalidInputError: as `encode`.
        """
        return self._prepare(_checked([text])[0], min(window or self.window, self.window))

    def copy_model(self, *, attention: str = "eager") -> PreTrainedModel:
        """Return a module of its own on the same weights, which the caller may hook and run alone.

        Args:
            attention: "eager", which returns attentions, or "sdpa", PyTorch's fused kernel.
        """
        return _twin(self._idle_model, attention=attention)

    def last_layer_with(
        self, ids: Sequence[Sequence[int]], weights: Mapping[str, Any]
    ) -> list[NDArray[np.float32]]:
        """Return the last layer for each text, (tokens, dim), computed with other weights for this once.

        Args:
            ids: of each text, special tokens included, at most `window`; `~id` hides a token from all others.
            weights: tensors by the names of the parameters they stand for; none changes nothing. The model
                itself stays as it is.

        Raises:
            InvalidInputError: the model has no parameter of such a name.
        """
        model = share_weights(self._idle_model, weights) if weights else self._model
        forward = Forward(model, last_only=True)
        states = dict(PASSES.run(forward, ids))
        return [states[row].hidden_states[0] for row in range(len(ids))]

    @cached_property
    def token_embeddings(self) -> NDArray[np.float32]:
        """The input table: one static vector for each id, shape (vocabulary, dim). Read only."""
        module: Any = self._model.get_input_embeddings()
        table: NDArray[np.float32] = module.weight.detach().numpy()
        table.flags.writeable = False
        return table

    def _prepare(self, text: str, window: int, masked: tuple[int, int] | None = None) -> ContextualEncoding:
        """Return the tokens of a text that fit the window, before any layer."""
        encoding = self.tokenizer.encode(text, special_tokens=True)
        ids, tokens, offsets, special = encoding.ids, encoding.tokens, encoding.offsets, encoding.special
        if masked is not None:
            ids, tokens = mask_pieces(ids, tokens, offsets, masked, self.tokenizer)
        self._check_ids(ids, text)
        cut = max(0, len(ids) - window)
        if cut:  # a last token that closes the text stays; a decoder has none
            keep = [*range(window - 1), len(ids) - 1 if special[-1] else window - 1]
            ids, tokens = [ids[place] for place in keep], [tokens[place] for place in keep]
            offsets, special = [offsets[place] for place in keep], [special[place] for place in keep]
        return ContextualEncoding(encoding.text, ids, tokens, offsets, special, cut, NO_LAYERS, NO_LAYERS)

    def _bulk_ids(self, text: str) -> Sequence[int]:
        """Return the ids of a text that fit the window of `embed`; its tokens are not spelled out."""
        ids = self.tokenizer.encode(text, special_tokens=True).ids
        if len(ids) > self.bulk_window:
            return self._prepare(text, self.bulk_window).ids
        self._check_ids(ids, text)
        return ids

    def _check_ids(self, ids: Sequence[int], text: str) -> None:
        rows = len(self.token_embeddings)
        if not ids:
            why = f"makes no token of {quote(text)}"
        elif not 0 <= min(ids) <= max(ids) < rows:
            beyond = next(number for number in ids if not 0 <= number < rows)
            why = f"has the id {beyond:,} for {quote(text)}, and vectors for {rows:,} ids only"
        else:
            return
        raise InvalidInputError(f"The model {self.name} {why}; choose another text or another model.")

    def __repr__(self) -> str:
        return f"<Encoder {self.name}: {self.layers} layers × {self.heads} heads × {self.dim}>"


def _checked(texts: Sequence[str]) -> Sequence[str]:
    if isinstance(texts, str):
        raise TypeError("texts must be a list of texts, not one text; wrap it in a list: [text]")
    if not texts:
        raise InvalidInputError("There are 0 texts to encode; give at least one.")
    for number, text in enumerate(texts, start=1):
        if not text.strip():
            raise InvalidInputError(f"Text {number} is empty ({quote(text)}); type at least one word.")
    return texts


def _twin(model: PreTrainedModel, *, attention: str) -> PreTrainedModel:
    """Return a copy of `model` with another attention kernel, on the same weights."""
    twin: PreTrainedModel = share_weights(model)
    twin.set_attn_implementation(attention)
    return twin


def load_encoder(name: str, *, tokenizer: Tokenizer | None = None) -> Encoder:
    """Load an encoder of the catalog.

    Args:
        name: in the catalog.
        tokenizer: its tokenizer where that is loaded already; without it, another one is loaded.

    Raises:
        UnknownNameError: no encoder of that name.
        MissingModelError: the package that carries it is not installed.
        CorruptModelError: its file is not the one the catalog names.
    """
    entry = find_entry(name, "encoder")
    find_file(entry, "weights")
    folder = find_file(entry, "config").parent
    model, _ = read_pretrained(folder)
    return Encoder(model, tokenizer or load_tokenizer(name), name=name, bulk_window=BULK_WINDOWS.get(name))


# the window a model's publisher uses for whole texts: sentence_bert_config.json of all-MiniLM-L6-v2
BULK_WINDOWS = {"all-MiniLM-L6-v2": 256}
