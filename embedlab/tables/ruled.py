"""Tables as people print them (Markdown, PostgreSQL, MySQL, Rich): rules and frames are no part of them."""

from __future__ import annotations

import re
from dataclasses import replace

from embedlab.tables.text_lines import TextLines

__all__ = ["without_rules"]

LOOKED_AT = 1 << 16  # bytes
MOST = 12  # lines in which the first rule stands
BARS = str.maketrans("│┃║", "|||")
RULE = re.compile(r"[\s|+:=\-\u2500-\u257f]{3,}")
STROKES = re.compile(r"[-=\u2500\u2501\u2550]{3,}|:-+|-+:")
FOOTER = re.compile(r"\(\d+ rows?\)|\d+ rows? in set.*")
NOTE = "The frame of a printed table was left out."


def without_rules(lines: TextLines) -> TextLines:
    """Return the lines of a printed table with one bar between its columns; other lines as they are.

    Lines that are left out become blank, so that the others keep their numbers.
    """
    first = lines.content[:LOOKED_AT].decode("utf-8", "replace").split("\n")[lines.skip_rows :][:MOST]
    if not any(map(_is_rule, first)) or sum("|" in line.translate(BARS) for line in first) < 2:
        return lines
    try:
        text = lines.content.decode().translate(BARS)
    except UnicodeDecodeError:
        return lines
    bare = ("" if _is_rule(line) or FOOTER.fullmatch(line.strip()) else line for line in text.split("\n"))
    content = "\n".join(_unframed(line.rstrip("\r")) for line in bare)
    return replace(lines, content=content.encode(), notes=(*lines.notes, NOTE))


def _is_rule(line: str) -> bool:
    return RULE.fullmatch(line) is not None and STROKES.search(line) is not None


def _unframed(line: str) -> str:
    """Return a line without the bars at its ends."""
    bare = line.strip()
    return bare[1:-1] if len(bare) > 1 and bare[0] == bare[-1] == "|" else line
