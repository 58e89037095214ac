"""Embedding a corpus of any size: here, or on many cores and machines with Ray Data; the vectors are equal.

Each part of the input becomes one Parquet file, which appears whole or not at all. A run that was ended goes
on with the parts that are missing, so that each row is in the result exactly once.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embedlab.content_key import content_key
from embedlab.context import Encoder, load_encoder
from embedlab.context.vector_cache import encoder_key
from embedlab.corpora.corpus import MANIFEST, Corpus, read_corpus, write_manifest
from embedlab.corpora.files import kind_of, names_below
from embedlab.corpora.parts import EmbeddedPart, Work, embed_part, plan_parts
from embedlab.corpora.records import find_column
from embedlab.errors import InvalidInputError, UnavailableError, one_line, quote
from embedlab.models.disk import alone
from embedlab.search import Chunking

__all__ = ["CHUNKING", "PART_ROWS", "Progress", "embed_corpus"]

CHUNKING = Chunking(128)
PART_ROWS = 1_000  # rows of a part: what a killed run loses of each worker at most
MAX_WORKERS = 1_024
Watch = Callable[["Progress"], object]


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    parts: int  # done, those of earlier runs included
    total: int
    part: EmbeddedPart  # the last one
    seconds: float  # since the run began

    @property
    def share(self) -> float:
        """The share that is done, from 0 to 1."""
        return self.parts / self.total


def embed_corpus(
    paths: Sequence[Path | str],
    folder: Path | str,
    *,
    encoder: Encoder | str = "all-MiniLM-L6-v2",
    column: str | None = None,
    chunking: Chunking = CHUNKING,
    workers: int = 0,
    address: str = "local",
    part_rows: int = PART_ROWS,
    watch: Watch | None = None,
) -> Corpus:
    """Embed the texts of some files into a folder, and return the corpus.

    Called again with the same files, it goes on where it was ended. The folder then holds `corpus.json`;
    `parts/*.parquet` with the columns id, file, row, start, end, text and vector (float32, length 1), a chunk
    a row; and `rejected/*.parquet` with the columns file, row and reason.

    Args:
        paths: Parquet, JSON Lines, CSV, TSV or text files, or folders of such. In a text, an empty line ends
            a row.
        folder: for the result, on a disk that all machines share; it is made if it is missing.
        encoder: makes the vectors; workers load it by its name in the catalog.
        column: that holds the texts; the first with a usual name, such as "text", if None.
        chunking: how texts are cut; 128 tokens if not said otherwise.
        workers: 0 embeds in this process. Otherwise the number of Ray actors, each with one core and one
            thread; needs `embedlab[cluster]`.
        address: of the Ray cluster; "local" starts one on this machine for this run, "auto" finds one.
        part_rows: rows of a part.
        watch: called after each part; what it raises ends the run, which can be taken up again.

    Raises:
        InvalidInputError: a file cannot be read or has no such column, or the folder holds another corpus.
        UnavailableError: another run writes into the folder, it cannot be written, or Ray cannot be used.
        EmbedLabError: the encoder cannot be loaded.
    """
    target = Path(folder).resolve()
    if not 0 <= workers <= MAX_WORKERS:
        raise InvalidInputError(f"{workers:,} workers are not possible; choose 0 to {MAX_WORKERS:,}.")
    if part_rows < 1:
        raise InvalidInputError(f"A part of {part_rows:,} rows is not possible; choose at least 1.")
    model = load_encoder(encoder) if isinstance(encoder, str) else encoder
    base, files = names_below([Path(path) for path in paths], without=target)
    try:
        for path in (target / "parts", target / "rejected"):
            path.mkdir(parents=True, exist_ok=True)
        with alone(target) as is_first:
            if not is_first:
                raise UnavailableError(f"Another run embeds into {quote(target)}; wait for its end.")
            work = Work(str(base), str(target), model.name, encoder_key(model), chunking)
            corpus = _begin(files, work, model.dim, column, part_rows)
            missing, begun = corpus.missing, time.perf_counter()
            before = len(corpus.parts) - len(missing)
            results: Generator[EmbeddedPart, None, None]
            if workers and missing:
                from embedlab.corpora.cluster import embed_on_ray

                results = embed_on_ray(missing, work, workers=workers, address=address)
            else:
                results = (embed_part(part, work, model) for part in missing)
            with contextlib.closing(results):
                for done, part in enumerate(results, before + 1):
                    if watch is not None:
                        watch(Progress(done, len(corpus.parts), part, time.perf_counter() - begun))
    except OSError as error:
        raise UnavailableError(
            f"The folder {quote(target)} cannot be written ({one_line(error)}); make room or choose another."
        ) from error
    return read_corpus(target)


def _begin(files: Sequence[Path], work: Work, dim: int, column: str | None, part_rows: int) -> Corpus:
    """Return the corpus of a folder, planned anew where there is none."""
    base, folder = Path(work.base), Path(work.folder)
    states = [(path.relative_to(base).as_posix(), path.stat()) for path in files]
    contents = [(name, state.st_size, state.st_mtime_ns) for name, state in states]
    key = content_key("corpus", work.encoder_key, work.chunking, column, part_rows, contents)
    if (folder / MANIFEST).is_file():
        corpus = read_corpus(folder)
        if corpus.key != key:
            raise InvalidInputError(
                f"The folder {quote(folder)} holds a corpus of other files, of another model or cut "
                "otherwise; choose a new folder."
            )
        for path in folder.glob("*/*.unfinished"):  # of a run that was killed
            path.unlink(missing_ok=True)
        return corpus
    with_columns = [(path, find_column(path, kind_of(path), column)) for path in files]
    parts = tuple(plan_parts(base, with_columns, part_rows))
    if not parts:
        raise InvalidInputError("The files hold no row; give at least one text.")
    corpus = Corpus(folder, key, work.model, work.encoder_key, dim, work.chunking, parts)
    write_manifest(corpus)
    return corpus
