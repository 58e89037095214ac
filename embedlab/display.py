"""How a text is written so that a person can see it: spaces, control characters, joiners.

Nothing is drawn here; the result is text, for a page, a table or a notebook.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["is_invisible", "visible_text"]

MARKS = {" ": "␣", "\n": "⏎", "\r": "␍", "\t": "⇥", "\u00a0": "⍽"}
FORMAT_JOINERS = {"\u200d", "\ufe0f", "\ufe0e"}  # they hold an emoji together
INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs"}  # categories
# what Unicode draws as nothing (Default_Ignorable_Code_Point), and the blank of Braille
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0000-\U000e0fff]"
)


def visible_text(text: str, *, mark_spaces: bool = True) -> str:
    """Return `text` with everything made visible that would otherwise not be, or would act.

    With `mark_spaces=False`, for running text, an ordinary space stays one.

    >>> visible_text("a b\\tc")
    'a␣b⇥c'
    >>> visible_text("\\x00\\u200b")
    '␀[U+200B]'
    """
    visible = "".join(_visible(character) for character in text)
    return visible if mark_spaces else visible.replace(MARKS[" "], " ")


@lru_cache(maxsize=4_096)
def _visible(character: str) -> str:
    if character in MARKS:
        return MARKS[character]
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the control pictures of Unicode
    if code == 0x7F:
        return "␡"
    category = unicodedata.category(character)
    if BLANK.match(character) or (character not in FORMAT_JOINERS and category in INVISIBLE):
        return f"[U+{code:04X}]"
    return character


def is_invisible(text: str) -> bool:
    """Whether a text holds nothing but joiners, which show only together with other characters."""
    return text[:1] in FORMAT_JOINERS and set(text) <= FORMAT_JOINERS
