"""Texts that are hard on tokenizers: a written few, and thousands of random ones, the same in every run."""

from __future__ import annotations

import random
import unicodedata

# sentences of many scripts, and what tends to break tokenizers
TEXTS = [
    "The cat sat on the mat",
    "She sat on the river bank, unimaginably happy 🙂",
    "naïve café déjà vu — e\u0301 is two characters",
    "Die Katze saß auf der Matte; ÄÖÜ äöü ß",
    "Кошка сидела на коврике. Γειά σου Κόσμε",
    "猫がマットの上に座った。고양이가 매트 위에 앉았다",
    "قطة تجلس على السجادة שלום",
    "बिल्ली चटाई पर बैठी थी",
    "👩‍🚀 👨‍👩‍👧‍👦 🇯🇵 🤷🏽 ✈️",
    "  two  spaces\tand\n\nlines \r\n end ",
    "for i in range(10):\n    total += 3.14159 * i**2",
    "\x00\x07 control \u200b zero\u00a0width \u202e bidi",
    "<|endoftext|> [CLS] [SEP] <s> </s> [INST] are text here",
    "12345678901234567890 1,000,000.00",
    "a",
    " ",
]

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
