"""One file of vectors in, one clean table out. The format is found in the content, never in the name.

    gzip               one layer is unpacked, then again:
    .npy .npz Parquet safetensors    known by their first bytes
    pickles, models, archives        known by theirs, and refused with a recipe
    word2vec binary    a header of text before numbers that are none
    JSON               lists or objects, on one line or many
    everything else    is text

No step depends on anything but its arguments, so it can run in any process.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from embedlab.display import visible_text
from embedlab.errors import EmbedLabError, InvalidInputError, check_choice
from embedlab.tables.archives import ZIP, open_archive, read_npz
from embedlab.tables.arrays import NPY, read_npy
from embedlab.tables.cleaning import clean_table
from embedlab.tables.gzip_layer import GZIP, unpack_gzip
from embedlab.tables.json_records import read_json
from embedlab.tables.json_text import is_json
from embedlab.tables.limits import MAX_NAME, MAX_VECTORS, check_upload
from embedlab.tables.metadata import read_metadata
from embedlab.tables.parquet import PARQUET, read_parquet
from embedlab.tables.refusals import is_binary, refuse_archive, refuse_unsafe
from embedlab.tables.safe_tensors import is_safetensors, read_safetensors
from embedlab.tables.table import RawTable, VectorTable
from embedlab.tables.text_formats import read_text_table
from embedlab.tables.text_lines import plain_text, text_lines
from embedlab.tables.words_binary import is_word2vec_binary, read_word2vec_binary
from embedlab.text_files import ENCODINGS

__all__ = ["read_vector_table"]


def read_vector_table(
    content: bytes,
    *,
    labels: bytes | None = None,
    skip_rows: int = 0,
    encoding: str = "utf-8",
    name: str = "upload",
    label_column: str | None = None,
    vector_column: str | None = None,
) -> VectorTable:
    """Return the table of vectors in an uploaded file, recognized by its content.

    >>> table = read_vector_table(b"cat 1 2\\ndog 3 4\\n")
    >>> table.labels, table.matrix.tolist(), table.format
    (('cat', 'dog'), [[1.0, 2.0], [3.0, 4.0]], 'GloVe text')

    Args:
        content: of the file.
        labels: content of a second file, for formats without labels: one label a line, or the metadata of
            the Embedding Projector.
        skip_rows: lines at the beginning of a text that are left out.
        encoding: of a text without a byte order mark; one of `embedlab.text_files.ENCODINGS`.
        name: of the file, for messages only; it is never used as a path.
        label_column: the column that names the rows; None for the one that is most likely meant. Those on
            offer are the `label_columns` of the table.
        vector_column: the column of lists that holds the vectors, or `columns.NUMBERS`; likewise among the
            `vector_columns` of the table.

    Raises:
        UnknownNameError: no such encoding.
        InvalidInputError: the file is none of the formats, outside a limit of `limits`, or damaged.
    """
    check_choice(encoding, ENCODINGS, "encoding")
    if not 0 <= skip_rows <= MAX_VECTORS:
        raise InvalidInputError(
            f"skip_rows is {skip_rows:,}; choose 0 to {MAX_VECTORS:,} lines to leave out."
        )
    try:
        check_upload(len(content))
        ask = _Question(labels is not None, skip_rows, encoding, label_column, vector_column)
        return clean_table(_with_labels(_read(content, ask), labels, ask))
    except EmbedLabError as error:
        raise InvalidInputError(f"“{_short_name(name)}”: {error}") from error


@dataclass(frozen=True)
class _Question:
    """How the visitor wants a file to be read."""

    has_labels: bool
    skip_rows: int
    encoding: str
    label: str | None
    vector: str | None

    @property
    def label_inside(self) -> str | None:
        """The column of labels, unless a second file has them."""
        return None if self.has_labels else self.label


def _read(content: bytes, ask: _Question) -> RawTable:
    """Return the table of the one format `content` is in."""
    if content.startswith(GZIP):
        unpacked = _read_plain(unpack_gzip(content), ask)
        return replace(unpacked, notes=("The file was compressed with gzip and unpacked.", *unpacked.notes))
    return _read_plain(content, ask)


def _read_plain(content: bytes, ask: _Question) -> RawTable:
    binary = _read_binary(content, ask)
    if binary is None:
        return _read_text(content, ask)
    if ask.skip_rows:
        note = "skip_rows leaves out lines of a text; this file has none, so every row was read."
        return replace(binary, notes=(*binary.notes, note))
    return binary


def _read_text(content: bytes, ask: _Question) -> RawTable:
    text, notes = plain_text(content, ask.encoding)
    if is_json(text, ask.skip_rows):
        return read_json(text, notes, skip_rows=ask.skip_rows, vector=ask.vector, label=ask.label_inside)
    lines = text_lines(content, encoding=ask.encoding, skip_rows=ask.skip_rows)
    return read_text_table(lines, has_labels=ask.has_labels, vector=ask.vector, label=ask.label_inside)


def _read_binary(content: bytes, ask: _Question) -> RawTable | None:
    """Return the table of a format that is no text, or None if the content may be text."""
    refuse_unsafe(content)
    if content.startswith(NPY):
        return read_npy(content)
    if content.startswith(ZIP):
        with open_archive(content) as archive:
            refuse_archive(archive)
            return read_npz(archive, label=ask.label_inside)
    if content.startswith(PARQUET) and is_binary(content):
        return read_parquet(content, vector=ask.vector, label=ask.label_inside)
    if is_safetensors(content):
        return read_safetensors(content)
    if is_word2vec_binary(content):
        return read_word2vec_binary(content, encoding=ask.encoding)
    return None


def _with_labels(raw: RawTable, labels: bytes | None, ask: _Question) -> RawTable:
    """Return the table with the labels of a second file, where it has none of its own."""
    if labels is None:
        return raw
    if raw.labels is not None and not raw.labels_are_index:
        note = "The file of labels was not used, because the vectors' file names its own rows."
        return replace(raw, notes=(*raw.notes, note))
    columns = dict(raw.columns)
    if raw.labels is not None and raw.label_column is not None:
        columns[raw.label_column] = raw.labels
    taken = read_metadata(labels, len(raw.matrix), encoding=ask.encoding, label=ask.label)
    return replace(
        raw,
        labels=taken.values,
        columns={**columns, **taken.others},
        label_column=taken.name,
        label_columns=taken.offered,
    )


def _short_name(name: str) -> str:
    """Return a file's name for a message: visible, and cut."""
    visible = visible_text(name[: MAX_NAME + 1], mark_spaces=False)
    return visible if len(visible) <= MAX_NAME else visible[: MAX_NAME - 1] + "…"
