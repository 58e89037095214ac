"""The files of a corpus, and how each is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from embedlab.errors import InvalidInputError, quote

__all__ = ["KINDS", "kind_of", "names_below"]

KINDS = {  # ending -> how a file is read
    "parquet": "parquet",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "csv": "csv",
    "tsv": "tsv",
    "txt": "text",
    "md": "text",
}


def kind_of(path: Path) -> str:
    """Return how a file is read, by its ending.

    Raises:
        InvalidInputError: an ending that is not known.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in KINDS:
        raise InvalidInputError(
            f"{quote(path.name)} is not a file of a known kind; give files that end in {', '.join(KINDS)}."
        )
    return KINDS[ending]


def names_below(paths: Sequence[Path], *, without: Path) -> tuple[Path, list[Path]]:
    """Return the folder that all files share, and the files: of a folder, all of a known kind.

    Args:
        paths: files and folders.
        without: a folder whose files do not count.

    Raises:
        InvalidInputError: there is none, one is missing, or one is of an unknown kind.
    """
    files: list[Path] = []
    for path in (each.resolve() for each in paths):
        if path.is_dir():
            files += sorted(
                each for each in path.rglob("*") if each.is_file() and each.suffix.lower()[1:] in KINDS
            )
        elif path.is_file():
            files.append(path)
        else:
            raise InvalidInputError(f"There is no file {quote(path)}; check its name.")
    files = [path for path in dict.fromkeys(files) if not path.is_relative_to(without)]
    if not files:
        raise InvalidInputError(f"There is no file to read; give files that end in {', '.join(KINDS)}.")
    for path in files:
        kind_of(path)
    base = files[0].parent
    while not all(path.is_relative_to(base) for path in files):
        base = base.parent
    return base, files
