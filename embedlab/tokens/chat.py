"""Conversations as a model reads them: role tokens around each message. Shown, never added in silence.

Each format is that of the tokenizer's own makers:
- mistral-v3, tekken: Mistral's instruct format, version 3; a test compares it with mistral-common.
- cl100k_base: ChatML with the two extra ids given in the README of tiktoken ("Extending tiktoken").
- o200k_base: OpenAI's harmony format; the ids are those of tiktoken's `o200k_harmony`.
gpt2 and all-MiniLM-L6-v2 were never trained on conversations and have no roles. A tokenizer downloaded by
name brings its own template (`chat_template`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from embedlab.errors import InvalidInputError
from embedlab.tokens.encoding import Encoding, Pieces, Spelled
from embedlab.tokens.tokenizer import Tokenizer, replace_surrogates

__all__ = ["CHATML", "CHAT_FORMATS", "Message", "describe_format", "encode_chat"]

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True)
class Message:
    """What one side says."""

    role: Role
    content: str


Segment = tuple[str, bool]  # (text, whether it is a special token)


@dataclass(frozen=True)
class ChatFormat:
    """How a conversation is written for one family of models."""

    name: str
    source: str
    segments: Callable[[Sequence[Message]], list[Segment]]
    extra: Mapping[str, int]  # special tokens that the tokenizer itself does not name -> id
    tokens: frozenset[str]  # all special tokens that are used
    needs_user: bool = False


def mistral_segments(messages: Sequence[Message]) -> list[Segment]:
    """Write a conversation in Mistral's format, version 3: the system prompt joins the last question."""
    system = "\n\n".join(message.content for message in messages if message.role == "system")
    turns = [message for message in messages if message.role != "system"]
    last = max((place for place, turn in enumerate(turns) if turn.role == "user"), default=-1)
    segments: list[Segment] = [("<s>", True)]
    for place, turn in enumerate(turns):
        if turn.role == "user":
            content = f"{system}\n\n{turn.content}" if system and place == last else turn.content
            segments += [("[INST]", True), (content, False), ("[/INST]", True)]
        else:
            segments += [(turn.content.rstrip(" "), False), ("</s>", True)]
    return segments


def chatml_segments(messages: Sequence[Message]) -> list[Segment]:
    """Write a conversation in ChatML."""
    segments: list[Segment] = []
    for message in messages:
        segments += [
            ("<|im_start|>", True),
            (f"{message.role}\n{message.content}", False),
            ("<|im_end|>", True),
            ("\n", False),
        ]
    return segments


def harmony_segments(messages: Sequence[Message]) -> list[Segment]:
    """Write a conversation in OpenAI's harmony format; answers go to the channel "final"."""
    segments: list[Segment] = []
    for message in messages:
        segments += [("<|start|>", True), (message.role, False)]
        if message.role == "assistant":
            segments += [("<|channel|>", True), ("final", False)]
        segments += [("<|message|>", True), (message.content, False), ("<|end|>", True)]
    return segments


MISTRAL = ChatFormat(
    "Mistral instruct v3",
    "mistral-common",
    mistral_segments,
    {},
    frozenset({"<s>", "</s>", "[INST]", "[/INST]"}),
    needs_user=True,
)
CHATML_IDS = {"<|im_start|>": 100264, "<|im_end|>": 100265}
HARMONY_IDS = {"<|channel|>": 200005, "<|start|>": 200006, "<|end|>": 200007, "<|message|>": 200008}
# for tokenizers whose own vocabulary has both role tokens, as that of SmolLM2
CHATML = ChatFormat("ChatML", "README of tiktoken", chatml_segments, {}, frozenset(CHATML_IDS))
# tokenizer -> how its makers write a conversation
CHAT_FORMATS: dict[str, ChatFormat] = {
    "mistral-v3": MISTRAL,
    "tekken": MISTRAL,
    "cl100k_base": ChatFormat(
        "ChatML", "README of tiktoken", chatml_segments, CHATML_IDS, frozenset(CHATML_IDS)
    ),
    "o200k_base": ChatFormat(
        "harmony, the format of gpt-oss",
        "tiktoken, o200k_harmony",
        harmony_segments,
        HARMONY_IDS,
        frozenset(HARMONY_IDS),
    ),
}


def describe_format(tokenizer: Tokenizer) -> str | None:
    """Return the name and source of the format that `encode_chat` uses, None where it knows none."""
    if tokenizer.has_chat_template:
        return "Its own chat template, from its repository"
    chat = CHAT_FORMATS.get(tokenizer.name)
    return None if chat is None else f"{chat.name}; source: {chat.source}"


def encode_chat(
    tokenizer: Tokenizer, messages: Sequence[Message], *, chat: ChatFormat | None = None
) -> Encoding:
    """Return a conversation as tokens, role tokens and all; the text is the conversation as written out.

    A message that looks like a role token ("[INST]") is text like any other.

    Args:
        tokenizer: whose tokens.
        messages: what is said, in order.
        chat: the format to write in; that of the tokenizer if None.

    Raises:
        InvalidInputError: the tokenizer has no roles, or there is no message with anything in it.
    """
    if chat is None and tokenizer.has_chat_template:
        spoken = [message for message in messages if message.content]
        return tokenizer.encode_conversation([asdict(message) for message in spoken])
    chat = chat or CHAT_FORMATS.get(tokenizer.name)
    if chat is None or not (known := {**tokenizer.special_tokens, **chat.extra}).keys() >= chat.tokens:
        raise InvalidInputError(
            f"EmbedLab knows no format of conversations for {tokenizer.name}; "
            f"choose one of {', '.join(CHAT_FORMATS)}."
        )
    spoken = [message for message in messages if message.content]
    if not spoken:
        raise InvalidInputError("The conversation is empty (0 messages); write at least one message.")
    if chat.needs_user and not any(message.role == "user" for message in spoken):
        raise InvalidInputError(
            f"The format of {tokenizer.name} puts the system prompt into the user's message, and there is "
            "none; write a user's message."
        )
    written = ""
    ids: list[int] = []
    pieces = Pieces([], [], [], [], [])
    for raw, is_special in chat.segments(spoken):
        segment = replace_surrogates(raw)
        place = len(written)
        written += segment
        if is_special:
            ids.append(known[segment])
            pieces.tokens.append(segment)
            pieces.offsets.append((place, len(written)))
            pieces.token_bytes.append(b"")
            pieces.special.append(True)
            pieces.unknown.append(False)
        elif segment:
            part = tokenizer.encode(segment)
            ids += part.ids
            pieces.tokens.extend(part.tokens)
            pieces.offsets.extend((place + start, place + end) for start, end in part.offsets)
            pieces.token_bytes.extend(part.token_bytes)
            pieces.special.extend(part.special)
            pieces.unknown.extend(part.unknown)
    return Encoding(written, ids, True, speller=Spelled(pieces))
