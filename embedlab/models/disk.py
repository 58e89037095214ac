"""The cache folder, and how it is written to: atomically, within a limit, where there is room.

What lies there may be deleted at any time; it is made or downloaded again.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from embedlab.errors import UnavailableError
from embedlab.settings import CACHE

__all__ = [
    "UNFINISHED_FOLDER",
    "alone",
    "cache_folder",
    "check_space",
    "is_private",
    "replace_folder",
    "trim_folder",
    "trim_folders",
    "write_atomic",
]

UNFINISHED = ".unfinished"
UNFINISHED_FOLDER = "unfinished-"  # before the name of a folder that is being written
UNFINISHED_SECONDS = 3_600  # a file that is still being written is younger


def cache_folder() -> Path | None:
    """Return the folder for what may be deleted, created; None where no folder can be written.

    A setting names it; otherwise it is the platform's cache folder, or one in the temporary folder.
    """
    with contextlib.suppress(OSError):  # there is no temporary folder
        for folder in _candidates():
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                ours = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
            except OSError:
                continue
            if ours and os.access(folder, os.W_OK):  # a folder of another account could hold false marks
                return folder
    return None


def is_private(folder: Path) -> bool:
    """Whether a folder, made if it is missing, is no link, of this account, and closed to all others."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        state = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(state.st_mode):
        return False
    return not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & 0o022)


def _candidates() -> Iterator[Path]:
    import platformdirs

    if named := CACHE.value():
        yield Path(named)
    yield platformdirs.user_cache_path("embedlab", appauthor=False)
    # the user's id in the name keeps two accounts of one machine apart
    yield Path(tempfile.gettempdir()) / f"embedlab-{getattr(os, 'getuid', lambda: 'user')()}"


def check_space(folder: Path, size: float, *, what: str, remedy: str) -> None:
    """Refuse to write `size` bytes into a folder, which may not exist yet, where they do not fit.

    Raises:
        UnavailableError: fewer bytes are free.
    """
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < size:
        raise UnavailableError(
            f"{what} needs {size / 1e6:,.0f} MB on the disk of this server, and {free / 1e6:,.0f} MB are "
            f"free; make room, or {remedy}."
        )


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file atomically: readers see the old content or the new, and a failure leaves nothing behind.

    Raises:
        OSError: the disk is full, or the folder is missing or cannot be written.
    """
    descriptor, name = tempfile.mkstemp(prefix=path.stem[:12], suffix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        os.replace(name, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


@contextlib.contextmanager
def replace_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `target` at the end; a failure leaves nothing behind."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED_FOLDER, dir=target.parent) as unfinished:
        folder = Path(unfinished) / "new"
        folder.mkdir()
        yield folder
        shutil.rmtree(target, ignore_errors=True)
        with contextlib.suppress(OSError):  # another process was quicker: its folder is as good
            os.replace(folder, target)


@contextlib.contextmanager
def alone(folder: Path | None, *, wait: bool = False) -> Iterator[bool]:
    """Yield whether no other process of this machine embeds into a folder; the lock ends with the process.

    With `wait`, it waits for the others and yields whether there is a folder.
    """
    try:
        import fcntl
    except ImportError:  # a system without such locks: two may do the same work
        yield True
        return
    if folder is None:
        yield False
        return
    with (folder / "embedding.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_first = True
        except OSError:
            is_first = False
        yield is_first


def trim_folder(folder: Path, limit: int, *, newest: Path) -> None:
    """Delete the least recently used files below `folder`, until the rest fits into `limit` bytes.

    Only files with the ending of `newest` count, and that one is the last to go. A file is used when its time
    of change is set (`os.utime`). Unfinished files and subfolders that became empty go, too.
    """
    files = []
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # deleted by another process
            stat = path.lstat()
            if path.suffix == newest.suffix:
                files.append((path != newest, -stat.st_mtime_ns, stat.st_size, path))
            elif path.suffix == UNFINISHED and time.time() - stat.st_mtime > UNFINISHED_SECONDS:
                path.unlink()
    for path in _beyond(files, limit):
        with contextlib.suppress(OSError):
            path.unlink()
            if path.parent != folder:
                path.parent.rmdir()


def trim_folders(folder: Path, limit: int, *, newest: Path) -> None:
    """Delete the least recently used subfolders, but `newest`, until the rest fits into `limit` bytes."""
    folders = []
    for path in folder.iterdir():
        with contextlib.suppress(OSError):  # deleted by another process
            size = sum(each.lstat().st_size for each in path.rglob("*") if each.is_file())
            folders.append((path != newest, -path.stat().st_mtime_ns, size, path))
    for path in _beyond(folders, limit):
        if path != newest:
            shutil.rmtree(path, ignore_errors=True)


def _beyond(entries: list[tuple[bool, int, int, Path]], limit: int) -> Iterator[Path]:
    """Yield the paths beyond `limit` bytes; an entry is (is not the newest, minus its time, size, path)."""
    total = 0
    for _, _, size, path in sorted(entries):  # the newest first
        total += size
        if total > limit:
            yield path
