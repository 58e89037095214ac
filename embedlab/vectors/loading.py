"""Tables of word vectors by name: those of the catalog, and those that were added on this machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from embedlab.catalog import find_entry, names_of
from embedlab.errors import UnknownNameError
from embedlab.models.installed import find_file
from embedlab.vectors.added_tables import added_tables, open_added
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["load_word_vectors"]

WORDS_A_BATCH = 20_000


def load_word_vectors(name: str) -> WordVectors:
    """Open a table of word vectors by name; the matrix stays on disk and is mapped into memory.

    Tables come from the catalog, or were added by `embedlab tables add`.

    Raises:
        UnknownNameError: no table of that name.
        MissingModelError: the package that carries it is not installed.
        CorruptModelError: its file is not the one the catalog names.
        InvalidInputError: a table that was added is damaged.
    """
    cataloged, added = names_of("word-vectors"), added_tables()
    if name in added:
        return open_added(name)
    if name not in cataloged:
        raise UnknownNameError(name, what="table of word vectors", known=(*cataloged, *added))
    entry = find_entry(name, "word-vectors")
    matrix = np.load(find_file(entry, "matrix"), mmap_mode="r", allow_pickle=False)
    words = read_words(find_file(entry, "words"), column="index")
    return WordVectors(words, matrix, name=entry.name, uncased=entry.uncased)


def read_words(path: Path, *, column: str) -> list[str]:
    """Return a column of text of a Parquet file, read in small batches to keep little memory afterwards."""
    import pyarrow
    from pyarrow import parquet

    words: list[str] = []
    with parquet.ParquetFile(path) as table:
        for batch in table.iter_batches(batch_size=WORDS_A_BATCH, columns=[column], use_threads=False):
            words += batch.column(0).to_pylist()
    pyarrow.default_memory_pool().release_unused()
    return words
