"""Small real tables, written in every format that is read; gensim writes word2vec, as the reference."""

from __future__ import annotations

import gzip
import io
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WORDS = ["king", "queen", "naïve", "New York", "猫", "👩‍🚀"]
MATRIX = np.random.default_rng(0).normal(size=(6, 5)).astype(np.float32)

Matrix = NDArray[np.float32]


def gensim_file(words: Sequence[str], matrix: Matrix, *, binary: bool) -> bytes:
    from gensim.models import KeyedVectors

    vectors = KeyedVectors(matrix.shape[1])
    vectors.add_vectors([word.replace(" ", "_") for word in words], matrix)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors"
        vectors.save_word2vec_format(str(path), binary=binary)
        return path.read_bytes()


def rows_of(words: Sequence[str], matrix: Matrix, separator: str = " ") -> bytes:
    lines = (
        separator.join([word, *(repr(float(number)) for number in row)])
        for word, row in zip(words, matrix, strict=True)
    )
    return "".join(f"{line}\n" for line in lines).encode()


def npy(array: NDArray[np.generic]) -> bytes:
    output = io.BytesIO()
    np.save(output, array, allow_pickle=array.dtype.hasobject)
    return output.getvalue()


def npz(**arrays: NDArray[np.generic]) -> bytes:
    output = io.BytesIO()
    np.savez_compressed(output, **arrays)
    return output.getvalue()


def parquet(columns: dict[str, object]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    output = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), output)
    return output.getvalue()


def parquet_lists(words: Sequence[str], matrix: Matrix) -> bytes:
    return parquet({"word": list(words), "vector": list(matrix)})


def parquet_columns(words: Sequence[str], matrix: Matrix) -> bytes:
    return parquet({"word": list(words)} | {f"d{place}": column for place, column in enumerate(matrix.T)})


def safetensors(matrix: NDArray[np.generic]) -> bytes:
    from safetensors.numpy import save

    return save({"vectors": np.ascontiguousarray(matrix)})


def csv_file(words: Sequence[str], matrix: Matrix, separator: str = ",") -> bytes:
    header = separator.join(["word", *(f"d{place}" for place in range(matrix.shape[1]))])
    return header.encode() + b"\n" + rows_of(words, matrix, separator)


def word2vec_binary(words: Sequence[str], matrix: Matrix) -> bytes:
    header = f"{len(words)} {matrix.shape[1]}\n".encode()
    rows = (word.encode() + b" " + row.tobytes() for word, row in zip(words, matrix, strict=True))
    return header + b"".join(rows)


# format -> what writes it; the formats without labels come with a file of them
WRITERS: dict[str, Callable[[Sequence[str], Matrix], bytes]] = {
    "word2vec text": lambda words, matrix: (
        f"{len(words)} {matrix.shape[1]}\n".encode() + rows_of(words, matrix)
    ),
    "word2vec binary": lambda words, matrix: word2vec_binary([w.replace(" ", "_") for w in words], matrix),
    "GloVe text": rows_of,
    "gzip": lambda words, matrix: gzip.compress(rows_of(words, matrix)),
    "NumPy .npy": lambda _, matrix: npy(matrix),
    "NumPy .npz": lambda words, matrix: npz(vectors=matrix, words=np.array(words)),
    "Parquet": parquet_lists,
    "Parquet columns": parquet_columns,
    "projector TSV": lambda _, matrix: "".join(
        "\t".join(repr(float(number)) for number in row) + "\n" for row in matrix
    ).encode(),
    "safetensors": lambda _, matrix: safetensors(matrix),
    "CSV": csv_file,
    "CSV with semicolons": lambda words, matrix: csv_file(words, matrix, ";"),
    "TSV": lambda words, matrix: csv_file(words, matrix, "\t"),
}
UNLABELED = {"NumPy .npy", "projector TSV", "safetensors"}
