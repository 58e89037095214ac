"""The code that makes the view again: the word in its sentences, and the part of the page that is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ui.context.view import Asked
from ui.models import ENCODER

__all__ = ["code"]


def code(asked: Asked, parts: Sequence[Callable[[Asked], list[str]]]) -> str:
    """Return Python that computes the map, and what the open part shows."""
    counts = "" if set(asked.occurrences) == {1} else f", occurrences={list(asked.occurrences)!r}"
    lines = [
        "import embedlab",
        "",
        f'encoder = embedlab.load_encoder("{ENCODER}")',
        f"sentences = {list(asked.sentences)!r}",
        f"senses = {list(asked.senses)!r}",
        f'words = embedlab.word_in_context(encoder, sentences, {asked.word.strip()!r}, pooling="{asked.pooling}"{counts})',
    ]
    if len(asked.sentences) > 1:
        lines.append(f"print(embedlab.context.layer_map(words).coordinates[{asked.layer}])")
    for part in parts:
        lines += part(asked)
    return "\n".join(lines)
