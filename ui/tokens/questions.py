"""The questions of the tokenization lesson: plain values in, results of `embedlab` and their figures out.

A tokenizer is asked for by its name: one of the catalog, or one that this visitor brought along. The name is
looked up before the cache is asked: what is kept for all visitors never reads the session of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import embedlab
from embedlab.display import visible_text
from embedlab.texts.languages import LANGUAGES
from embedlab.tokens.take_away import tokens_table
from ui.cache import cached
from ui.models import tokenizer
from ui.token_strips import MAX_DRAWN, strip_data
from ui.tokens import own

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from embedlab.tokens.chat import Message
    from embedlab.tokens.stages import Replay, Stages, Word

__all__ = [
    "LanguageView",
    "ask_chat",
    "ask_encoding",
    "ask_forms",
    "ask_languages",
    "ask_lengths",
    "ask_replay",
    "ask_stages",
    "ask_strips",
    "ask_table",
    "ask_trained",
    "ask_trained_encoding",
    "ask_vocabulary",
    "find_tokenizer",
]

LONG = 12  # results kept of questions about a text that may be long


@dataclass(frozen=True)
class LanguageView:
    """One sentence in many languages, and the visitor's text, under several tokenizers."""

    languages: tuple[str, ...]
    costs: dict[str, list[embedlab.tokens.TokenCost]]  # tokenizer -> one a language
    figure: go.Figure


def find_tokenizer(name: str) -> embedlab.tokens.Tokenizer:
    """Return a tokenizer of the catalog or one that this visitor brought along."""
    return own.find(name) or tokenizer(name)


def ask_encoding(name: str, text: str, special: bool = False) -> embedlab.tokens.Encoding:
    """Tokenize a text."""
    return _encode(find_tokenizer(name), text, special)


def ask_strips(names: Sequence[str], text: str, special: bool, ids: bool) -> dict[str, Any]:
    """Return the columns to draw for several tokenizers."""
    return _lay_out([find_tokenizer(name) for name in names], text, special, ids)


def ask_table(name: str, text: str, special: bool) -> dict[str, list[Any]]:
    """Return the tokens of a text as a table, as many as are drawn."""
    return _tabulate(find_tokenizer(name), text, special)


def ask_stages(name: str, text: str, special: bool) -> Stages:
    """Return what comes out of every stage."""
    return _run_stages(find_tokenizer(name), text, special)


def ask_replay(name: str, word: Word) -> Replay:
    """Return how a word is cut, step by step."""
    return _replay(find_tokenizer(name), word)


def ask_chat(name: str, messages: Sequence[Message]) -> embedlab.tokens.Encoding:
    """Tokenize a conversation."""
    return _converse(find_tokenizer(name), messages)


def ask_vocabulary(name: str) -> embedlab.tokens.Vocabulary:
    """Read a vocabulary."""
    return _read_vocabulary(find_tokenizer(name))


def ask_lengths(name: str) -> tuple[dict[int, int], go.Figure]:
    """Count the lengths of the tokens of a vocabulary."""
    return _count_lengths(find_tokenizer(name))


def ask_forms(name: str, word: str) -> list[Any]:
    """Return what becomes of a word in other spellings."""
    return _spell_forms(find_tokenizer(name), word)


def ask_languages(names: Sequence[str], text: str, per: str) -> LanguageView:
    """Tokenize the sentence of every language, and the visitor's text, with every tokenizer."""
    return _compare_languages([find_tokenizer(name) for name in names], text, per)


# what is kept for all visitors: tokenizers in, results out; each is told apart by its name, which ends in the
# checksum of the file where a visitor brought it along


@cached(entries=LONG)
def _encode(tokenizer: embedlab.tokens.Tokenizer, text: str, special: bool) -> embedlab.tokens.Encoding:
    return tokenizer.encode(text, special_tokens=special)


@cached(entries=LONG)
def _lay_out(
    tokenizers: Sequence[embedlab.tokens.Tokenizer], text: str, special: bool, ids: bool
) -> dict[str, Any]:
    columns = [(f"{each.name} · {each.algorithm}", _encode(each, text, special)) for each in tokenizers]
    return strip_data(columns, ids=ids)


@cached(entries=LONG)
def _tabulate(tokenizer: embedlab.tokens.Tokenizer, text: str, special: bool) -> dict[str, list[Any]]:
    table = tokens_table(_encode(tokenizer, text, special), MAX_DRAWN)
    return {**table, "token": [visible_text(token) for token in table["token"]]}


@cached(entries=LONG)
def _run_stages(tokenizer: embedlab.tokens.Tokenizer, text: str, special: bool) -> Stages:
    return tokenizer.stages(text, special_tokens=special)


@cached()
def _replay(tokenizer: embedlab.tokens.Tokenizer, word: Word) -> Replay:
    return tokenizer.replay(word)


@cached()
def _converse(tokenizer: embedlab.tokens.Tokenizer, messages: Sequence[Message]) -> embedlab.tokens.Encoding:
    return embedlab.tokens.encode_chat(tokenizer, messages)


@cached(entries=8)
def _read_vocabulary(tokenizer: embedlab.tokens.Tokenizer) -> embedlab.tokens.Vocabulary:
    return embedlab.tokens.Vocabulary.of(tokenizer)


@cached(entries=8)
def _count_lengths(tokenizer: embedlab.tokens.Tokenizer) -> tuple[dict[int, int], go.Figure]:
    from embedlab.figures.tokens import length_figure
    from ui.drawn import DrawnFigure

    lengths = _read_vocabulary(tokenizer).lengths()
    return lengths, DrawnFigure(length_figure(lengths))


@cached()
def _spell_forms(tokenizer: embedlab.tokens.Tokenizer, word: str) -> list[Any]:
    return embedlab.tokens.word_forms(tokenizer, word)


@cached()
def _compare_languages(tokenizers: Sequence[embedlab.tokens.Tokenizer], text: str, per: str) -> LanguageView:
    from embedlab.figures.tokens import language_figure
    from ui.drawn import DrawnFigure

    texts = [sentence.text for sentence in LANGUAGES] + ([text] if text else [])
    languages = tuple(sentence.language for sentence in LANGUAGES) + (("your text",) if text else ())
    costs = {
        each.name: [embedlab.tokens.token_cost(each.encode(said)) for said in texts] for each in tokenizers
    }
    spaced = [sentence.spaced for sentence in LANGUAGES] + ([len(text.split()) > 1] if text else [])
    return LanguageView(languages, costs, DrawnFigure(language_figure(languages, costs, per, spaced)))


@cached(entries=16)
def _train(
    text: str, algorithm: str, vocabulary_size: int
) -> embedlab.tokens.TrainedTokenizer | embedlab.EmbedLabError:
    try:
        return embedlab.tokens.train_tokenizer(text, algorithm=algorithm, vocabulary_size=vocabulary_size)
    except embedlab.EmbedLabError as error:  # kept as well: a minute in vain is not spent twice
        return error


def ask_trained(text: str, algorithm: str, vocabulary_size: int) -> embedlab.tokens.TrainedTokenizer:
    """Train a tokenizer."""
    trained = _train(text, algorithm, vocabulary_size)
    if isinstance(trained, embedlab.EmbedLabError):
        raise trained
    return trained


@cached(entries=LONG)
def ask_trained_encoding(
    corpus: str, algorithm: str, vocabulary_size: int, text: str
) -> embedlab.tokens.Encoding:
    """Tokenize a text with a tokenizer that was trained here."""
    return ask_trained(corpus, algorithm, vocabulary_size).tokenizer.encode(text)
