"""The tokenizer of a sandbox: loads an untrusted `tokenizer.json` and runs the methods of a tokenizer.

The tasks of `untrusted`; nothing here runs in the server.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from embedlab.errors import InvalidInputError
from embedlab.processes.records import to_json
from embedlab.tokens.columns import bytes_columns, encoding_columns, stages_columns, text_columns
from embedlab.tokens.json_tokenizer import JsonTokenizer
from embedlab.tokens.stages import Word

__all__ = [
    "add_chat_template",
    "compact",
    "decode",
    "describe",
    "encode",
    "encode_conversation",
    "load",
    "replay",
    "spellings",
    "stages",
    "vocabulary_bytes",
]

INDENTATION = re.compile(rb"[\r\n][ \t\r\n]*")  # no string of JSON holds the end of a line

_loaded: list[JsonTokenizer] = []


def load(content: bytes, name: str) -> None:
    """Load the tokenizer of this process.

    Raises:
        InvalidInputError: the content is not that of a tokenizer.json, or the library cannot load it.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"{name} is not UTF-8 at byte {error.start:,}; choose the tokenizer.json of a model."
        ) from error
    tokenizer = JsonTokenizer(text, name=name)
    tokenizer.check()
    _loaded[:] = [tokenizer]


def describe() -> dict[str, Any]:
    """Return what the tokenizer is."""
    tokenizer = _loaded[0]
    return {
        "algorithm": tokenizer.algorithm,
        "vocabulary_size": tokenizer.vocabulary_size,
        "has_chat_template": tokenizer.has_chat_template,
        **text_columns("special_tokens", tokenizer.special_tokens),
        "special_ids": np.array([*tokenizer.special_tokens.values()], np.int64),
    }


def encode(text: str, special_tokens: bool) -> dict[str, Any]:
    """Return a text as tokens."""
    return encoding_columns(_loaded[0].encode(text, special_tokens=special_tokens))


def encode_conversation(messages: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return a conversation as its template writes it, and its tokens."""
    encoding = _loaded[0].encode_conversation(messages)
    return {"text": encoding.text, **encoding_columns(encoding)}


def stages(text: str, special_tokens: bool) -> dict[str, Any]:
    """Return what comes out of every stage between a text and its ids."""
    return stages_columns(_loaded[0].stages(text, special_tokens=special_tokens))


def replay(word: Mapping[str, Any]) -> Any:
    """Return how the model cuts a word, by the steps of its own algorithm."""
    return to_json(_loaded[0].replay(Word(**word)))


def decode(ids: Sequence[int]) -> str:
    """Return the text of some ids."""
    return _loaded[0].decode(ids)


def vocabulary_bytes() -> dict[str, Any]:
    """Return the bytes that each id stands for."""
    return bytes_columns("vocabulary", _loaded[0].vocabulary_bytes())


def spellings() -> dict[str, Any]:
    """Return the token of each id as the vocabulary spells it, and the rank of its merge, -1 for none."""
    tokenizer = _loaded[0]
    ranks = [tokenizer.rank(token_id) for token_id in range(tokenizer.vocabulary_size)]
    return {
        **text_columns("tokens", tokenizer.tokens),
        "ranks": np.array([-1 if rank is None else rank for rank in ranks], np.int64),
    }


def add_chat_template(content: bytes, config: bytes, template: bytes) -> dict[str, bytes]:
    """Return the "content" of a tokenizer.json with the chat template of its repository, where that has one.

    Args:
        content: of the tokenizer.json.
        config: of the repository's tokenizer_config.json, empty where it has none.
        template: of its chat_template.jinja, empty where it has none.
    """
    try:
        settings = json.loads(config or b"{}")
        model = json.loads(content.decode("utf-8-sig"))
        source: Any = template.decode()
    except (ValueError, RecursionError):  # whoever loads the tokenizer says what is wrong with it
        return {"content": content}
    if not isinstance(settings, dict) or not isinstance(model, dict):
        return {"content": content}
    source = source or settings.get("chat_template")
    if isinstance(source, list):  # several, by name
        named = {item.get("name"): item.get("template") for item in source if isinstance(item, dict)}
        source = named.get("default")
    if not isinstance(source, str):
        return {"content": content}
    chat = {"template": source}
    for key in ("bos_token", "eos_token"):
        token = settings.get(key) or ""
        chat[key] = str(token.get("content", "")) if isinstance(token, dict) else str(token)
    # as small as it can be: escapes would double a vocabulary of Hindi or Chinese
    merged = json.dumps(model | {"chat_template": chat}, ensure_ascii=False, separators=(",", ":"))
    return {"content": merged.encode("utf-8", "backslashreplace")}  # half a surrogate stays an escape


def compact(content: bytes) -> dict[str, bytes]:
    """Return the "content" of a JSON object with all in one line."""
    is_object = content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    return {"content": INDENTATION.sub(b"", content) if is_object else content}
