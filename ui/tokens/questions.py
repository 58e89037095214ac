"""The questions of the tokenization lesson: plain values in, results of `embedlab` and their figures out.

A tokenizer is asked for by its name: one of the catalog, or one that this visitor brought along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import embedlab
from embedlab.tokens.display import visible_text
from embedlab.tokens.languages import LANGUAGES
from embedlab.tokens.take_away import tokens_table
from ui.cache import kept, tokenizer
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


def find_tokenizer(name: str) -> embedlab.Tokenizer:
    """Return a tokenizer of the catalog or one that this visitor brought along."""
    return own.find(name) or tokenizer(name)


@kept(entries=LONG)
def ask_encoding(name: str, text: str, special: bool = False) -> embedlab.Encoding:
    """Tokenize a text."""
    return find_tokenizer(name).encode(text, special_tokens=special)


@kept(entries=LONG)
def ask_strips(names: Sequence[str], text: str, special: bool, ids: bool) -> dict[str, Any]:
    """Return the columns to draw for several tokenizers."""
    columns = [
        (f"{name} · {find_tokenizer(name).algorithm}", ask_encoding(name, text, special)) for name in names
    ]
    return strip_data(columns, ids=ids)


@kept(entries=LONG)
def ask_table(name: str, text: str, special: bool) -> dict[str, list[Any]]:
    """Return the tokens of a text as a table, as many as are drawn."""
    table = tokens_table(ask_encoding(name, text, special), MAX_DRAWN)
    return {**table, "token": [visible_text(token) for token in table["token"]]}


@kept(entries=LONG)
def ask_stages(name: str, text: str, special: bool) -> Stages:
    """Return what comes out of every stage."""
    return find_tokenizer(name).stages(text, special_tokens=special)


@kept()
def ask_replay(name: str, word: Word) -> Replay:
    """Return how a word is cut, step by step."""
    return find_tokenizer(name).replay(word)


@kept()
def ask_chat(name: str, messages: Sequence[Message]) -> embedlab.Encoding:
    """Tokenize a conversation."""
    return embedlab.encode_chat(find_tokenizer(name), messages)


@kept(entries=8)
def ask_vocabulary(name: str) -> embedlab.Vocabulary:
    """Read a vocabulary."""
    return embedlab.Vocabulary.of(find_tokenizer(name))


@kept(entries=8)
def ask_lengths(name: str) -> tuple[dict[int, int], go.Figure]:
    """Count the lengths of the tokens of a vocabulary."""
    from embedlab.figures.tokens import length_figure
    from ui.drawn import DrawnFigure

    lengths = ask_vocabulary(name).lengths()
    return lengths, DrawnFigure(length_figure(lengths))


@kept()
def ask_forms(name: str, word: str) -> list[Any]:
    """Return what becomes of a word in other spellings."""
    return embedlab.word_forms(find_tokenizer(name), word)


@dataclass(frozen=True)
class LanguageView:
    """One sentence in many languages, and the visitor's text, under several tokenizers."""

    languages: tuple[str, ...]
    costs: dict[str, list[embedlab.TokenCost]]  # tokenizer -> one a language
    figure: go.Figure


@kept()
def ask_languages(names: Sequence[str], text: str, per: str) -> LanguageView:
    """Tokenize the sentence of every language, and the visitor's text, with every tokenizer."""
    from embedlab.figures.tokens import language_figure
    from ui.drawn import DrawnFigure

    texts = [sentence.text for sentence in LANGUAGES] + ([text] if text else [])
    languages = tuple(sentence.language for sentence in LANGUAGES) + (("your text",) if text else ())
    costs = {
        name: [embedlab.token_cost(find_tokenizer(name).encode(each)) for each in texts] for name in names
    }
    spaced = [sentence.spaced for sentence in LANGUAGES] + ([len(text.split()) > 1] if text else [])
    return LanguageView(languages, costs, DrawnFigure(language_figure(languages, costs, per, spaced)))


@kept(entries=16)
def _train(
    text: str, algorithm: str, vocabulary_size: int
) -> embedlab.TrainedTokenizer | embedlab.EmbedLabError:
    try:
        return embedlab.train_tokenizer(text, algorithm=algorithm, vocabulary_size=vocabulary_size)
    except embedlab.EmbedLabError as error:  # kept as well: a minute in vain is not spent twice
        return error


def ask_trained(text: str, algorithm: str, vocabulary_size: int) -> embedlab.TrainedTokenizer:
    """Train a tokenizer."""
    trained = _train(text, algorithm, vocabulary_size)
    if isinstance(trained, embedlab.EmbedLabError):
        raise trained
    return trained


@kept(entries=LONG)
def ask_trained_encoding(corpus: str, algorithm: str, vocabulary_size: int, text: str) -> embedlab.Encoding:
    """Tokenize a text with a tokenizer that was trained here."""
    return ask_trained(corpus, algorithm, vocabulary_size).tokenizer.encode(text)
