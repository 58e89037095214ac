"""Questions typed or supplied as text: its size, its lines, and the files that gensim ships.

What a line means is read elsewhere, in `analogy_questions` and `word_pairs`.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from embedlab.errors import InvalidInputError, MissingModelError, quote

__all__ = ["MAX_QUESTIONS", "MAX_TEXT", "gensim_file", "numbered_lines"]

MAX_QUESTIONS = 100_000
MAX_TEXT = 2_000_000  # bytes as UTF-8


def numbered_lines(text: str, *, name: str) -> list[tuple[int, str]]:
    """Return the lines that hold anything, without the spaces around them, each with its number from 1.

    Raises:
        InvalidInputError: the text is too long, or empty.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_TEXT:
        raise InvalidInputError(
            f"{quote(name)} holds {size / 1e6:.1f} MB of text; at most {MAX_TEXT // 10**6} MB are read, "
            "so split it into several files."
        )
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [(number, line.strip()) for number, line in enumerate(lines, start=1) if line.strip()]
    if not filled:
        raise InvalidInputError(f"{quote(name)} is empty; write one question a line.")
    return filled


def gensim_file(name: str, *, what: str) -> Path:
    """Return the path of a question file among gensim's test data, found without importing gensim.

    Raises:
        MissingModelError: gensim is not installed, or comes without its test data.
    """
    spec = importlib.util.find_spec("gensim")
    if spec is not None and spec.submodule_search_locations:
        path = Path(next(iter(spec.submodule_search_locations))) / "test" / "test_data" / name
        if path.is_file():
            return path
    raise MissingModelError(f"The {what} comes with gensim; install it with: pip install gensim")
