"""Predict, then reveal: how many tokens, and where the text splits, by the real tokenizers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.tokens import Encoding, token_labels
from ui import bets, controls, sources
from ui.cache import cached
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.part import Part
from ui.tokens import exports, summaries
from ui.tokens.query import Query
from ui.tokens.results import encode, find_tokenizer

__all__ = ["PART", "TEXTS", "make_question"]

# short texts, each with something to be surprised at
TEXTS = (
    "unhappiness",
    "The cat sat.",
    "1234567",
    "tokenization",
    "Hello world",
    "strawberry",
    "don't",
    "naïve café",
    "HELLO",
    "www.example.com",
    "x = x + 1",
    "internationally",
    "3.14159",
    "ice-cream",
    "Thursday",
)
COUNT, SPLIT = "how many tokens?", "where does it split?"


@dataclass(frozen=True)
class Options:
    """A tokenizer, and what is asked about it."""

    name: str
    kind: str  # COUNT or SPLIT


def ask(view: Query) -> Options:
    """Ask for a tokenizer and the kind of question."""
    left, right = st.columns([1, 1], vertical_alignment="bottom")
    with left:
        name = controls.pick("Tokenizer", view.names, key="quizzed")
    with right:
        kind = controls.choice("Question", [COUNT, SPLIT], key="quiz_kind")
    return Options(name, kind)


def show(view: Query, options: Options) -> None:
    """Ask for a prediction, and reveal on demand."""
    bets.show(
        "token bet",
        len(TEXTS),
        ask=lambda index: _ask(options, TEXTS[index]),
        reveal=lambda index: _reveal(options, TEXTS[index]),
    )


def code(view: Query, options: Options) -> list[str]:
    """Return lines that compute the answers."""
    return [
        "",
        exports.tokenizer_line(options.name),
        f"for example in {list(TEXTS)!r}:",
        "    encoding = tokenizer.encode(example)",
        "    print(len(encoding), [example[start:end] for start, end in encoding.offsets])",
    ]


def origins(view: Query, options: Options) -> list[str]:
    """Say who gives the answers."""
    return [sources.tokenizer(find_tokenizer(options.name))]


def make_question(kind: str, name: str, encoding: Encoding, others: Sequence[Encoding]) -> bets.Question:
    """Return a question whose wrong choices are what other ways to cut the same text would give.

    Args:
        kind: COUNT or SPLIT.
        name: of the tokenizer.
        encoding: the right answer.
        others: the same text under other tokenizers.
    """
    text = encoding.text
    if kind == COUNT:
        counts = [len(text.split()), len(text), *(len(each) for each in others)]
        choices = bets.number_choices(len(encoding), counts)
        return bets.Question(f"How many tokens does {name} make of this?", text, choices)
    cuts = [_cut(each) for each in (encoding, *others)]
    words = "|".join(text.split())
    letters = "|".join(text)
    plausible = dict.fromkeys([*cuts, text, words.replace("|", " |"), letters])
    return bets.Question(f"Where does {name} cut this?", text, tuple(sorted(list(plausible)[:4])))


@cached()
def _ask(options: Options, text: str) -> bets.Question:
    others = [encode(find_tokenizer(name), text, False) for name in embedlab.names_of("tokenizer")]
    return make_question(
        options.kind, options.name, encode(find_tokenizer(options.name), text, False), others
    )


def _reveal(options: Options, text: str) -> bets.Answer:
    encoding = encode(find_tokenizer(options.name), text, False)
    right = str(len(encoding)) if options.kind == COUNT else _cut(encoding)
    labels = token_labels(encoding)
    chips = [Chip(label.label, label.kind, str(label.token_id)) for label in labels]

    def draw() -> None:
        draw_chip_rows([ChipRow("", chips)], key="token bet answer")

    return bets.Answer(right, summaries.about_bet([label.label for label in labels], options.name), draw)


def _cut(encoding: Encoding) -> str:
    """Return the text with a bar at each border between two tokens."""
    text, edges = encoding.text, [start for start, _ in encoding.offsets if start] + [len(encoding.text)]
    parts, before = [], 0
    for edge in dict.fromkeys(edges):
        parts.append(text[before:edge])
        before = edge
    return "|".join(parts)


PART = Part(
    label="Predict",
    ask=ask,
    show=show,
    code=code,
    sources=origins,
    line="Bet first: how many tokens, and where is the cut?",
)
