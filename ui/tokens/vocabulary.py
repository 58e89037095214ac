"""The vocabulary browser: tokens by text or id, their lengths, the forms of a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import embedlab
from embedlab.display import visible_text
from embedlab.numerals import count_text
from embedlab.tokens import bytes_label, token_labels
from ui import controls, layout, sources
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.part import Part
from ui.tokens import exports, summaries
from ui.tokens.query import Query
from ui.tokens.results import count_lengths, find_tokenizer, read_vocabulary, spell_forms

__all__ = ["PART"]

MOST = 500  # tokens listed
SPACES = {"with or without": "either", "with a space before": "with", "without": "without"}
PAGE = 100  # ids listed


@dataclass(frozen=True)
class Options:
    """What is looked for in a vocabulary, and a word to spell."""

    name: str
    needle: str | None  # None: by ids
    space: str  # one of the values of SPACES
    first: int
    last: int
    word: str
    above: DeltaGenerator  # where the list is drawn, before the word


def ask(view: Query) -> Options:
    """Ask for a tokenizer, what to look for, and a word."""
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
    above = st.container()
    st.subheader("One word, many spellings", anchor=False)
    word = controls.text("Word", "café", key="form_word", max_chars=controls.MAX_WORD)
    return Options(name, needle, space, first, last, word, above)


def show(view: Query, options: Options) -> None:
    """Show the vocabulary of one tokenizer."""
    tokenizer = find_tokenizer(options.name)
    with options.above:
        _draw_list(read_vocabulary(tokenizer), options)
    _draw_forms(tokenizer, options.word)
    _draw_lengths(tokenizer)


def code(view: Query, options: Options) -> list[str]:
    """Return lines that print what was found, the spellings of the word and the lengths."""
    lines = [
        "",
        exports.tokenizer_line(options.name),
        "vocabulary = embedlab.tokens.Vocabulary.of(tokenizer)",
    ]
    if options.needle is None:
        lines.append(f"print(vocabulary.between({options.first}, {options.last}))")
    elif options.needle:
        lines.append(f"print(vocabulary.find({options.needle!r}, space={options.space!r}))")
    if options.word:
        lines += [
            f"for form in embedlab.tokens.word_forms(tokenizer, {options.word!r}):",
            "    print(form.change, form.encoding.tokens)",
        ]
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


def _draw_forms(tokenizer: embedlab.tokens.Tokenizer, word: str) -> None:
    if not word:
        st.info("Nothing to show yet: type a word.")
        return
    forms = layout.attempt_part(spell_forms, tokenizer, word)
    if forms is None:
        return
    draw_chip_rows(
        [
            ChipRow(
                f"{form.change} · {count_text(len(form.encoding), 'token')}",
                [Chip(label.label, label.kind, str(label.token_id)) for label in token_labels(form.encoding)],
            )
            for form in forms
        ],
        key="form rows",
        beside=True,
    )
    distinct = len({tuple(form.encoding.ids) for form in forms})
    layout.finding(summaries.about_forms(len(forms), distinct, tokenizer.name))


def _draw_lengths(tokenizer: embedlab.tokens.Tokenizer) -> None:
    st.subheader("How long are the tokens?", anchor=False)
    lengths, figure = count_lengths(tokenizer)
    summary = summaries.about_lengths(lengths, tokenizer.name)
    layout.picture(figure, key="lengths", alt=summary)
    layout.finding(summary)


PART = Part("Vocabulary", ask, show, code, origins)
