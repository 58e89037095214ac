"""NumPy's .npz: a zip archive of arrays. One matrix of numbers, and texts that name its rows.

Nothing is extracted to a disk. The number of entries and the sizes they declare are checked before the
archive is opened, and every byte is counted while it unfolds, because an archive may lie about both.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from embedlab.display import visible_text
from embedlab.errors import InvalidInputError, quote
from embedlab.tables.arrays import array_of, check_matrix, read_header, texts_of
from embedlab.tables.columns import take_label
from embedlab.tables.limits import (
    MAX_ARCHIVE_ENTRIES,
    MAX_COLUMNS,
    MAX_DECOMPRESSED,
    MAX_HEADER,
    MAX_NAME,
    check_total,
)
from embedlab.tables.table import RawTable

__all__ = ["ZIP", "open_archive", "pick_matrix", "read_npz"]

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
END = b"PK\x05\x06"  # of the directory, a record of 22 bytes and a comment
END_64 = b"PK\x06\x07"  # stands 20 bytes before it where the archive is of the large kind
CHUNK = 1 << 20
HEADER = MAX_HEADER + 12  # bytes at the beginning of an entry
MATRIX_NAMES = ("vectors", "embeddings", "embedding", "matrix", "weights", "weight", "vecs", "x")
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,  # encrypted
)


def open_archive(content: bytes) -> zipfile.ZipFile:
    """Return an archive in memory whose directory is within the limits.

    Raises:
        InvalidInputError: too many entries, too much declared, or damaged.
    """
    end = content.rfind(END, max(0, len(content) - 65_557))
    if end < 0 or len(content) < end + 22:
        raise _damaged("it has no directory")
    entries, directory = struct.unpack("<HI", content[end + 10 : end + 16])
    # zipfile reads as much of a directory as its size says, whatever its number of entries
    if (
        entries > MAX_ARCHIVE_ENTRIES
        or directory > MAX_ARCHIVE_ENTRIES << 10
        or content[end - 20 :].startswith(END_64)
    ):
        raise InvalidInputError(
            f"The archive has more than {MAX_ARCHIVE_ENTRIES:,} entries, the most that are read; "
            "save only the matrix and its labels with np.savez."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGED as error:
        raise _damaged("its directory breaks the rules") from error
    if len(archive.infolist()) > MAX_ARCHIVE_ENTRIES:
        raise _damaged("its directory is longer than it says")
    check_total(sum(entry.file_size for entry in archive.infolist()), "The archive")
    return archive


def read_npz(archive: zipfile.ZipFile, *, label: str | None = None) -> RawTable:
    """Return the table of an .npz: its matrix, its labels if texts of the same length are with it.

    Args:
        archive: of arrays only.
        label: the array of labels.

    Raises:
        UnknownNameError: no such array of texts.
        InvalidInputError: no matrix or several, objects, outside the limits, or damaged.
    """
    entries = {entry.filename.removesuffix(".npy"): entry for entry in archive.infolist()}
    headers = {name: read_header(_read(archive, entry, HEADER)) for name, entry in entries.items()}
    matrices = {
        name: header.shape
        for name, header in headers.items()
        if header.holds_numbers and len(header.shape) == 2
    }
    if not matrices and len(headers) == 1:  # say what is wrong with it
        check_matrix(next(iter(headers.values())))
    chosen = pick_matrix(matrices)
    check_matrix(headers[chosen])
    rows = headers[chosen].shape[0]
    named = [name for name, header in headers.items() if header.holds_texts and header.shape == (rows,)]
    columns = {
        visible_text(name)[:MAX_NAME]: texts_of(array_of(_read(archive, entries[name]), headers[name]))
        for name in named[: MAX_COLUMNS + 1]
    }
    taken = take_label(columns, wanted=label)
    notes = () if len(headers) == 1 else (f"The matrix is the array {_quoted_name(chosen)} of the archive.",)
    matrix = array_of(_read(archive, entries[chosen]), headers[chosen])
    return RawTable(
        matrix,
        taken.values,
        "NumPy .npz",
        taken.others,
        notes,
        label_column=taken.name,
        label_columns=taken.offered,
    )


def pick_matrix(shapes: Mapping[str, tuple[int, ...]]) -> str:
    """Return the name of the one matrix among several arrays: the only one, or the one with a usual name.

    Raises:
        InvalidInputError: none, or several of which none has a usual name.
    """
    if not shapes:
        raise InvalidInputError(
            "The file holds no array of real numbers with two axes, vectors × numbers; save one alone."
        )
    usual = [name for wanted in MATRIX_NAMES for name in shapes if name.lower() == wanted]
    if len(shapes) == 1 or usual:
        return usual[0] if usual else next(iter(shapes))
    listed = ", ".join(_quoted_name(name) for name in list(shapes)[:5])
    raise InvalidInputError(
        f"The file holds {len(shapes):,} matrices ({listed}{', …' if len(shapes) > 5 else ''}); "
        "name the one to be read “vectors”, or save it alone."
    )


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int = MAX_DECOMPRESSED + 1) -> bytes:
    """Return the content of an entry, or its first `most` bytes, counted while it unfolds."""
    content = bytearray()
    try:
        with archive.open(entry) as stream:
            while part := stream.read(min(CHUNK, most - len(content))):
                content += part
    except DAMAGED as error:
        raise _damaged(
            f"its entry {_quoted_name(entry.filename)} is encrypted or breaks the rules"
        ) from error
    check_total(len(content), "The archive")
    return bytes(content)


def _damaged(why: str) -> InvalidInputError:
    return InvalidInputError(
        f"The zip archive cannot be read, {why}; save the arrays again with np.savez('vectors.npz', …)."
    )


def _quoted_name(name: str) -> str:
    return quote(visible_text(name))
