"""The stages between a text and its ids, and the conversation a chat model would read."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from embedlab.display import token_labels, visible_text
from embedlab.tokens.chat import CHAT_FORMATS, Message, describe_format
from ui import controls, layout
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.tokens.questions import ask_chat, ask_stages, find_tokenizer

__all__ = ["show"]

MOST = 150  # chips in a row
MOST_CHARACTERS = 600
MAX_MESSAGE = 500  # characters


def show(names: Sequence[str], text: str, special: bool) -> None:
    """Show the stages of one tokenizer, and the text as a conversation."""
    name = controls.pick("Tokenizer", names, key="staged")
    stages = layout.attempt_part(ask_stages, name, text, special)
    if stages is None:
        return
    words, rules, encoding = stages.words, stages.rules, stages.encoding
    labels = token_labels(encoding, MOST + 2)
    written = [label for label in labels if label.kind != "special"]
    added = sum(encoding.special)
    changed = " (nothing was changed)" if stages.normalized == stages.text else ""
    draw_chip_rows(
        [
            ChipRow("The text", [_long(stages.text)], _rest(len(stages.text), MOST_CHARACTERS, "characters")),
            ChipRow(f"1 · Normalization{changed}", [_long(stages.normalized)], rules.normalization + "."),
            ChipRow(
                f"2 · Pre-tokenization: {layout.counted(len(words), 'part')}",
                [Chip(visible_text(word.text), "text", str(word.last - word.first)) for word in words[:MOST]],
                f"{rules.pre_tokenization}. Below each part: how many tokens it becomes."
                + _rest(len(words), MOST, "parts"),
            ),
            ChipRow(
                f"3 · Model: {layout.counted(len(encoding) - added, 'token')}",
                [Chip(label.label, label.kind, str(label.token_id)) for label in written[:MOST]],
                rules.model + "." + _rest(len(encoding), MOST, "tokens"),
            ),
            ChipRow(
                f"4 · Post-processing: {layout.counted(added, 'special token')} added",
                [
                    Chip(label.label, label.kind, str(label.token_id), label.kind == "special")
                    for label in labels[:MOST]
                ],
                rules.post_processing
                + (
                    "." if special or rules.post_processing.startswith("Nothing") else "; switched off above."
                ),
            ),
        ],
        key="stage rows",
    )
    layout.reading(
        f"{name}: {layout.counted(len(text), 'character')}, {layout.counted(len(words), 'part')}, "
        f"{layout.counted(len(encoding), 'token')}. No token crosses the border of a part, so where the text is split first "
        "decides which words can ever become one token."
    )
    _conversation(names, text)


def _conversation(names: Sequence[str], text: str) -> None:
    st.subheader("As a conversation", anchor=False)
    if not controls.switch(
        "Put the text into a conversation",
        False,
        key="chat",
        help="Chat models read special tokens around each message. Your text becomes the user's message.",
    ):
        return
    left, right = st.columns(2)
    with left:
        system = controls.text("System", "Answer briefly.", key="system", max_chars=MAX_MESSAGE)
    with right:
        answer = controls.text("Assistant", "", key="assistant", max_chars=MAX_MESSAGE)
    messages = (Message("system", system), Message("user", text), Message("assistant", answer))
    rows = []
    for name in names:
        described = describe_format(find_tokenizer(name))
        if described is None:
            rows.append(ChipRow(name, (), "No format of conversations is known here for this tokenizer."))
            continue
        encoding = layout.attempt_part(ask_chat, name, messages)
        if encoding is None:
            continue
        labels = token_labels(encoding, MOST)
        rows.append(
            ChipRow(
                f"{name} · {len(encoding):,} tokens, {sum(encoding.special)} of them special",
                [Chip(label.label, label.kind, str(label.token_id)) for label in labels],
                f"{described}." + _rest(len(encoding), MOST, "tokens"),
            )
        )
    draw_chip_rows(rows, key="chat rows")
    if not any(row.chips for row in rows):
        st.caption(f"With roles: {', '.join(CHAT_FORMATS)}. Choose one of them above.")


def _long(text: str) -> Chip:
    return Chip(visible_text(text[:MOST_CHARACTERS]), "plain")


def _rest(count: int, most: int, what: str) -> str:
    return f" The first {most:,} of {count:,} {what} are shown." if count > most else ""
