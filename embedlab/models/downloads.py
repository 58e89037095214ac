"""The folder of downloads has a limit: repositories that nobody used for longest are deleted first."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from embedlab.settings import DOWNLOADS_MB

__all__ = ["limit_bytes", "mark_used", "trim_downloads"]


def limit_bytes() -> int:
    """Return the limit, a setting."""
    return DOWNLOADS_MB.value() * 1_000_000


def mark_used(folder: Path) -> None:
    """Note that a repository's folder is used now."""
    with contextlib.suppress(OSError):
        os.utime(folder)


def trim_downloads(folder: Path, *, newest: Path) -> None:
    """Delete repositories in `folder`, the least recently used first, until the rest fits; `newest` stays."""
    mark_used(newest)
    total = 0
    repositories = [path for path in folder.glob("models--*") if path.is_dir()]
    for path in sorted(repositories, key=lambda path: (path != newest, -path.stat().st_mtime_ns)):
        total += sum(file.lstat().st_size for file in path.rglob("*") if not file.is_dir())
        if total > limit_bytes() and path != newest:
            shutil.rmtree(path, ignore_errors=True)
