"""Files that are recognized and not opened: pickles and what is built of them, models, archives.

A pickle can run code when it is opened. It is known by its first bytes, whatever its name, and each refusal
says how to turn the file into one that is safe.
"""

from __future__ import annotations

import re
import zipfile
import zlib

from embedlab.display import visible_text
from embedlab.errors import InvalidInputError, quote

__all__ = ["is_binary", "refuse_archive", "refuse_unsafe"]

GENSIM = "KeyedVectors.load(path).save_word2vec_format('vectors.txt')"
RECIPE = (
    "it can run code when it is opened, so it is not; where you trust it, open it yourself and save the "
    f"numbers: gensim: {GENSIM}; "
    "PyTorch: safetensors.torch.save_file({'vectors': tensor}, 'vectors.safetensors'); "
    "NumPy: np.save('vectors.npy', array)"
)
PICKLE = re.compile(  # protocols 2 to 5 begin with their number; 0 and 1 with one of these
    rb"\x80[\x02-\x05]|\((?:d|l)p?\d*\n|c[A-Za-z_][\w.]*\n[A-Za-z_]\w*\n|[\]}]q\x00|\(lp0\n"
)
PACKED = {
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x04\x22\x4d\x18": "lz4",
    b"]\0\0": "lzma",
}
DIRECTORY = 1 << 16  # bytes at the end of an archive that list its entries
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x80-\xff]")
KNOWN = {
    b"GGUF": "a GGUF model, whose tables are compressed in blocks; save its embedding matrix as .npy",
    b"\x89HDF\r\n\x1a\n": "an HDF5 file; save its table of vectors as .npy",
    b"ARROW1": "an Arrow file; save it as Parquet with pyarrow.parquet.write_table(table, 'vectors.parquet')",
    b"FEA1": "a Feather file; save it as Parquet with DataFrame.to_parquet('vectors.parquet')",
    b"\xba\x16\x4f\x2f": "a fastText model; save its words with gensim: "
    "load_facebook_vectors(path).save_word2vec_format('vectors.txt')",
    b"SQLite format 3\0": "an SQLite database; save the table of vectors as CSV",
    b"%PDF": "a PDF; choose the table itself, for example as CSV",
    b"7z\xbc\xaf\x27\x1c": "a 7-zip archive; unpack it and choose the table inside",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a file of an old office program; save the table as CSV",
}


def refuse_unsafe(content: bytes) -> None:
    """Raise `InvalidInputError` if `content` begins as a file that is not opened here."""
    binary = is_binary(content)
    for magic, named in PACKED.items():
        if binary and content.startswith(magic):
            raise InvalidInputError(
                f"The file is compressed with {named}, which is not unpacked; "
                "unpack it, or compress it with gzip."
            )
    for magic, reason in KNOWN.items():
        if binary and content.startswith(magic):
            raise InvalidInputError(f"This is {reason}.")
    if _is_torch(content):
        raise InvalidInputError(f"This is a model of PyTorch with a pickle inside (.pt or .bin): {RECIPE}.")
    if PICKLE.match(content):
        raise InvalidInputError(f"This is a pickle (.pkl, .pt, .model, .kv or .joblib): {RECIPE}.")
    if (binary and content.startswith(b"ZF0x")) or (content.startswith(b"x") and _hides_pickle(content)):
        raise InvalidInputError(f"This is a compressed pickle (.joblib or .pkl): {RECIPE}.")


def is_binary(content: bytes) -> bool:
    """Whether a file whose first bytes could be a word is none: “GGUF 0.1 0.2” is a word and its vector."""
    return NO_TEXT.search(content[:64]) is not None


def refuse_archive(archive: zipfile.ZipFile) -> None:
    """Raise `InvalidInputError` unless a zip archive holds nothing but arrays of NumPy."""
    names = archive.namelist()
    if "[Content_Types].xml" in names:
        raise InvalidInputError("This is an office file (.xlsx or .docx); save the table as CSV.")
    if not names or not all(name.endswith(".npy") for name in names):
        first = f", such as {quote(visible_text(names[0]))}" if names else ""
        raise InvalidInputError(
            f"This is a zip archive of {len(names):,} files{first}; unpack it and choose the table inside."
        )


def _is_torch(content: bytes) -> bool:
    """Whether a zip archive has the entries of a model; a large one has more than are read."""
    return content.startswith(b"PK\x03\x04") and (
        b"data.pkl" in content[30:200] or b"/data.pkl" in content[-DIRECTORY:]
    )


def _hides_pickle(content: bytes) -> bool:
    """Whether a zlib stream, as joblib writes it, unfolds to a pickle, by its first bytes."""
    try:
        return PICKLE.match(zlib.decompressobj().decompress(content[:4_096], 64)) is not None
    except zlib.error:
        return False
