"""The stages between a text and its ids, and the conversation a chat model would read."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import embedlab
from embedlab.display import visible_text
from embedlab.numerals import count_text
from embedlab.tokens import CHAT_FORMATS, Message, describe_format, token_labels
from ui import controls, layout, sources
from ui.chips import Chip, ChipRow, draw_chip_rows
from ui.part import Part
from ui.tokens import exports, summaries
from ui.tokens.query import Query
from ui.tokens.results import converse, find_tokenizer, run_stages

__all__ = ["PART"]

MOST = 150  # chips in a row
MOST_CHARACTERS = 600
MAX_MESSAGE = 500  # characters


@dataclass(frozen=True)
class Options:
    """A tokenizer, and the messages around the text where it is part of a conversation."""

    name: str
    messages: tuple[Message, ...]  # none outside a conversation
    above: DeltaGenerator  # where the stages are drawn, before the controls of the conversation


def ask(view: Query) -> Options:
    """Ask for a tokenizer, and whether the text stands in a conversation."""
    name = controls.pick("Tokenizer", view.names, key="staged")
    above = st.container()
    st.subheader("As a conversation", anchor=False)
    if not controls.switch(
        "Put the text into a conversation",
        False,
        key="chat",
        help="Chat models read special tokens around each message. Your text becomes the user's message.",
    ):
        return Options(name, (), above)
    left, right = st.columns(2)
    with left:
        system = controls.text("System", "Answer briefly.", key="system", max_chars=MAX_MESSAGE)
    with right:
        answer = controls.text("Assistant", "", key="assistant", max_chars=MAX_MESSAGE)
    messages = (Message("system", system), Message("user", view.text), Message("assistant", answer))
    return Options(name, messages, above)


def show(view: Query, options: Options) -> None:
    """Show the stages of one tokenizer, and the text as a conversation."""
    with options.above:
        stages = layout.attempt_part(run_stages, find_tokenizer(options.name), view.text, view.special)
        if stages is not None:
            layout.finding(summaries.about_stages(stages, view.text, options.name))
            draw_chip_rows(_stage_rows(stages, view.special), key="stage rows")
    if options.messages:
        _draw_conversation(view, options.messages)


def code(view: Query, options: Options) -> list[str]:
    """Return lines that print the stages, and the conversation."""
    lines = [
        "",
        exports.tokenizer_line(options.name),
        f"print(tokenizer.stages(text, special_tokens={view.special}))",
    ]
    if options.messages and describe_format(find_tokenizer(options.name)) is not None:
        system, _, answer = options.messages
        lines += [
            "Message = embedlab.tokens.Message",
            f'messages = [Message("system", {system.content!r}), Message("user", text), '
            f'Message("assistant", {answer.content!r})]',
            "print(embedlab.tokens.encode_chat(tokenizer, messages).tokens)",
        ]
    return lines


def origins(view: Query, options: Options) -> list[str]:
    """Say who ran the stages."""
    return [sources.computed("each stage by the tokenizer's own engine, one after the other.")]


def _stage_rows(stages: embedlab.tokens.Stages, special: bool) -> list[ChipRow]:
    """Return a row per stage that changes something; the others are a line."""
    words, rules, encoding = stages.words, stages.rules, stages.encoding
    labels = token_labels(encoding, MOST + 2)
    written = [label for label in labels if label.kind != "special"]
    added = sum(encoding.special)
    same = stages.normalized == stages.text
    switched_off = not special and not rules.post_processing.startswith("Nothing")
    return [
        ChipRow("The text", [_long(stages.text)], _rest(len(stages.text), MOST_CHARACTERS, "characters")),
        ChipRow(
            "1 · Normalized: no change" if same else "1 · Normalized",
            () if same else [_long(stages.normalized)],
            rules.normalization + ".",
        ),
        ChipRow(
            f"2 · Split into {count_text(len(words), 'part')}",
            [Chip(visible_text(word.text), "text", str(word.last - word.first)) for word in words[:MOST]],
            f"{rules.pre_tokenization}. Below each part: how many tokens it becomes."
            + _rest(len(words), MOST, "parts"),
        ),
        ChipRow(
            f"3 · Cut into {count_text(len(encoding) - added, 'token')}",
            [Chip(label.label, label.kind, str(label.token_id)) for label in written[:MOST]],
            rules.model + "." + _rest(len(encoding), MOST, "tokens"),
        ),
        ChipRow(
            f"4 · {count_text(added, 'special token')} added" if added else "4 · Special tokens: none",
            [
                Chip(label.label, label.kind, str(label.token_id), label.kind == "special")
                for label in (labels[:MOST] if added else ())
            ],
            rules.post_processing + "; switched off under More settings."
            if switched_off
            else f"{rules.post_processing}."
            if added
            else "This tokenizer adds none around a text.",
        ),
    ]


def _draw_conversation(view: Query, messages: tuple[Message, ...]) -> None:
    rows = []
    for tokenizer in view.tokenizers:
        description = describe_format(tokenizer)
        if description is None:
            rows.append(
                ChipRow(tokenizer.name, (), "No format of conversations is known here for this tokenizer.")
            )
            continue
        encoding = layout.attempt_part(converse, tokenizer, messages)
        if encoding is None:
            continue
        rows.append(
            ChipRow(
                f"{tokenizer.name} · {len(encoding):,} tokens, {sum(encoding.special)} of them special",
                [
                    Chip(label.label, label.kind, str(label.token_id))
                    for label in token_labels(encoding, MOST)
                ],
                f"{description}." + _rest(len(encoding), MOST, "tokens"),
            )
        )
    draw_chip_rows(rows, key="chat rows")
    if not any(row.chips for row in rows):
        st.caption(f"With roles: {', '.join(CHAT_FORMATS)}. Choose one of them above.")


def _long(text: str) -> Chip:
    return Chip(visible_text(text[:MOST_CHARACTERS]), "plain")


def _rest(count: int, most: int, what: str) -> str:
    return f" The first {most:,} of {count:,} {what} are shown." if count > most else ""


PART = Part(
    label="Stages and chat",
    ask=ask,
    show=show,
    code=code,
    sources=origins,
    line="What happens between the text and the ids; and what a chat model would read.",
    deeper=True,
    former=("Stages",),
)
