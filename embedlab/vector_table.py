"""Tables with vectors on the disk, by LanceDB, and their approximate index: IVF, an inverted file.

k-means cuts the vectors into partitions; a query is compared only with those of the nearest few ("probes").
What lies in another partition is missed.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["TABLE", "build_ivf", "nearest_rows", "open_table", "vector_column", "write_table"]

TABLE = "chunks"


def open_table(path: Path | str) -> Any:
    """Return the LanceDB table of an index.

    Raises:
        ImportError: LanceDB is not installed.
    """
    return _connect(path).open_table(TABLE)


def write_table(folder: Path | str, content: Any) -> Any:
    """Write a table of Arrow, or a reader of its batches, into an empty folder and return LanceDB's."""
    return _connect(folder).create_table(TABLE, content)


def vector_column(vectors: NDArray[np.float32]) -> Any:
    """Return vectors, (n, dim), as a column of Arrow."""
    import pyarrow

    flat = pyarrow.array(np.ascontiguousarray(vectors).ravel())
    return pyarrow.FixedSizeListArray.from_arrays(flat, vectors.shape[1])


def build_ivf(table: Any) -> int:
    """Index the vectors of a table by cosine, and return the number of partitions: √n."""
    from lancedb.index import IvfFlat

    partitions = round(math.sqrt(table.count_rows()))
    table.create_index("vector", config=IvfFlat(distance_type="cosine", num_partitions=partitions))
    return partitions


def nearest_rows(
    table: Any, vector: NDArray[np.float32], k: int, *, columns: Sequence[str], probes: int = 0
) -> Any:
    """Return the `k` rows nearest to a vector as a table of Arrow, with "_distance": 1 − cosine.

    With `probes`, only the vectors of so many partitions are compared; else all, with or without an index.
    """
    request = table.search(vector).distance_type("cosine").limit(k).select([*columns, "_distance"])
    return (request.nprobes(probes) if probes else request.bypass_vector_index()).to_arrow()


def _connect(path: Path | str) -> Any:
    os.environ.setdefault("LANCE_LOG", "error")  # it reports every new folder as a warning
    import lancedb

    return lancedb.connect(str(path))
