"""The results of the tokenization lesson, cached for all visitors: tokenizers and plain values in.

A tokenizer is found by its name: one of the catalog, or one that this visitor brought along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import embedlab
from embedlab.catalog import find_entry
from embedlab.display import visible_text
from embedlab.tokens import Encoding, Tokenizer
from ui import models
from ui.cache import cached
from ui.token_strips import MAX_DRAWN, strip_data
from ui.tokens import custom

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = [
    "LanguageCosts",
    "compare_languages",
    "converse",
    "count_lengths",
    "encode",
    "find_tokenizer",
    "lay_out",
    "read_vocabulary",
    "replay",
    "run_stages",
    "spell_forms",
    "tabulate",
    "train",
    "users",
]

LONG = 12  # results of questions about a text that may be long


@dataclass(frozen=True)
class LanguageCosts:
    """One sentence in many languages, and the visitor's text, under several tokenizers."""

    languages: tuple[str, ...]
    costs: dict[str, list[embedlab.tokens.TokenCost]]  # tokenizer -> one per language
    figure: go.Figure


def find_tokenizer(name: str) -> Tokenizer:
    """Return a tokenizer of the catalog or one that this visitor brought along."""
    return custom.find(name) or models.tokenizer(name)


@cached(entries=LONG)
def encode(tokenizer: Tokenizer, text: str, special: bool) -> Encoding:
    """Tokenize a text."""
    return tokenizer.encode(text, special_tokens=special)


@cached(entries=LONG)
def lay_out(tokenizers: Sequence[Tokenizer], text: str, special: bool, ids: bool) -> dict[str, Any]:
    """Return the columns to draw for several tokenizers."""
    columns = [(each.name, encode(each, text, special)) for each in tokenizers]
    about = [
        " · ".join(filter(None, (users(each.name), f"{each.vocabulary_size:,} tokens in its list")))
        for each in tokenizers
    ]
    return strip_data(columns, ids=ids, about=about)


def users(name: str) -> str:
    """Return which models read with a tokenizer, from the catalog; "" for one of a visitor's own."""
    if name not in embedlab.names_of("tokenizer"):
        return ""
    return find_entry(name, "tokenizer").origin.split(", ", 1)[-1]


@cached(entries=LONG)
def tabulate(tokenizer: Tokenizer, text: str, special: bool) -> dict[str, list[Any]]:
    """Return the tokens of a text as a table, as many as are drawn."""
    table = embedlab.tokens.tokens_table(encode(tokenizer, text, special), MAX_DRAWN)
    spans = [f"{start}–{end}" for start, end in zip(table.pop("start"), table.pop("end"), strict=True)]
    return {**table, "token": [visible_text(token) for token in table["token"]], "characters": spans}


@cached(entries=LONG)
def run_stages(tokenizer: Tokenizer, text: str, special: bool) -> embedlab.tokens.Stages:
    """Return what comes out of every stage."""
    return tokenizer.stages(text, special_tokens=special)


@cached()
def replay(tokenizer: Tokenizer, word: embedlab.tokens.Word) -> embedlab.tokens.Replay:
    """Return how a word is cut, step by step."""
    return tokenizer.replay(word)


@cached()
def converse(tokenizer: Tokenizer, messages: Sequence[embedlab.tokens.Message]) -> Encoding:
    """Tokenize a conversation."""
    return embedlab.tokens.encode_chat(tokenizer, messages)


@cached(entries=8)
def read_vocabulary(tokenizer: Tokenizer) -> embedlab.tokens.Vocabulary:
    """Read a vocabulary."""
    return embedlab.tokens.Vocabulary.of(tokenizer)


@cached(entries=8)
def count_lengths(tokenizer: Tokenizer) -> tuple[dict[int, int], go.Figure]:
    """Count the lengths of the tokens of a vocabulary."""
    from embedlab.figures.tokens import length_figure
    from ui.shared_figure import SharedFigure

    lengths = read_vocabulary(tokenizer).lengths()
    return lengths, SharedFigure(length_figure(lengths))


@cached()
def spell_forms(tokenizer: Tokenizer, word: str) -> list[embedlab.tokens.WordForm]:
    """Return what becomes of a word in other spellings."""
    return embedlab.tokens.word_forms(tokenizer, word)


@cached()
def compare_languages(tokenizers: Sequence[Tokenizer], text: str, per: str) -> LanguageCosts:
    """Tokenize the sentence of every language, and the visitor's text, with every tokenizer."""
    from embedlab.figures.tokens import language_figure
    from ui.shared_figure import SharedFigure

    texts = [sentence.text for sentence in embedlab.texts.LANGUAGES] + ([text] if text else [])
    languages = tuple(sentence.language for sentence in embedlab.texts.LANGUAGES) + (
        ("your text",) if text else ()
    )
    costs = {
        each.name: [embedlab.tokens.token_cost(each.encode(each_text)) for each_text in texts]
        for each in tokenizers
    }
    spaced = [sentence.spaced for sentence in embedlab.texts.LANGUAGES] + (
        [len(text.split()) > 1] if text else []
    )
    return LanguageCosts(languages, costs, SharedFigure(language_figure(languages, costs, per, spaced)))


def train(text: str, algorithm: str, vocabulary_size: int) -> embedlab.tokens.TrainedTokenizer:
    """Train a tokenizer.

    Raises:
        EmbedLabError: the text teaches nothing, or the training did not end in time.
    """
    trained = _train(text, algorithm, vocabulary_size)
    if isinstance(trained, embedlab.EmbedLabError):
        raise trained
    return trained


@cached(entries=16)
def _train(
    text: str, algorithm: str, vocabulary_size: int
) -> embedlab.tokens.TrainedTokenizer | embedlab.EmbedLabError:
    try:
        return embedlab.tokens.train_tokenizer(text, algorithm=algorithm, vocabulary_size=vocabulary_size)
    except embedlab.InvalidInputError as error:  # cached as well: a minute in vain is not spent twice
        return error
