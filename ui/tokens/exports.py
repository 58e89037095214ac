"""The foot of the tokenization lesson: sources and code."""

from __future__ import annotations

import embedlab
from ui import sources
from ui.tokens.query import Query

__all__ = ["code", "origins", "tokenizer_line"]


def origins(view: Query) -> list[str]:
    """Say which tokenizers made the tokens."""
    return [sources.tokenizer(each) for each in view.tokenizers]


def code(view: Query) -> list[str]:
    """Return lines that make the tokens."""
    known = [name for name in view.names if name in embedlab.names_of("tokenizer")]
    short = sources.shorten(view.text)
    lines = [
        "import embedlab",
        "",
        f"text = {short!r}"
        + ("" if short == view.text else "  # and so on; the whole text is in the JSON file"),
        f"for name in {known!r}:",
        f"    encoding = embedlab.load_tokenizer(name).encode(text, special_tokens={view.special})",
        "    print(name, len(encoding), encoding.tokens, encoding.ids, encoding.offsets)",
    ]
    if len(known) < len(view.names):
        lines += [
            "",
            "# your own: embedlab.tokens.read_tokenizer(open('tokenizer.json', 'rb').read(), name='mine')",
        ]
    return lines


def tokenizer_line(name: str) -> str:
    """Return the line that makes `tokenizer` the one of that name."""
    if name in embedlab.names_of("tokenizer"):
        return f'tokenizer = embedlab.load_tokenizer("{name}")'
    return "tokenizer = embedlab.tokens.read_tokenizer(open('tokenizer.json', 'rb').read(), name='mine')  # your own"
