"""The vocabulary browser: tokens by text or id, their lengths, the forms of a word."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

import embedlab
from embedlab.display import bytes_label, token_labels, visible_text
from ui import controls, layout
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.tokens.questions import ask_forms, ask_lengths, ask_vocabulary

__all__ = ["show"]

MOST = 500  # tokens listed
SPACES = {"with or without": "either", "with a space before": "with", "without": "without"}


def show(names: Sequence[str]) -> None:
    """Show the vocabulary of one tokenizer."""
    left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
    with left:
        name = controls.pick("Tokenizer", names, key="browsed")
    with middle:
        how = controls.choice("Look for", ["text", "ids"], key="look_for")
    vocabulary = ask_vocabulary(name)
    if how == "text":
        with right:
            needle = controls.text("Text inside the token", "bank", key="needle", max_chars=controls.MAX_WORD)
        space = controls.choice("Space", list(SPACES), key="needle_space", help=_space_help(vocabulary))
        found = layout.attempt_part(vocabulary.find, needle, space=SPACES[space])
        what = f"contain “{visible_text(needle, mark_spaces=False)}”"
    else:
        with right:
            first = controls.amount("First id", 0, len(vocabulary) - 1, 0, key="first_id")
        last = min(first + 99, len(vocabulary) - 1)
        found = layout.attempt_part(vocabulary.between, first, last)
        what = f"have an id from {first:,} to {last:,}"
    if found is not None:
        _list(vocabulary, found, what)
    _forms(name)
    _lengths(name)


def _space_help(vocabulary: embedlab.tokens.Vocabulary) -> str:
    if vocabulary.tokenizer.algorithm == "WordPiece":
        return "WordPiece keeps no spaces: “with” means a piece that begins a word, “without” one inside it (##)."
    return "Most words are in the vocabulary twice: with the space before them, and without."


def _list(vocabulary: embedlab.tokens.Vocabulary, found: Sequence[int], what: str) -> None:
    name = vocabulary.tokenizer.name
    many = f" The shortest {MOST} are listed." if len(found) > MOST else ""
    layout.reading(f"{len(found):,} of the {len(vocabulary):,} tokens of {name} {what}.{many}")
    listed = found[:MOST]
    raw = [vocabulary.token_bytes[token_id] for token_id in listed]
    spelled = [vocabulary.tokenizer.spelled(token_id) for token_id in listed]
    layout.numbers(
        {
            "id": list(listed),
            "shown": [
                bytes_label(token)[0] or visible_text(text) for token, text in zip(raw, spelled, strict=True)
            ],
            "in the vocabulary": [visible_text(text) for text in spelled],
            "bytes": [token.hex(" ") for token in raw],
            "length in bytes": [len(token) for token in raw],
        },
        key="vocabulary",
        label="",
        height=280,
    )


def _forms(name: str) -> None:
    st.subheader("One word, many spellings", anchor=False)
    word = controls.text("Word", "café", key="form_word", max_chars=controls.MAX_WORD)
    if not word:
        st.info("Nothing to show yet: type a word.")
        return
    forms = layout.attempt_part(ask_forms, name, word)
    if forms is None:
        return
    draw_chip_rows(
        [
            ChipRow(
                f"{form.change} · {layout.counted(len(form.encoding), 'token')}",
                [Chip(label.label, label.kind, str(label.token_id)) for label in token_labels(form.encoding)],
            )
            for form in forms
        ],
        key="form rows",
        beside=True,
    )
    distinct = len({tuple(form.encoding.ids) for form in forms})
    layout.reading(
        f"{layout.counted(len(forms), 'way')} to write the same word become "
        f"{layout.counted(distinct, 'different token sequence')} in {name}. "
        + ("To the model they are all the same." if distinct == 1 else "To the model, each is another input.")
    )


def _lengths(name: str) -> None:
    st.subheader("How long are the tokens?", anchor=False)
    lengths, figure = ask_lengths(name)
    whole = sum(lengths.values())
    most = max(lengths, key=lambda length: lengths[length])
    said = (
        f"The most frequent length in {name} is {most} characters ({lengths[most]:,} of {whole:,} tokens); "
        f"the longest has {max(lengths):,}, and {lengths.get(0, 0):,} hold only a part of a character."
    )
    layout.picture(figure, key="lengths", alt=said)
    layout.reading(said)
