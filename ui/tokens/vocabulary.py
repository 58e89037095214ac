"""The vocabulary browser: tokens by text or id, and their lengths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

import embedlab
from embedlab.display import visible_text
from embedlab.tokens import bytes_label
from ui import controls, layout, sources
from ui.part import Part
from ui.tokens import exports, summaries
from ui.tokens.query import Query
from ui.tokens.results import count_lengths, find_tokenizer, read_vocabulary

__all__ = ["PART"]

MOST = 500  # tokens listed
SPACES = {"with or without": "either", "with a space before": "with", "without": "without"}
PAGE = 100  # ids listed


@dataclass(frozen=True)
class Options:
    """What is looked for in a vocabulary."""

    name: str
    needle: str | None  # None: by ids
    space: str  # one of the values of SPACES
    first: int
    last: int


def ask(view: Query) -> Options:
    """Ask for a tokenizer and what to look for."""
    left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
    with left:
        name = controls.pick("Tokenizer", view.names, key="browsed")
    with middle:
        how = controls.choice("Look for", ["text", "ids"], key="look_for")
    vocabulary = read_vocabulary(find_tokenizer(name))
    needle, space, first, last = None, "either", 0, 0
    if how == "text":
        with right:
            needle = controls.text("Text inside the token", "bank", key="needle", max_chars=controls.MAX_WORD)
        space = SPACES[
            controls.choice("Space", list(SPACES), key="needle_space", help=_space_help(vocabulary))
        ]
    else:
        with right:
            first = int(controls.amount("First id", 0, len(vocabulary) - 1, 0, key="first_id"))
        last = min(first + PAGE, len(vocabulary)) - 1
    return Options(name, needle, space, first, last)


def show(view: Query, options: Options) -> None:
    """Show the vocabulary of one tokenizer."""
    tokenizer = find_tokenizer(options.name)
    _draw_list(read_vocabulary(tokenizer), options)
    _draw_lengths(tokenizer)


def code(view: Query, options: Options) -> list[str]:
    """Return lines that print what was found, and the lengths."""
    lines = [
        "",
        exports.tokenizer_line(options.name),
        "vocabulary = embedlab.tokens.Vocabulary.of(tokenizer)",
    ]
    if options.needle is None:
        lines.append(f"print(vocabulary.between({options.first}, {options.last}))")
    elif options.needle:
        lines.append(f"print(vocabulary.find({options.needle!r}, space={options.space!r}))")
    return [*lines, "print(vocabulary.lengths())"]


def origins(view: Query, options: Options) -> list[str]:
    """Say what is counted."""
    return [sources.computed("lengths are characters of the bytes that a token stands for, for every id.")]


def _space_help(vocabulary: embedlab.tokens.Vocabulary) -> str:
    if vocabulary.tokenizer.algorithm == "WordPiece":
        return "WordPiece keeps no spaces: “with” means a piece that begins a word, “without” one inside it (##)."
    return "Most words are in the vocabulary twice: with the space before them, and without."


def _draw_list(vocabulary: embedlab.tokens.Vocabulary, options: Options) -> None:
    if options.needle is None:
        ids = layout.attempt_part(vocabulary.between, options.first, options.last)
        what = f"have an id from {options.first:,} to {options.last:,}"
    else:
        ids = layout.attempt_part(vocabulary.find, options.needle, space=options.space)
        what = f"contain “{visible_text(options.needle, mark_spaces=False)}”"
    if ids is None:
        return
    layout.finding(summaries.about_listed(len(ids), vocabulary, what, MOST))
    layout.table(_table(vocabulary, ids[:MOST]), key="vocabulary", height=280)


def _table(vocabulary: embedlab.tokens.Vocabulary, ids: Sequence[int]) -> dict[str, list[int] | list[str]]:
    raw = [vocabulary.token_bytes[token_id] for token_id in ids]
    spelled = [vocabulary.tokenizer.spelled(token_id) for token_id in ids]
    return {
        "id": list(ids),
        "shown": [
            bytes_label(token)[0] or visible_text(text) for token, text in zip(raw, spelled, strict=True)
        ],
        "in the vocabulary": [visible_text(text) for text in spelled],
        "bytes": [token.hex(" ") for token in raw],
        "length in bytes": [len(token) for token in raw],
    }


def _draw_lengths(tokenizer: embedlab.tokens.Tokenizer) -> None:
    lengths, figure = count_lengths(tokenizer)
    summary = summaries.about_lengths(lengths, tokenizer.name)
    layout.finding(summary)
    layout.picture(figure, key="lengths", alt=summary)


PART = Part(
    label="Vocabulary",
    ask=ask,
    show=show,
    code=code,
    sources=origins,
    line="Look through the list of all tokens, by text or by id.",
    deeper=True,
)
