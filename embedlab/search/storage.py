"""Search indexes on the disk: each a LanceDB table "chunks" in a folder of its own, named by its key.

Any LanceDB client reads it. What lies there may be deleted at any time: an index that is missing, damaged or
of another model is built anew. Where LanceDB cannot run, or the disk is full or cannot be written, an index
lives in memory, and its `note` says so.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embedlab.errors import EmbedLabError, UnavailableError, one_line
from embedlab.models.disk import cache_folder, check_space, is_private, replace_folder, trim_folders
from embedlab.settings import INDEXES_MB
from embedlab.vector_table import open_table, vector_column, write_table

if TYPE_CHECKING:
    from embedlab.context import Encoder
    from embedlab.search.index import SearchIndex

__all__ = ["IndexStore"]

LAYOUT = "1"  # of the table; another one is another folder


class IndexStore:
    """The indexes of a folder. Safe to share between threads; its folder, between processes.

    Args:
        folder: for the tables; that of the cache if None. A folder that cannot be written is no error.
        limit_bytes: of all tables, a setting if None; the least recently used are deleted beyond it.
    """

    def __init__(self, folder: Path | None = None, *, limit_bytes: int | None = None) -> None:
        home = folder or cache_folder()
        tables = None if home is None else home / f"search-{LAYOUT}"
        self._folder = tables if tables is not None and is_private(tables) else None
        self._limit = (INDEXES_MB.value() << 20) if limit_bytes is None else limit_bytes
        self._lock = threading.Lock()  # one table is written at a time

    def path_of(self, key: str) -> Path | None:
        """Return the folder of an index, where it is on the disk."""
        path = None if self._folder is None else self._folder / key
        return path if path is not None and path.is_dir() else None

    def read(self, key: str, encoder: Encoder) -> NDArray[np.float32] | None:
        """Return the vectors of an index; None where it is missing, damaged or of another model."""
        path = self.path_of(key)
        if path is None:
            return None
        try:
            table = open_table(path).to_arrow()
            flat = table.column("vector").combine_chunks().flatten().to_numpy(zero_copy_only=False)
            vectors = np.ascontiguousarray(flat.reshape(len(table), encoder.dim), dtype=np.float32)
            expected = {b"embedlab.key": key.encode(), b"embedlab.checksum": _checksum(vectors).encode()}
            if not expected.items() <= table.schema.metadata.items():
                raise ValueError("the table is not the one that was written")
        except Exception:  # whatever a damaged file makes a library raise: the index is built anew
            shutil.rmtree(path, ignore_errors=True)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used now
        return vectors

    def keep(self, index: SearchIndex) -> SearchIndex:
        """Write an index and return it: with its `path`, or with a `note` why it is in memory only."""
        try:
            if self._folder is None:
                raise UnavailableError("no folder of this server can be written")
            size = 3 * index.vectors.nbytes + (1 << 20)
            with self._lock:
                check_space(self._folder, size, what="The index", remedy="go on")
                with replace_folder(self._folder / index.key) as folder:
                    _write(folder, index)
                trim_folders(self._folder, self._limit, newest=self._folder / index.key)
        except ImportError:
            why = "LanceDB is not installed here"
        except EmbedLabError as error:
            why = one_line(error).removesuffix(".")
        except Exception as error:  # LanceDB reports a full disk as one of several types
            why = f"it cannot be written ({one_line(error, length=80)})"
        else:
            why = ""
        index.path = str(self.path_of(index.key) or "")
        index.note = why and f"The index is kept in memory only and is built again after a restart: {why}."
        return index


def _write(folder: Path, index: SearchIndex) -> None:
    import pyarrow

    columns = {
        "document": index.text_rows.astype(np.int64),
        "start": np.array([chunk.start for chunk in index.chunks], dtype=np.int64),
        "end": np.array([chunk.end for chunk in index.chunks], dtype=np.int64),
        "text": [index.chunk_text(row) for row in range(len(index.chunks))],
        "vector": vector_column(index.vectors),
    }
    facts = {
        "embedlab.key": index.key,
        "embedlab.model": index.encoder.name,
        "embedlab.checksum": _checksum(index.vectors),
    }
    write_table(folder, pyarrow.table(columns).replace_schema_metadata(facts))


def _checksum(vectors: NDArray[np.float32]) -> str:
    return hashlib.sha256(np.ascontiguousarray(vectors).tobytes()).hexdigest()
