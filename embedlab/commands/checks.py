"""What `embedlab doctor` looks at: facts, each with what to do where something is wrong."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from embedlab import settings
from embedlab.errors import EmbedLabError, MissingModelError

__all__ = ["CHECKS", "Fact"]

SERVER_MB, WORKER_MB = 1_300, 450  # resident, with the bundled models loaded
LITTLE_DISK_MB = 1_000  # the converted decoder takes 540


@dataclass(frozen=True)
class Fact:
    """One fact about this machine."""

    name: str
    status: Literal["ok", "warning", "error"]
    text: str
    remedy: str = ""


def check_versions() -> Iterator[Fact]:
    """Python, and the packages that EmbedLab names."""
    from packaging.requirements import Requirement

    yield Fact("python", "ok", f"{sys.version.split()[0]} at {sys.executable}")
    try:
        required = [Requirement(each) for each in metadata.requires("embedlab") or ()]
    except metadata.PackageNotFoundError:
        yield Fact("packages", "warning", "EmbedLab is not installed as a package", "pip install -e .")
        return
    required = [each for each in required if each.marker is None or each.marker.evaluate({"extra": ""})]
    wrong = []
    for each in required:
        try:
            version = metadata.version(each.name)
        except metadata.PackageNotFoundError:
            wrong.append(Fact("packages", "error", f"{each.name} is missing", f'pip install "{each}"'))
            continue
        if not each.specifier.contains(version, prereleases=True):
            text = f"{each.name} is {version}, and {each.specifier} is needed"
            wrong.append(Fact("packages", "error", text, f'pip install "{each}"'))
    yield from wrong
    if not wrong:
        yield Fact("packages", "ok", f"{len(required)} packages, each of a version that fits")


def check_settings() -> Iterator[Fact]:
    """Settings that differ from their defaults, and variables that are none."""
    for setting in settings.SETTINGS.values():
        if setting.value() != setting.default:
            yield Fact("settings", "ok", f"{setting.name} = {setting.value()} ({setting.source})")
    for name in settings.unknown_variables():
        yield Fact("settings", "warning", f"{name} is not a setting", "see docs/settings.md")


def check_site() -> Iterator[Fact]:
    """The files of the pages."""
    from embedlab.commands.run import site_folder

    if (site_folder() / "app.py").is_file():
        yield Fact("pages", "ok", f"in {site_folder()}")
    else:
        yield Fact("pages", "error", f"there is no app.py in {site_folder()}", "install EmbedLab anew")


def check_models() -> Iterator[Fact]:
    """The models of the catalog, verified, and whether all works without a network."""
    from embedlab.catalog import CATALOG
    from embedlab.models.installed import find_file

    missing = 0
    for entry in CATALOG:
        try:
            for role in entry.files:
                find_file(entry, role)
            if "decoder" in entry.kinds and find_spec("gguf") is None:
                raise MissingModelError(f"install what reads it: {entry.install[0]}")
        except EmbedLabError as error:
            missing += 1
            is_optional = entry.optional and isinstance(error, MissingModelError)
            yield Fact(
                "models", "warning" if is_optional else "error", f"{entry.name} cannot be used", str(error)
            )
    ready = len(CATALOG) - missing
    yield Fact("models", "ok" if ready else "error", f"{ready} of {len(CATALOG)} installed and verified")
    if settings.OFFLINE.value():
        yield Fact("network", "ok", "downloads are forbidden; the installed models work without a network")
    else:
        text = "nothing is downloaded unless a visitor asks for a model of the hub"
        yield Fact("network", "ok", text, "EMBEDLAB_OFFLINE=1 forbids it")


def check_folders() -> Iterator[Fact]:
    """The cache folder and the tables that were added."""
    from embedlab.models.disk import cache_folder
    from embedlab.vectors.added_tables import added_tables, open_added

    cache = cache_folder()
    if cache is None:
        yield Fact("cache", "error", "no folder can be written", "name one: EMBEDLAB_CACHE")
    else:
        named = settings.CACHE.value()
        free = shutil.disk_usage(cache).free / 1e6
        if named and Path(named).resolve() != cache.resolve():
            yield Fact(
                "cache", "error", f"{named} cannot be written; {cache} is used", "allow it, or name another"
            )
        elif free < LITTLE_DISK_MB:
            yield Fact("cache", "warning", f"{cache}, only {free:,.0f} MB are free", "make room: 1,000 MB")
        else:
            yield Fact("cache", "ok", f"{cache}, {free:,.0f} MB are free")
    for name in added_tables():
        try:
            table = open_added(name)
            yield Fact("tables", "ok", f"{name}: {len(table):,} words × {table.dim}")
        except EmbedLabError as error:
            yield Fact(
                "tables", "error", f"{name} cannot be opened: {error}", f"embedlab tables remove {name}"
            )


def check_port() -> Iterator[Fact]:
    """Whether the server could listen."""
    host, port = settings.HOST.value(), settings.PORT.value()
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
        yield Fact("port", "ok", f"{host}:{port} is free")
    except OSError as error:
        text = f"{host}:{port} cannot be listened on ({os.strerror(error.errno or 0)})"
        yield Fact("port", "warning", text, "stop what listens there, or choose another: embedlab run --port")


def check_memory() -> Iterator[Fact]:
    """Processors, memory and open files."""
    cores = os.cpu_count() or 1
    workers = min(settings.WORKERS.value(), cores)
    needed = SERVER_MB + WORKER_MB * workers
    yield Fact("processors", "ok", f"{cores}, of which {workers} for slow work")
    available = _available_memory_mb()
    if available is None:
        yield Fact(
            "memory", "ok", f"about {needed:,} MB are needed; this system does not say how much is free"
        )
    elif available < needed:
        text = f"{available:,.0f} MB are free, and about {needed:,} MB are needed"
        remedy = "EMBEDLAB_WORKERS=1 saves 450 MB" if workers > 1 else "close other programs"
        yield Fact("memory", "warning", text, remedy)
    else:
        yield Fact("memory", "ok", f"{available:,.0f} MB are free, and about {needed:,} MB are needed")


def _available_memory_mb() -> float | None:
    try:
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) / 1024
    except (OSError, ValueError, IndexError):  # not Linux
        pass
    return None


CHECKS: tuple[Callable[[], Iterator[Fact]], ...] = (
    check_versions,
    check_settings,
    check_site,
    check_models,
    check_folders,
    check_port,
    check_memory,
)
