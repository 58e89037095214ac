"""Files of the Hugging Face hub, downloaded only when somebody asks for them.

A repository's files and their sizes are looked up first; whoever downloads says which of them are wanted, or
refuses. They are fetched at one commit, without any account, and no code comes with them. All of that runs in
a process of its own with a deadline. A hub that does not answer is left alone for five minutes; what was
downloaded once is found again without it. What the files mean is left to the callers.
"""

from __future__ import annotations

import contextlib
import math
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from embedlab.errors import InvalidInputError, TimedOutError, UnavailableError, quote
from embedlab.models.disk import cache_folder, check_space
from embedlab.models.downloads import mark_used, trim_downloads
from embedlab.processes import Sandbox
from embedlab.processes.child import OPENING_MEMORY
from embedlab.settings import DEADLINE_FACTOR, OFFLINE

__all__ = [
    "ANSWER_SECONDS",
    "Downloaded",
    "ask_hub",
    "check_repository",
    "download_files",
    "downloads_allowed",
    "find_downloaded",
]

REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?", re.ASCII)
LONGEST_NAME = 96
ANSWER_SECONDS = 10  # for each answer of the hub
SPARE_SECONDS = 5  # for the process that asks
SPARE = 1.2  # times the size of a download must be free on the disk
TASKS = "embedlab.models.hub_requests"
REMEDY = "try again later or choose a smaller model"
PAUSE_SECONDS = 300  # after a hub that did not answer

T = TypeVar("T")

_pause_lock = threading.Lock()
_paused_until = 0.0
_lines_lock = threading.Lock()
_lines: dict[str, threading.Lock] = {}  # one download of a kind at a time


@dataclass(frozen=True)
class Downloaded:
    """Files of a repository at one commit."""

    repository: str
    commit: str
    paths: Mapping[str, Path]

    @property
    def name(self) -> str:
        """Which version this is: owner/name@commit, shortened."""
        return f"{self.repository}@{self.commit[:7]}"


def downloads_allowed() -> bool:
    """Whether downloads are allowed here, a setting."""
    return not OFFLINE.value()


def check_repository(repository: str) -> str:
    """Return the name of a repository if it can be one: `name` or `owner/name`.

    Paths and addresses are refused before any library sees them.

    Raises:
        InvalidInputError: it cannot.
    """
    name = repository.strip()
    if (
        len(name) > LONGEST_NAME
        or not REPOSITORY.fullmatch(name)
        or "--" in name
        or ".." in name
        or name.endswith((".git", "-", "."))
    ):
        raise InvalidInputError(
            f"{quote(repository)} is no name of a repository; write owner/name as on the hub, at most "
            f"{LONGEST_NAME} letters, digits and - _ . signs, such as google-bert/bert-base-uncased."
        )
    return name


def download_files(
    repository: str,
    choose: Callable[[Mapping[str, int]], Sequence[str]],
    *,
    kind: str,
    needed: Sequence[str],
    optional: Sequence[str] = (),
    inspect: Mapping[str, Callable[[bytes], object]] | None = None,
    revision: str = "main",
    seconds: float,
) -> Downloaded:
    """Download some files of a repository, or find those downloaded before where the hub cannot be asked.

    Downloads of one kind come one after the other: the second one who wants a model finds it there.

    Args:
        repository: owner/name.
        choose: gets every file with its size in bytes; returns the files to fetch, or refuses by raising. The
            last one is fetched last: with it the download counts as whole.
        kind: what these files are, in a word, for messages ("tokenizer").
        needed: the files without which a download of before is none.
        optional: other files of a download of before.
        inspect: small files that are fetched before all others, each with a function that refuses by raising.
        revision: a branch, tag or commit.
        seconds: for all of it.

    Raises:
        InvalidInputError: no such name, missing or private, gated, or refused by `choose`.
        UnavailableError: no answer, downloads are switched off, too slow, or too large for the disk.
    """
    name = check_repository(repository)
    seconds *= DEADLINE_FACTOR.value()

    def downloaded(otherwise: UnavailableError) -> Downloaded:
        files = find_downloaded(name, needed, optional=optional, revision=revision)
        if files is None:
            raise otherwise
        return files

    def fetch(sandbox: Sandbox, answer: Mapping[str, Any]) -> Downloaded:
        sizes = {str(file): int(size) for file, size in answer["sizes"].items()}
        files = choose(sizes)
        commit, sums = answer["commit"], answer["sums"]
        if find_downloaded(name, files, revision=commit) is None:
            check_space(
                _hub_folder(),
                SPARE * sum(sizes[file] for file in files),
                what=f"The download of {name}",
                remedy="choose a smaller one",
            )
        common: dict[str, Any] = {"repository": name, "answer_seconds": ANSWER_SECONDS}
        common |= {"commit": commit, "folder": _folder(), "seconds": seconds}
        with _no_leftovers(name):
            for file, refuse in (inspect or {}).items():
                early = sandbox.ask(
                    f"{TASKS}:fetch_files", revision=commit, sums={file: sums.get(file, "")}, **common
                )
                refuse(Path(early["paths"][file]).read_bytes())
            wanted = {file: sums.get(file, "") for file in files}
            paths = sandbox.ask(f"{TASKS}:fetch_files", revision=revision, sums=wanted, **common)["paths"]
        with contextlib.suppress(OSError):  # another process trims, too
            trim_downloads(_hub_folder(), newest=_hub_folder() / f"models--{name.replace('/', '--')}")
        return Downloaded(name, str(commit), {file: Path(path) for file, path in paths.items()})

    return ask_hub(name, fetch, downloaded, kind=kind, revision=revision, seconds=seconds)


