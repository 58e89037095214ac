"""A vocabulary that lies in files: millions of words without millions of Python strings.

The words are one run of UTF-8 with the place where each ends, and beside it their hashes in order, with the
row of each: a word is found by bisection, then compared. How the files are read and written is left to
`mapped`.
"""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import SupportsIndex, overload

import numpy as np
from numpy.typing import NDArray

from embedlab.vectors.word_vectors import IndexedWords

__all__ = ["StoredWords", "WordArrays", "index_words", "repeated_rows", "word_arrays"]

WORDS_A_BATCH = 20_000


@dataclass(frozen=True)
class WordArrays:
    """Different words as arrays; each may lie in a file."""

    letters: NDArray[np.uint8]  # (bytes,) the words in UTF-8, one after another
    ends: NDArray[np.int64]  # (n,) where each word ends
    hashes: NDArray[np.uint64]  # (n,) of the words, ascending
    rows: NDArray[np.int64]  # (n,) the row of the word with each hash


class StoredWords(IndexedWords):
    """The words of a table, decoded when somebody looks at them."""

    def __init__(self, arrays: WordArrays) -> None:
        self._arrays = arrays

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self._arrays.ends)

    @overload
    def __getitem__(self, row: SupportsIndex) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: SupportsIndex | slice) -> str | list[str]:
        """Return the word of a row, or the list of those of a slice."""
        if isinstance(row, slice):
            chosen = range(*row.indices(len(self)))
            return self._between(chosen.start, chosen.stop) if chosen.step == 1 else [self[i] for i in chosen]
        place = range(len(self))[
            operator.index(row)
        ]  # counts from the end where negative; IndexError outside
        return self._bytes(place).decode()

    def __iter__(self) -> Iterator[str]:
        """Go through the words, a batch at a time."""
        for start in range(0, len(self), WORDS_A_BATCH):
            yield from self._between(start, min(start + WORDS_A_BATCH, len(self)))

    def __contains__(self, word: object) -> bool:
        """Whether a word is among them."""
        return isinstance(word, str) and self.get(word) is not None

    def get(self, word: str, /) -> int | None:
        """Return the row of `word`, None where there is none."""
        content = word.encode("utf-8", "surrogatepass")  # a lone surrogate is in no file
        wanted = np.uint64(_hash(content))
        place = int(np.searchsorted(self._arrays.hashes, wanted))
        while place < len(self) and self._arrays.hashes[place] == wanted:
            row = int(self._arrays.rows[place])
            if self._bytes(row) == content:
                return row
            place += 1
        return None

    def _bytes(self, row: int) -> bytes:
        start = self._arrays.ends[row - 1] if row else 0
        return self._arrays.letters[start : self._arrays.ends[row]].tobytes()

    def _between(self, start: int, stop: int) -> list[str]:
        """Return the words of the rows start … stop − 1."""
        if stop <= start:
            return []
        first = int(self._arrays.ends[start - 1]) if start else 0
        ends = (self._arrays.ends[start:stop] - first).tolist()
        content = self._arrays.letters[first : first + ends[-1]].tobytes()
        return [content[low:high].decode() for low, high in zip([0, *ends], ends, strict=False)]


def word_arrays(words: Iterable[str]) -> WordArrays:
    """Return different words as arrays in memory.

    Raises:
        UnicodeEncodeError: a word holds a lone surrogate, which UTF-8 cannot write.
    """
    contents = [word.encode() for word in words]
    ends = np.cumsum([len(content) for content in contents], dtype=np.int64)
    return index_words(np.frombuffer(b"".join(contents), dtype=np.uint8), ends)


def index_words(letters: NDArray[np.uint8], ends: NDArray[np.int64]) -> WordArrays:
    """Return the words of a run of UTF-8 with their hashes in order."""
    content, places = letters.tobytes(), ends.tolist()
    words = (content[start:end] for start, end in zip([0, *places], places, strict=False))
    hashes = np.fromiter(map(_hash, words), dtype=np.uint64, count=len(places))
    order = np.argsort(hashes, kind="stable")  # of equal words the first row comes first
    return WordArrays(letters, ends, hashes[order], order.astype(np.int64))


def repeated_rows(arrays: WordArrays) -> list[int]:
    """Return the rows whose word stands in an earlier row, too."""
    words = StoredWords(arrays)
    same = np.flatnonzero(arrays.hashes[1:] == arrays.hashes[:-1])
    pairs = ((int(arrays.rows[i]), int(arrays.rows[i + 1])) for i in same)
    return [later for earlier, later in pairs if words[earlier] == words[later]]


def _hash(content: bytes) -> int:
    """Return 64 bits that hardly two words share, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "little")
