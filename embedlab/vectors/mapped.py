"""Tables too large to load: a folder of arrays that is mapped into memory and opened at once.

    manifest.json       version, name, whether words are looked up in lower case, and the shape of every array
    matrix.npy          (n, dim) float32
    inverse_norms.npy   (n,) float32, 1 / length of each vector, 0 for zero vectors
    letters.npy, ends.npy, hashes.npy, rows.npy     the words, see `stored_words`

What costs a pass over the numbers, the norms and the index of words, is computed when the folder is written.
Opening checks every file against the manifest, the order of the words and a sample of the norms, not every
number of the matrix.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embedlab.cosine import vector_lengths
from embedlab.errors import InvalidInputError, quote
from embedlab.vectors.stored_words import StoredWords, WordArrays, word_arrays
from embedlab.vectors.word_vectors import WordVectors

__all__ = ["MANIFEST", "TYPES", "open_word_vectors", "save_word_vectors", "write_array", "write_manifest"]

VERSION = "embedlab-word-vectors-1"
MANIFEST = "manifest.json"
MAX_MANIFEST = 10_000  # bytes
ROW_BLOCK = 65_536  # rows written at a time
SAMPLED_ROWS = 64  # whose norms are computed again at opening
TYPES: dict[str, np.dtype[Any]] = {
    "matrix": np.dtype("<f4"),
    "inverse_norms": np.dtype("<f4"),
    "letters": np.dtype("u1"),
    "ends": np.dtype("<i8"),
    "hashes": np.dtype("<u8"),
    "rows": np.dtype("<i8"),
}


def save_word_vectors(vectors: WordVectors, folder: str | Path) -> None:
    """Write a table into a new folder, for `open_word_vectors`.

    The manifest is written last: a folder that was not finished does not open.

    Raises:
        InvalidInputError: the folder holds something already or cannot be written, or a word is no text.
    """
    target = Path(folder)
    try:
        words = word_arrays(vectors.words)
    except UnicodeEncodeError as error:
        raise InvalidInputError(
            f"The word {quote(ascii(error.object))} holds half a character (a lone surrogate), which no file "
            "of text can; rename the word."
        ) from error
    try:
        target.mkdir(parents=True, exist_ok=True)
        if next(target.iterdir(), None) is not None:
            raise InvalidInputError(f"The folder {quote(target.name)} is not empty; choose a new one.")
        arrays: dict[str, NDArray[Any]] = {"matrix": vectors.matrix, "inverse_norms": vectors.inverse_norms}
        arrays |= vars(words)
        for name, array in arrays.items():
            write_array(target / f"{name}.npy", array, TYPES[name])
        shapes = {name: array.shape for name, array in arrays.items()}
        write_manifest(target, name=vectors.name, uncased=vectors.uncased, shapes=shapes)
    except OSError as error:
        raise InvalidInputError(
            f"The table cannot be written to {quote(target.name)}: {error.strerror}; choose a folder that "
            f"can be written, on a disk with {_megabytes(vectors):,.0f} MB of space."
        ) from error


def open_word_vectors(folder: str | Path) -> WordVectors:
    """Open a table that `save_word_vectors` wrote; the numbers stay on disk and are mapped into memory.

    Raises:
        InvalidInputError: the folder holds no such table, one of another version, or a damaged one.
    """
    source = Path(folder)
    manifest = _manifest(source)
    shapes = manifest["shapes"]
    arrays = {name: _map(source, name, tuple(shapes[name])) for name in TYPES}
    words = WordArrays(arrays["letters"], arrays["ends"], arrays["hashes"], arrays["rows"])
    for name, sound in _soundness(words, arrays["matrix"], arrays["inverse_norms"]).items():
        if not sound:
            raise _damaged(source, f"the content of {name}.npy does not fit the other files")
    vectors = WordVectors(
        StoredWords(words), arrays["matrix"], name=manifest["name"], uncased=manifest["uncased"]
    )
    vectors.inverse_norms = arrays["inverse_norms"]  # as computed when the table was written
    return vectors


def write_manifest(folder: Path, *, name: str, uncased: bool, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Write the manifest of a folder whose arrays are written: with it the table is whole.

    Raises:
        OSError: it cannot be written.
    """
    manifest = {"version": VERSION, "name": name, "uncased": uncased, "shapes": shapes}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")


def write_array(path: Path, array: NDArray[Any], dtype: np.dtype[Any]) -> None:
    """Write an array in the format of numpy, a block at a time.

    Raises:
        OSError: it cannot be written.
    """
    with path.open("xb") as stream:
        header = {"descr": dtype.str, "fortran_order": False, "shape": array.shape}
        np.lib.format.write_array_header_1_0(stream, header)  # type: ignore[no-untyped-call]
        for start in range(0, len(array), ROW_BLOCK):
            stream.write(np.ascontiguousarray(array[start : start + ROW_BLOCK], dtype=dtype).data)


