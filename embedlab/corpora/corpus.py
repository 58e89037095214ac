"""A corpus on the disk: a folder with a manifest, the chunks of each part, and the rows set aside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from embedlab.corpora.parts import Part, part_path, rejected_path
from embedlab.errors import InvalidInputError, quote
from embedlab.models.disk import cache_folder, write_atomic
from embedlab.search import Chunking

__all__ = ["MANIFEST", "Corpus", "corpora_folder", "list_corpora", "read_corpus", "write_manifest"]

MANIFEST = "corpus.json"
FORMAT = 1


@dataclass(frozen=True)
class Corpus:
    """A corpus that was begun; `is_complete` says whether it is done."""

    folder: Path
    key: str  # of the files, the model and the chunking
    model: str
    encoder_key: str
    dim: int
    chunking: Chunking
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def rows(self) -> int:
        """The rows of its files, those that are set aside included."""
        return sum(part.rows for part in self.parts)

    @property
    def missing(self) -> list[Part]:
        """The parts that are not done yet."""
        return [part for part in self.parts if not part_path(self.folder, part.number).is_file()]

    @property
    def is_complete(self) -> bool:
        """Whether all parts are done."""
        return not self.missing

    @cached_property
    def chunks(self) -> int:
        """The chunks of the parts that are done."""
        return self._count(part_path)

    @cached_property
    def rejected(self) -> int:
        """The rows that were set aside."""
        return self._count(rejected_path)

    def batches(self, columns: list[str], size: int = 10_000) -> Iterator[Any]:
        """Yield the chunks in their order, as Arrow record batches of at most `size` rows."""
        from pyarrow import parquet

        for part in self.parts:
            with parquet.ParquetFile(part_path(self.folder, part.number)) as file:
                yield from file.iter_batches(size, columns=columns)

    def _count(self, path_of: Any) -> int:
        from pyarrow import parquet

        paths = (path_of(self.folder, part.number) for part in self.parts)
        return sum(parquet.read_metadata(path).num_rows for path in paths if path.is_file())


def corpora_folder() -> Path | None:
    """Return the folder whose corpora the pages list; None where no folder can be written."""
    home = cache_folder()
    return None if home is None else home / "corpora"


def list_corpora() -> list[Corpus]:
    """Return the complete corpora that the pages list, by name."""
    home = corpora_folder()
    if home is None or not home.is_dir():
        return []
    corpora = []
    for folder in sorted(path.parent for path in home.glob(f"*/{MANIFEST}")):
        try:
            corpora.append(read_corpus(folder))
        except InvalidInputError:  # damaged, or of another version
            continue
    return [corpus for corpus in corpora if corpus.is_complete]


def read_corpus(folder: Path) -> Corpus:
    """Return a corpus that was begun.

    Raises:
        InvalidInputError: there is none, or it is of another version of EmbedLab, or damaged.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise InvalidInputError(f"There is no corpus in {quote(folder)}; make one with embed_corpus.")
    try:
        facts = json.loads(path.read_bytes())
        if facts.pop("format") != FORMAT:
            raise ValueError("another format")
        parts = tuple(Part(**part) for part in facts.pop("parts"))
        return Corpus(folder, chunking=Chunking(**facts.pop("chunking")), parts=parts, **facts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError(
            f"The corpus in {quote(folder)} is damaged or of another version; embed it into a new folder."
        ) from error


def write_manifest(corpus: Corpus) -> None:
    """Write the manifest of a corpus.

    Raises:
        OSError: the folder cannot be written.
    """
    facts = {"format": FORMAT} | asdict(corpus)
    del facts["folder"]
    write_atomic(corpus.folder / MANIFEST, json.dumps(facts, indent=1).encode())
