"""The chat template of a tokenizer from the hub: a Jinja program that writes a conversation out as text.

It is a stranger's program: it runs in Jinja's sandbox, and for tokenizers of strangers in their own process,
under the deadline of every call. What it may use is what the `transformers` library offers to templates.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn

from embedlab.errors import InvalidInputError, one_line

__all__ = ["render_chat"]

MAX_RENDERED = 400_000  # characters of a conversation written out


def render_chat(chat: Mapping[str, str], messages: Sequence[Mapping[str, str]]) -> str:
    """Return a conversation as its template writes it.

    Args:
        chat: "template", "bos_token" and "eos_token".
        messages: "role" and "content" of each.

    Raises:
        InvalidInputError: the template fails, refuses these roles, or writes too much.
    """
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def refuse(message: str) -> NoReturn:
        raise jinja2.TemplateError(message)

    def to_json(value: Any, **options: Any) -> str:
        return json.dumps(value, ensure_ascii=False, **options)

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.globals["raise_exception"] = refuse
    environment.globals["strftime_now"] = lambda layout: datetime.now().strftime(layout)
    environment.filters["tojson"] = to_json
    try:
        text = environment.from_string(chat["template"]).render(
            messages=list(messages),
            bos_token=chat["bos_token"],
            eos_token=chat["eos_token"],
            add_generation_prompt=False,
        )
    except (
        jinja2.TemplateError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
    ) as error:
        raise InvalidInputError(
            f"The chat template of this tokenizer does not take this conversation ({one_line(error)}); "
            "leave out the system prompt or the answer."
        ) from error
    if not text or len(text) > MAX_RENDERED:
        raise InvalidInputError(
            f"The chat template writes {len(text):,} characters; from 1 to {MAX_RENDERED:,} are read: "
            "change the messages."
        )
    return text