def _manifest(folder: Path) -> dict[str, Any]:
    """Return the checked manifest of a folder."""
    path = folder / MANIFEST
    try:
        with path.open("rb") as stream:
            manifest = json.loads(stream.read(MAX_MANIFEST))
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInputError(
            f"The folder {quote(folder.name)} holds no table of word vectors: its {MANIFEST} cannot be read; "
            "write one with save_word_vectors."
        ) from error
    version = manifest.get("version") if isinstance(manifest, dict) else None
    if version != VERSION:
        raise InvalidInputError(
            f"The table in {quote(folder.name)} is of version {quote(version)} and this program reads "
            f"{VERSION}; write it again with save_word_vectors."
        )
    shapes = manifest.get("shapes")
    if not (
        isinstance(manifest.get("name"), str)
        and isinstance(manifest.get("uncased"), bool)
        and isinstance(shapes, dict)
        and shapes.keys() == TYPES.keys()
        and all(_is_shape(shape, 2 if name == "matrix" else 1) for name, shape in shapes.items())
        and len({shapes[name][0] for name in TYPES.keys() - {"letters"}}) == 1
    ):
        raise _damaged(folder, f"{MANIFEST} does not describe a table")
    checked: dict[str, Any] = manifest
    return checked


def _is_shape(shape: object, length: int) -> bool:
    return (
        isinstance(shape, list)
        and len(shape) == length
        and all(type(size) is int and size >= 0 for size in shape)
    )


def _map(folder: Path, name: str, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return an array of the folder, mapped into memory, once it is of the type and shape it should have."""
    path = folder / f"{name}.npy"
    try:
        # refuses anything but numbers
        array: np.memmap[Any, Any] = np.lib.format.open_memmap(path, mode="r")  # type: ignore[no-untyped-call]
        whole = array.offset + array.nbytes == path.stat().st_size
    except (OSError, ValueError, EOFError, OverflowError) as error:
        raise _damaged(folder, f"{name}.npy is missing or cut off") from error
    if array.dtype != TYPES[name] or array.shape != shape or not array.flags.c_contiguous or not whole:
        raise _damaged(folder, f"{name}.npy holds {array.dtype} of shape {array.shape}, not what was written")
    return array


def _soundness(
    words: WordArrays, matrix: NDArray[np.float32], inverse_norms: NDArray[np.float32]
) -> dict[str, bool]:
    """Return for each file whether its content fits the others."""
    count, size = len(words.ends), len(words.letters)
    starts = np.concatenate(([0], words.ends[:-1])) if count else np.zeros(0, dtype=np.int64)
    sound = {"matrix": count > 0 and matrix.shape[1] > 0}
    if not sound["matrix"]:
        return sound
    sound["ends"] = words.ends[-1] == size and bool((words.ends >= starts).all()) and words.ends[0] >= 0
    sound["letters"] = sound["ends"] and _is_text(words.letters, starts)
    sound["hashes"] = bool((words.hashes[1:] >= words.hashes[:-1]).all())
    sound["rows"] = bool(((words.rows >= 0) & (words.rows < count)).all())
    sample = np.unique(np.linspace(0, count - 1, SAMPLED_ROWS).astype(np.int64))
    norms = vector_lengths(matrix[sample])
    again = np.divide(1, norms, out=np.zeros_like(norms), where=norms > 0).astype(np.float32)
    sound["inverse_norms"] = bool((inverse_norms >= 0).all()) and np.allclose(
        inverse_norms[sample], again, rtol=1e-5, atol=0
    )
    return sound


def _is_text(letters: NDArray[np.uint8], starts: NDArray[np.int64]) -> bool:
    """Whether the letters are UTF-8 and every word begins with a whole character."""
    begun = starts[starts < len(letters)]  # an empty last word begins at the end
    if ((letters[begun] & 0xC0) == 0x80).any():  # the inside of a character
        return False
    if not (letters & 0x80).any():
        return True
    try:
        for first in range(0, len(begun), ROW_BLOCK):
            after = begun[first + ROW_BLOCK] if first + ROW_BLOCK < len(begun) else len(letters)
            letters[begun[first] : after].tobytes().decode()
    except UnicodeDecodeError:
        return False
    return True


def _damaged(folder: Path, what: str) -> InvalidInputError:
    return InvalidInputError(
        f"The table in {quote(folder.name)} is damaged: {what}; write it again with save_word_vectors."
    )


def _megabytes(vectors: WordVectors) -> float:
    """Return about what the files of a table take."""
    return (vectors.matrix.nbytes + 64 * len(vectors)) / 1e6
