"""Texts to try in the tokenization lesson."""

from __future__ import annotations

__all__ = ["EXAMPLES"]

EXAMPLES = {
    "ten languages": {"text": "cat, chat, Katze, gato, кошка, γάτα, बिल्ली, 고양이, 猫, قطة"},
    "numbers and code": {"text": "for i in range(1000):\n    total += 3.14159 * i**2"},
    "emoji and accents": {"text": "naïve café, 👩‍🚀 and 🇯🇵 and 🤷🏽"},
}
