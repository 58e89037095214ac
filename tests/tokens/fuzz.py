"""Ten thousand texts that are hard on tokenizers, the same ones in every run."""

from __future__ import annotations

import random
import unicodedata

from tests.conftest import TEXTS

__all__ = ["fuzzed_texts"]

# ranges of characters, each a script or a nuisance
RANGES = [
    (0x20, 0x7E),
    (0x20, 0x7E),
    (0x00, 0x20),
    (0xA0, 0x24F),
    (0x300, 0x36F),  # combining marks
    (0x370, 0x58F),
    (0x590, 0x6FF),  # right to left
    (0x900, 0xDFF),
    (0xE00, 0x10FF),
    (0x1200, 0x1AFF),
    (0x2000, 0x206F),  # joiners, bidi marks, odd spaces
    (0x2070, 0x2BFF),
    (0x3000, 0x30FF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xE000, 0xF8FF),  # private use
    (0xFB00, 0xFFFF),
    (0x10000, 0x1FFFF),
    (0x1F300, 0x1FAFF),  # emoji
    (0x20000, 0x3FFFF),
    (0xE0000, 0x10FFFF),
]
WORDS = [*" ".join(TEXTS).split(), "'s", "'LL", "▁", "##ing", "Ġ", "\r\n", "   ", "\u200d", "aaaa", "\ufeff"]


def fuzzed_texts(count: int) -> list[str]:
    """Return `count` texts: runs of characters of every plane, words of many scripts, mixtures of both."""
    source = random.Random(0)
    texts = []
    while len(texts) < count:
        parts = []
        for _ in range(source.randint(1, 6)):
            if source.random() < 0.5:
                parts.append(source.choice(WORDS))
            else:
                low, high = source.choice(RANGES)
                run = (chr(source.randint(low, high)) for _ in range(source.randint(1, 8)))
                parts.append("".join(c for c in run if unicodedata.category(c) != "Cs"))
        text = source.choice(["", " ", "\n"]).join(parts)
        if text:
            texts.append(text)
    return texts