def ask_hub(
    repository: str,
    fetch: Callable[[Sandbox, Mapping[str, Any]], T],
    otherwise: Callable[[UnavailableError], T],
    *,
    kind: str,
    revision: str,
    seconds: float,
) -> T:
    """Look a repository up in a process of its own and fetch something of it there.

    Args:
        repository: a name that was checked.
        fetch: asks more of the sandbox; gets the commit, the files' sizes and their SHA-256.
        otherwise: called where the hub cannot be asked, with the error to raise if nothing helps.
        kind: what is fetched, in a word; one download of a kind at a time.
        revision: a branch, tag or commit.
        seconds: that another download of this kind is waited for.

    Raises:
        InvalidInputError: missing, private or gated.
        UnavailableError: no answer, or downloads are switched off.
    """
    if not downloads_allowed() or _pause() > 0:
        return otherwise(_unavailable(kind))
    with (
        _line(kind, seconds),
        Sandbox(f"The download of {repository}", remedy=REMEDY, memory=OPENING_MEMORY) as sandbox,
    ):
        if _pause() > 0:  # those who waited for the one who met silence
            return otherwise(_unavailable(kind))
        sandbox.ask(f"{TASKS}:prepare", seconds=60, answer_seconds=ANSWER_SECONDS)
        try:
            answer = sandbox.ask(
                f"{TASKS}:look_up",
                seconds=ANSWER_SECONDS + SPARE_SECONDS,
                revision=revision,
                repository=repository,
                answer_seconds=ANSWER_SECONDS,
            )
        except TimedOutError as error:  # it answers byte by byte
            answer = {"silent": str(error)}
        if "silent" not in answer:
            return fetch(sandbox, answer)
    _start_pause()
    return otherwise(UnavailableError(answer["silent"]))


def find_downloaded(
    repository: str, needed: Sequence[str], *, optional: Sequence[str] = (), revision: str = "main"
) -> Downloaded | None:
    """Return what an earlier download left here, None unless all that is needed is there at one commit."""
    from huggingface_hub import try_to_load_from_cache

    def find(name: str, at: str) -> Path | None:
        path = try_to_load_from_cache(repository, name, cache_dir=_folder(), revision=at)
        return Path(path) if isinstance(path, str) else None

    last = find(needed[-1], revision)  # written last, and the name of the revision with it
    if last is None:
        return None
    mark_used(_hub_folder() / f"models--{repository.replace('/', '--')}")
    commit = last.parts[-1 - len(Path(needed[-1]).parts)]
    paths = {name: find(name, commit) for name in (*needed, *optional)}
    if any(paths[name] is None for name in needed):
        return None
    return Downloaded(repository, commit, {name: path for name, path in paths.items() if path is not None})


def _folder() -> str | None:
    folder = cache_folder()
    return str(folder / "hub") if folder else None


def _hub_folder() -> Path:
    """Return where the library keeps its downloads."""
    if (folder := _folder()) is not None:
        return Path(folder)
    from huggingface_hub.constants import HF_HUB_CACHE

    return Path(HF_HUB_CACHE)


@contextlib.contextmanager
def _no_leftovers(name: str) -> Iterator[None]:
    """Remove what a download that was ended in the middle has left; it would never be asked for again."""
    try:
        yield
    finally:
        blobs = _hub_folder() / f"models--{name.replace('/', '--')}" / "blobs"
        for unfinished in blobs.glob("*.incomplete"):
            with contextlib.suppress(OSError):
                unfinished.unlink()


def _line(kind: str, seconds: float) -> _Turn:
    with _lines_lock:
        return _Turn(_lines.setdefault(kind, threading.Lock()), kind, seconds)


class _Turn:
    """A lock that is not waited for longer than a download may take."""

    def __init__(self, lock: threading.Lock, kind: str, seconds: float) -> None:
        self._lock, self._kind, self._seconds = lock, kind, seconds

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=self._seconds):
            raise UnavailableError(
                f"Another {self._kind} is being downloaded, for {self._seconds:.0f} seconds by now; "
                "try again in a few minutes."
            )

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _pause() -> float:
    """Return the seconds for which the hub is still left alone."""
    return max(0.0, _paused_until - time.monotonic())


def _unavailable(kind: str) -> UnavailableError:
    remedy = "or upload the tokenizer.json" if kind == "tokenizer" else "or choose one downloaded before"
    if not downloads_allowed():
        return UnavailableError(
            f"Downloads are switched off on this server (EMBEDLAB_OFFLINE); allow them, {remedy}."
        )
    minutes = max(1, math.ceil(_pause() / 60))
    return UnavailableError(
        f"The hub did not answer a moment ago; try again in {minutes} minute{'s' * (minutes > 1)}, {remedy}."
    )


def _start_pause() -> None:
    global _paused_until  # noqa: PLW0603  (one hub, one pause)
    with _pause_lock:
        _paused_until = time.monotonic() + PAUSE_SECONDS
