"""Text in a picture drawn by matplotlib: made visible, measured, cut and broken into lines.

Widths are those of DejaVu Sans, the font that matplotlib brings; a character it lacks counts as a square.
Where a text is placed is left to others.
"""

from __future__ import annotations

from functools import lru_cache

from embedlab.display import visible_text
from embedlab.graphemes import graphemes
from embedlab.tokens.tokenizer import replace_surrogates

__all__ = ["break_lines", "cut_text", "text_width"]


def cut_text(text: str, most: int) -> str:
    """Return `text` on one line and with everything visible, cut after `most` characters as read.

    >>> cut_text("un\\nimaginably", 4)
    'un⏎i…'
    """
    whole = replace_surrogates(text)
    pieces = [whole] if len(whole) <= most else graphemes(whole)
    cut = "".join(pieces[:most]) + ("…" if len(pieces) > most else "")
    return visible_text(cut, mark_spaces=False)


def break_lines(text: str, *, width: float, size: float, most: int) -> list[str]:
    """Return `text` as at most `most` lines of a width in points, the last one cut where there is more.

    A word longer than a line is cut.
    """
    lines: list[str] = []
    for word in cut_text(" ".join(text.split()), 100 * most).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        elif len(lines) == most:
            lines[-1] = _shorten(lines[-1] + " …", width, size)
            break
        else:
            lines.append(_shorten(word, width, size))
    return lines


def text_width(text: str, size: float) -> float:
    """Return the width of a line of text in points, at a font size in points, kerning not counted."""
    return size * sum(_advance(character) for character in text)


def _shorten(line: str, width: float, size: float) -> str:
    if text_width(line, size) <= width:
        return line
    kept = line.removesuffix("…").rstrip()
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept + "…"


@lru_cache(maxsize=8_192)
def _advance(character: str) -> float:
    """Return how far a character moves the pen, as a share of the font size."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    font = get_font(findfont(FontProperties(family="DejaVu Sans")))
    if not font.get_char_index(ord(character)):
        return 1.0
    font.set_size(100, 72)
    return float(font.load_char(ord(character)).linearHoriAdvance) / 65_536 / 100
