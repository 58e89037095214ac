"""Tables of word vectors that an operator added: converted once, then mapped into memory by name."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from embedlab.catalog import names_of
from embedlab.cosine import vector_lengths
from embedlab.errors import InvalidInputError, UnavailableError, UnknownNameError, quote
from embedlab.models.disk import UNFINISHED_FOLDER, check_space, replace_folder
from embedlab.settings import TABLES
from embedlab.vectors.mapped import MANIFEST, TYPES, open_word_vectors, write_array, write_manifest
from embedlab.vectors.stored_words import index_words, repeated_rows
from embedlab.vectors.table_files import TableFile, read_blocks
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["add_table", "added_stamp", "added_tables", "open_added", "remove_table", "tables_folder"]

NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,59}", re.ASCII)
RESERVED = {"glove", "minilm input table", "minilm, word by word", "your table"}  # names in the pages' lists
ROW_BLOCK = 65_536  # rows copied at a time
LEFTOVER_SECONDS = 86_400

Arrays = dict[str, NDArray[np.generic]]


def tables_folder() -> Path:
    """Return the folder of the tables, a setting; it need not exist."""
    import platformdirs

    named = TABLES.value()
    return Path(named) if named else platformdirs.user_data_path("embedlab", appauthor=False) / "tables"


def added_tables() -> tuple[str, ...]:
    """Return the names of the tables that were added, in alphabetical order."""
    with contextlib.suppress(OSError):
        return tuple(sorted(path.parent.name for path in tables_folder().glob(f"*/{MANIFEST}")))
    return ()


def added_stamp(name: str) -> str:
    """Return what tells a table from a later one of the same name."""
    try:
        return f"{name} {(tables_folder() / name / MANIFEST).stat().st_mtime_ns}"
    except OSError:  # removed meanwhile
        return name


def open_added(name: str) -> WordVectors:
    """Open a table that was added.

    Raises:
        UnknownNameError: there is none of that name.
        InvalidInputError: its files are damaged.
    """
    return open_word_vectors(_folder_of(name))


def add_table(
    source: TableFile, name: str, *, watch: Callable[[float], object] | None = None
) -> tuple[WordVectors, int]:
    """Convert a file into a table of that name; a failure leaves nothing behind.

    Words are looked up in lower case where the table has no capital letter A to Z. Of a repeated word the
    first row stays.

    Args:
        source: as `inspect_table_file` returns it.
        name: of letters, digits and - _ . signs.
        watch: gets the share that is done.

    Returns: the table, and how many repeated words were left out.

    Raises:
        InvalidInputError: the name is not valid or taken, or the file is damaged.
        UnavailableError: the disk has no room, or the folder cannot be written.
    """
    if not NAME.fullmatch(name):
        raise InvalidInputError(
            f"{quote(name)} is not a name for a table; use at most 60 letters, digits and - _ . signs."
        )
    if name in (*names_of("word-vectors"), *added_tables()) or name.lower() in RESERVED:
        raise InvalidInputError(
            f"There is a table named {quote(name)} already; choose another name, or remove that one first."
        )
    folder = tables_folder() / name
    remedy = "name another folder: EMBEDLAB_TABLES"
    check_space(folder, source.bytes_needed, what=f"The table {name}", remedy=remedy)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(folder.parent)
        with replace_folder(folder) as target:
            dropped = _convert(source, target, name, watch)
    except OSError as error:
        raise UnavailableError(
            f"The table {name} cannot be written ({error.strerror or error}); make room, or {remedy}."
        ) from error
    return open_added(name), dropped


def remove_table(name: str) -> None:
    """Delete a table that was added.

    Raises:
        UnknownNameError: there is none of that name.
        UnavailableError: it cannot be deleted.
    """
    folder = _folder_of(name)
    try:
        (folder / MANIFEST).unlink()  # from here on it is no table
        shutil.rmtree(folder)
    except OSError as error:
        raise UnavailableError(f"The table {name} cannot be deleted ({error.strerror or error}).") from error


def _remove_leftovers(folder: Path) -> None:
    """Delete what a conversion that was killed has left; one that still runs is younger."""
    for path in folder.glob(f"{UNFINISHED_FOLDER}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
                shutil.rmtree(path)


def _folder_of(name: str) -> Path:
    if name not in added_tables():
        raise UnknownNameError(name, what="table that was added", known=added_tables() or ("(none yet)",))
    return tables_folder() / name


def _convert(source: TableFile, target: Path, name: str, watch: Callable[[float], object] | None) -> int:
    """Write the files of a table into an empty folder; returns how many rows were left out."""
    matrix_path = target / "matrix.npy"
    letters, ends, norms = _write_matrix(source, matrix_path, watch)
    words = index_words(letters, ends)
    repeated = repeated_rows(words)
    if repeated:
        keep = np.ones(len(ends), dtype=bool)
        keep[repeated] = False
        lengths = np.diff(ends, prepend=0)
        words = index_words(letters[np.repeat(keep, lengths)], np.cumsum(lengths[keep]))
        norms = norms[keep]
        _keep_rows(matrix_path, keep)
    arrays = {"inverse_norms": norms, **vars(words)}
    for array_name, array in arrays.items():
        write_array(target / f"{array_name}.npy", array, TYPES[array_name])
    capital = bool(((letters >= ord("A")) & (letters <= ord("Z"))).any())
    shapes = {each: array.shape for each, array in arrays.items()} | {"matrix": (len(norms), source.dim)}
    write_manifest(target, name=name, uncased=not capital, shapes=shapes)
    return len(repeated)


def _write_matrix(
    source: TableFile, path: Path, watch: Callable[[float], object] | None
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.float32]]:
    """Write the numbers; returns the letters and ends of the words, and 1 / length of each vector."""
    letters, count = bytearray(), 0
    ends, norms = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    with path.open("xb") as stream:
        first = _write_header(stream, count, source.dim)
        for words, vectors in read_blocks(source, watch):
            ends.append(len(letters) + np.cumsum([len(word) for word in words], dtype=np.int64))
            letters += b"".join(words)
            lengths = vector_lengths(vectors)
            inverse = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
            norms.append(inverse.astype(np.float32))
            stream.write(np.ascontiguousarray(vectors, TYPES["matrix"]).data)
            count += len(words)
        stream.seek(0)
        if _write_header(stream, count, source.dim) != first:
            raise OSError("the header of the numbers does not fit")
    if not count:
        raise InvalidInputError(f"{quote(source.path.name)} holds no words; name another file.")
    return np.frombuffer(bytes(letters), np.uint8), np.concatenate(ends), np.concatenate(norms)


def _write_header(stream: IO[bytes], count: int, dim: int) -> int:
    """Write the header of an array in the format of numpy; returns its size, the same for every count."""
    header = {"descr": TYPES["matrix"].str, "fortran_order": False, "shape": (count, dim)}
    np.lib.format.write_array_header_1_0(stream, header)  # type: ignore[no-untyped-call]
    return stream.tell()


def _keep_rows(path: Path, keep: NDArray[np.bool_]) -> None:
    """Write an array again with some of its rows."""
    matrix = np.load(path, mmap_mode="r", allow_pickle=False)
    shorter = path.with_suffix(".shorter")
    with shorter.open("xb") as stream:
        _write_header(stream, int(keep.sum()), matrix.shape[1])
        for start in range(0, len(matrix), ROW_BLOCK):
            rows = slice(start, start + ROW_BLOCK)
            stream.write(np.ascontiguousarray(matrix[rows][keep[rows]]).data)
    del matrix
    os.replace(shorter, path)
