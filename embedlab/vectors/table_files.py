"""Files of word vectors of any size, read a block at a time: nothing but the block is in memory.

    word2vec binary   a line "count dim", then each word, a space and its float32 numbers (GoogleNews .bin)
    word2vec text     a line "count dim", then a word and its numbers on each line (fastText .vec)
    GloVe text        a word and its numbers on each line

Each of them may be compressed with gzip. A word may contain spaces: its numbers are counted from the right.
"""

from __future__ import annotations

import gzip
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import InvalidInputError, quote
from embedlab.tables.limits import MAX_DIM, MAX_LABEL_BYTES
from embedlab.tables.refusals import refuse_unsafe
from embedlab.tables.words_binary import HEADER, is_word2vec_binary

__all__ = ["Block", "TableFile", "inspect_table_file", "read_blocks"]

BINARY, TEXT, GLOVE = "word2vec binary", "word2vec text", "GloVe text"
HEAD = 1 << 20  # bytes that decide what the file is
CHUNK = 1 << 23  # bytes of a block
NUMBER = re.compile(rb"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")

Block = tuple[list[bytes], NDArray[np.float32]]  # words in UTF-8, and their vectors (words, dim)


@dataclass(frozen=True)
class TableFile:
    """What a file of word vectors holds, by its beginning."""

    path: Path
    format: str
    count: int  # of words; about, where the file does not say
    dim: int
    skip: int  # bytes of the header

    @property
    def bytes_needed(self) -> int:
        """About what the table takes on the disk: numbers, norms, words and their index."""
        return self.count * (4 * self.dim + 40)


def inspect_table_file(path: Path) -> TableFile:
    """Return what a file holds.

    Raises:
        InvalidInputError: it cannot be read, or is not a table of word vectors in one of the formats.
    """
    try:
        with _open(path) as (stream, raw):
            head = stream.read(HEAD)
            position = max(1, min(raw.tell(), path.stat().st_size))
    except (OSError, EOFError) as error:
        raise InvalidInputError(f"{quote(path.name)} cannot be read: {error}; name another file.") from error
    refuse_unsafe(head)
    header = HEADER.match(head)
    if header is not None:
        count, dim = int(header[1]), int(header[2])
        kind = BINARY if is_word2vec_binary(head) else TEXT
        table = TableFile(path, kind, count, dim, header.end())
    else:
        line, end, _ = head.partition(b"\n")
        fields = line.split()
        dim = next((n for n, field in enumerate(reversed(fields)) if not NUMBER.fullmatch(field)), 0)
        # as many words to a byte in the rest of the file as in its beginning
        lines = head.count(b"\n") + (not head.endswith(b"\n"))
        count = round(lines * path.stat().st_size / position) if len(head) == HEAD else lines
        table = TableFile(path, GLOVE, count, dim if end or fields else 0, 0)
    if not 1 <= table.dim <= MAX_DIM or table.count < 1:
        raise InvalidInputError(
            f"{quote(path.name)} is not a table of word vectors: its first line gives {table.count:,} "
            f"words of {table.dim:,} numbers, and 1 to {MAX_DIM:,} numbers are read; name a .bin or .vec "
            "file of word2vec or fastText, or a text of GloVe."
        )
    return table


def read_blocks(table: TableFile, watch: Callable[[float], object] | None = None) -> Iterator[Block]:
    """Yield the words of a file with their vectors, some at a time; `watch` gets the share that is read.

    Raises:
        InvalidInputError: cut off, a line of another length, or a number that is not finite.
    """
    size = max(1, table.path.stat().st_size)
    try:
        with _open(table.path) as (stream, raw):
            stream.read(table.skip)
            for words, vectors in _blocks(table, stream):
                if not np.isfinite(vectors).all():
                    word = words[int(np.flatnonzero(~np.isfinite(vectors).all(axis=1))[0])]
                    raise InvalidInputError(
                        f"The vector of {quote(word.decode('utf-8', 'replace'))} holds NaN or infinite "
                        "numbers; the file is damaged, so download it again."
                    )
                yield _as_text(words), vectors
                if watch is not None:
                    watch(min(1.0, raw.tell() / size))
    except (OSError, EOFError) as error:
        raise InvalidInputError(
            f"{quote(table.path.name)} cannot be read to its end: {error}; download it again."
        ) from error


