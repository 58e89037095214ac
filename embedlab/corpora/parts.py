"""The parts of a corpus: stretches of its files, each embedded by itself into one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.context import Encoder
from embedlab.context.vector_cache import encoder_key
from embedlab.corpora.files import kind_of
from embedlab.corpora.records import header_end, read_rows, row_ends
from embedlab.corpora.row_text import BadRow
from embedlab.errors import EmbedLabError, InvalidInputError, one_line
from embedlab.models.disk import write_atomic
from embedlab.search import Chunk, Chunking, embed_chunks

__all__ = [
    "EmbeddedPart",
    "Part",
    "Work",
    "check_encoder",
    "embed_part",
    "part_path",
    "plan_parts",
    "rejected_path",
    "schema",
]


@dataclass(frozen=True)
class Part:
    """Some rows of a file, one after another."""

    number: int
    file: str  # its path below the folder that all files share
    column: str  # of the texts
    row: int  # the number of the first row in the file
    rows: int
    start: int  # the first byte; of Parquet, the first row within the row group
    group: int = 0  # the row group, of Parquet


@dataclass(frozen=True)
class Work:
    """What an actor needs to embed parts; the texts themselves stay in their files."""

    base: str  # the folder that all files share
    folder: str  # for the results
    model: str
    encoder_key: str  # of the weights
    chunking: Chunking


@dataclass(frozen=True)
class EmbeddedPart:
    """What became of a part."""

    number: int
    rows: int
    chunks: int
    rejected: int  # rows
    process: int = 0  # the id of the process that did it


def part_path(folder: Path, number: int) -> Path:
    """Return the file with the chunks of a part."""
    return folder / "parts" / f"part-{number:06}.parquet"


def rejected_path(folder: Path, number: int) -> Path:
    """Return the file with the rows of a part that were set aside."""
    return folder / "rejected" / f"part-{number:06}.parquet"


def plan_parts(base: Path, files: Sequence[tuple[Path, str]], part_rows: int) -> Iterator[Part]:
    """Yield the parts of some files, each given with its column; a part never crosses a row group."""
    number = 0
    for path, column in files:
        name, row = path.relative_to(base).as_posix(), 0
        for start, rows, group in _stretches(path, part_rows):
            yield Part(number, name, column, row, rows, start, group)
            number, row = number + 1, row + rows


def _stretches(path: Path, part_rows: int) -> Iterator[tuple[int, int, int]]:
    """Yield (start, rows, row group)."""
    kind = kind_of(path)
    if kind == "parquet":
        from pyarrow import parquet

        facts = parquet.read_metadata(path)
        for group in range(facts.num_row_groups):
            count = facts.row_group(group).num_rows
            for first in range(0, count, part_rows):
                yield first, min(part_rows, count - first), group
        return
    start, rows, end = header_end(path, kind), 0, 0
    for end in row_ends(path, kind):
        rows += 1
        if rows == part_rows:
            yield start, rows, 0
            start, rows = end, 0
    if rows:
        yield start, rows, 0


def schema(dim: int) -> Any:
    """Return the columns of a file of chunks."""
    import pyarrow

    fields = {
        "id": pyarrow.string(),  # file:row:start
        "file": pyarrow.string(),
        "row": pyarrow.int64(),
        "start": pyarrow.int64(),  # characters of the row's text
        "end": pyarrow.int64(),
        "text": pyarrow.string(),
        "vector": pyarrow.list_(pyarrow.float32(), dim),  # of length 1
    }
    return pyarrow.schema(list(fields.items()))


def check_encoder(encoder: Encoder, work: Work) -> None:
    """Refuse an encoder that is not the one a corpus was begun with.

    Raises:
        InvalidInputError: its weights differ.
    """
    if encoder_key(encoder) != work.encoder_key:
        raise InvalidInputError(f"{encoder.name} has other weights here; install the same model everywhere.")


def embed_part(part: Part, work: Work, encoder: Encoder) -> EmbeddedPart:
    """Embed the rows of a part and write both of its files; what stands there already is replaced.

    Raises:
        OSError: the folder cannot be written.
    """
    import os

    import pyarrow

    rejected: dict[int, str] = {}
    texts: dict[int, str] = {}
    chunks: dict[int, tuple[Chunk, ...]] = {}
    path = Path(work.base, part.file)
    rows = read_rows(path, kind_of(path), part.column, start=part.start, rows=part.rows, group=part.group)
    for row, text in enumerate(rows, part.row):
        if isinstance(text, BadRow):
            rejected[row] = text.reason
            continue
        try:
            chunks[row], texts[row] = work.chunking.cut(text, encoder.tokenizer), text
        except EmbedLabError as error:
            rejected[row] = one_line(error)
    vectors = _embed(texts, chunks, rejected, encoder)
    table = _table(part, texts, chunks, vectors)
    reasons = {
        "file": pyarrow.array([part.file] * len(rejected), pyarrow.string()),
        "row": pyarrow.array(list(rejected), pyarrow.int64()),
        "reason": pyarrow.array(list(rejected.values()), pyarrow.string()),
    }
    folder = Path(work.folder)
    _write(rejected_path(folder, part.number), pyarrow.table(reasons))
    _write(part_path(folder, part.number), table)  # the last: it says that the part is done
    return EmbeddedPart(part.number, part.rows, len(table), len(rejected), os.getpid())


def _embed(
    texts: dict[int, str],
    chunks: dict[int, tuple[Chunk, ...]],
    rejected: dict[int, str],
    encoder: Encoder,
) -> NDArray[np.float32]:
    """Return the vectors of all chunks; where one row cannot be embedded, it is moved to `rejected`."""
    try:
        return embed_chunks(list(texts.values()), list(chunks.values()), encoder)
    except EmbedLabError:  # of one row: each by itself tells which
        vectors = [np.empty((0, encoder.dim), dtype=np.float32)]
        for row in list(texts):
            try:
                vectors.append(embed_chunks([texts[row]], [chunks[row]], encoder))
            except EmbedLabError as error:
                rejected[row] = one_line(error)
                del texts[row], chunks[row]
        return np.concatenate(vectors)


def _table(
    part: Part,
    texts: dict[int, str],
    chunks: dict[int, tuple[Chunk, ...]],
    vectors: NDArray[np.float32],
) -> Any:
    import pyarrow

    places = [(row, chunk) for row, each in chunks.items() for chunk in each]
    columns = {
        "id": [f"{part.file}:{row}:{chunk.start}" for row, chunk in places],
        "file": [part.file] * len(places),
        "row": [row for row, _ in places],
        "start": [chunk.start for _, chunk in places],
        "end": [chunk.end for _, chunk in places],
        "text": [chunk.of(texts[row]) for row, chunk in places],
        "vector": pyarrow.FixedSizeListArray.from_arrays(
            pyarrow.array(np.ascontiguousarray(vectors).ravel()), vectors.shape[1]
        ),
    }
    return pyarrow.table(columns, schema=schema(vectors.shape[1]))


def _write(path: Path, table: Any) -> None:
    import pyarrow
    from pyarrow import parquet

    stream = pyarrow.BufferOutputStream()
    parquet.write_table(table, stream, compression="zstd")
    write_atomic(path, stream.getvalue().to_pybytes())