@contextmanager
def _open(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Open a file; yields its content, uncompressed, and the file itself."""
    with path.open("rb") as raw:
        is_gzip = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if is_gzip:
            with gzip.GzipFile(fileobj=raw) as stream:
                yield stream, raw  # type: ignore[misc]
        else:
            yield raw, raw


def _blocks(table: TableFile, stream: IO[bytes]) -> Iterator[Block]:
    if table.format == BINARY:
        yield from _binary_blocks(stream, table.dim)
        return
    line_number = 1 + (table.format == TEXT)
    while lines := stream.readlines(CHUNK):
        yield _read_lines(lines, table.dim, line_number)
        line_number += len(lines)


def _binary_blocks(stream: IO[bytes], dim: int) -> Iterator[Block]:
    rest, row = b"", 1
    while chunk := stream.read(CHUNK):
        content, position = rest + chunk, 0
        words: list[bytes] = []
        starts: list[int] = []
        while True:
            while content.startswith((b"\n", b"\r"), position):  # some writers end each vector with one
                position += 1
            space = content.find(b" ", position, position + MAX_LABEL_BYTES)
            if space < 0 or space + 1 + 4 * dim > len(content):
                break
            words.append(content[position:space])
            starts.append(space + 1)
            position = space + 1 + 4 * dim
        rest, row = content[position:], row + len(words)
        if len(rest) > MAX_LABEL_BYTES + 4 * dim:
            raise InvalidInputError(f"No word ends where vector {row:,} begins; download the file again.")
        if words:
            yield words, np.stack([np.frombuffer(content, "<f4", dim, start) for start in starts])
    if rest:
        raise InvalidInputError(f"The file ends inside vector {row:,}: it was cut off; download it again.")


def _read_lines(lines: list[bytes], dim: int, first: int) -> Block:
    """Return the words and vectors of some lines; `first` is the number of the first one."""
    words: list[bytes] = []
    numbers: list[bytes] = []
    for line_number, line in enumerate(lines, first):
        text = line.replace(b"\t", b" ").rstrip(b" \r\n")
        if not text:
            continue
        parts = text.rsplit(b" ", dim) if text.count(b" ") != dim else text.split(b" ", 1)
        row = b" ".join(parts[1:])
        if row.count(b" ") != dim - 1 or b"  " in row:
            raise InvalidInputError(
                f"Line {line_number:,} has not a word and {dim:,} numbers; repair that line, or remove it."
            )
        words.append(parts[0])
        numbers.append(row)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            values = np.fromstring(b" ".join(numbers), dtype=np.float32, sep=" ")
        except (ValueError, DeprecationWarning):
            values = np.empty(0, np.float32)
    if len(values) != len(words) * dim:
        raise _not_a_number(lines, dim, first)
    return words, values.reshape(-1, dim)


def _not_a_number(lines: list[bytes], dim: int, first: int) -> InvalidInputError:
    """Return the error that names the line and the field that is not a number."""
    for line_number, line in enumerate(lines, first):
        for field in line.split()[-dim:]:
            if not NUMBER.fullmatch(field):
                text = quote(field.decode("utf-8", "replace"))
                return InvalidInputError(
                    f"{text} in line {line_number:,} is not a number; repair that line, or remove it."
                )
    return InvalidInputError(f"The lines from {first:,} on are not all numbers; download the file again.")


def _as_text(words: list[bytes]) -> list[bytes]:
    """Return words in UTF-8; a byte that is none becomes a replacement character."""
    try:
        b" ".join(words).decode()
    except UnicodeDecodeError:
        return [word.decode("utf-8", "replace").encode() for word in words]
    return words
