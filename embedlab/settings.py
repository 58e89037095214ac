"""Every setting of an operator: its name, default and limits, and the one place that reads it.

A setting named `workers` is read from the variable `EMBEDLAB_WORKERS`, else from the line `workers = 1` of
the file `embedlab.toml` in the working directory, else it has its default. Flags of the command are put into
the environment, and so is the file when a server or a command starts: worker processes see the same values.

>>> from embedlab import settings
>>> settings.WORKERS.variable, settings.WORKERS.default
('EMBEDLAB_WORKERS', 2)

A new setting is one line below, `NAME = Setting("name", default, "meaning", low, high)`, and one row of
`docs/settings.md`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar, cast

from embedlab.errors import InvalidInputError, quote

__all__ = ["PREFIX", "SETTINGS", "Setting", "apply", "file_values", "unknown_variables"]

PREFIX = "EMBEDLAB_"
SWITCH = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
MAX_FILE = 100_000  # bytes

T = TypeVar("T", bool, int, float, str)

_applied: dict[str, tuple[str, str]] = {}  # what `apply` put into the environment: (from where, the text)


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting; the type of its default is its own."""

    name: str
    default: T
    meaning: str
    low: float | None = None
    high: float | None = None
    pattern: str = ""  # of a text
    form: str = ""  # what such a text is, in words

    @property
    def variable(self) -> str:
        """The variable of the environment."""
        return PREFIX + self.name.upper()

    @property
    def limits(self) -> str:
        """What a value must be, in words."""
        if isinstance(self.default, bool):
            return "1 (yes) or 0 (no)"
        if isinstance(self.default, str):
            return self.form or "a text"
        kind = "a whole number" if isinstance(self.default, int) else "a number"
        if self.high is None:
            return f"{kind}, at least {self.low:,}" if self.low is not None else kind
        return f"{kind} from {self.low:,} to {self.high:,}"

    @property
    def row(self) -> str:
        """The row of `docs/settings.md`."""
        default = f"`{_written(self.default)}`" if self.default != "" else "empty"
        return f"| `{self.variable}` | `{self.name}` | {default} | {self.limits} | {self.meaning} |"

    @property
    def source(self) -> str:
        """Where the value comes from: a flag, the environment, the file, or "default"."""
        if text := os.environ.get(self.variable, ""):
            origin, applied = _applied.get(self.name, ("", ""))
            return origin if applied == text else self.variable
        return config_path().name if self.name in file_values() else "default"

    def value(self) -> T:
        """Return the value in force.

        Raises:
            InvalidInputError: it is not of the type, or beyond the limits; the message says where it stands.
        """
        if text := os.environ.get(self.variable, ""):
            return self.parse(text, where=self.variable)
        if (text := file_values().get(self.name, "")) != "":
            return self.parse(text, where=f"{self.name} in {config_path().name}")
        return self.default

    def parse(self, text: str, *, where: str) -> T:
        """Return the value that a text stands for; `where` names its place in the message.

        Raises:
            InvalidInputError: it stands for none.
        """
        value = _convert(text.strip(), type(self.default))
        if value is None or not self._is_inside(value):
            raise InvalidInputError(
                f"{where} is {quote(text)}, and it must be {self.limits}; change it, or remove it for the "
                f"default, {_written(self.default) or 'none'}."
            )
        return cast(T, value)

    def _is_inside(self, value: bool | int | float | str) -> bool:
        if isinstance(value, str):
            return not self.pattern or re.fullmatch(self.pattern, value, re.ASCII) is not None
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


def _convert(text: str, kind: type) -> bool | int | float | str | None:
    """Return a text as a value of a type, None where it is not one."""
    if kind is bool:
        return SWITCH.get(text.lower())
    try:
        value: int | float | str = kind(text)
    except ValueError:
        return None
    return value


def _written(value: object) -> str:
    is_whole = isinstance(value, bool) or (isinstance(value, float) and value.is_integer())
    return str(int(cast(float, value)) if is_whole else value)


NAME = r"((\*\.)?[\w.-]+|\[[0-9a-fA-F:.]+\])"
SITE = r"(https?://[\w*.:-]+|'self'|\*)"

# where things lie, and where the server listens
CONFIG = Setting("config", "embedlab.toml", "the file of settings; not in the file itself", form="a path")
CACHE = Setting(
    "cache", "", "the folder for what may be deleted; empty: the cache folder of the account", form="a path"
)
TABLES = Setting(
    "tables",
    "",
    "the folder of added word vectors; empty: the data folder of the account",
    form="a path",
)
HOST = Setting(
    "host", "127.0.0.1", "the address to listen on; 0.0.0.0 for all of this machine", form="an address"
)
PORT = Setting("port", 8501, "the port to listen on", 0, 65_535)
FRAME_ANCESTORS = Setting(
    "frame_ancestors",
    "",
    "sites that may show the app in a frame, such as a course page",
    pattern=rf"({SITE}( +|$))*",
    form="addresses of sites such as https://moodle.example.edu, with spaces between them",
)
HOSTS = Setting(
    "hosts",
    "",
    "names by which visitors open the server; empty: any",
    pattern=rf"({NAME}( +|$))*",
    form="names such as lab.example.edu or *.example.edu, with spaces between them",
)
PROXIES = Setting(
    "proxies",
    "",
    "proxies that are believed who a visitor is (X-Forwarded-For); empty: none",
    pattern=r"([\da-fA-F.:]+(/\d+)?( +|$))*",
    form="addresses or networks such as 127.0.0.1 or 10.0.0.0/8, with spaces between them",
)
METRICS = Setting("metrics", False, "whether `/metrics` answers, for Prometheus")
DRAIN_SECONDS = Setting(
    "drain_seconds", 0.0, "seconds from SIGTERM to the end in which a proxy can turn to another", 0, 3_600
)

# what visitors may use
VISITORS = Setting(
    "visitors", 2_000, "visitors that are connected at once; fewer where files run out", 1, 100_000
)
UPLOADS_MB = Setting("uploads_mb", 400, "MB of uploaded files of all visitors together", 0, 1_000_000)
RERUNS_A_SECOND = Setting(
    "reruns_a_second", 5.0, "reruns of one visitor a second without a pause; 0: no limit", 0, 1_000
)

# processes and time
WORKERS = Setting(
    "workers", 2, "processes for slow work, of 450 MB each; never more than the machine has cores", 1, 64
)
WORKER_MEMORY_MB = Setting(
    "worker_memory_mb", 1_750, "MB that a computation in one of them may allocate", 512, 10**6
)
WAITING = Setting("waiting", 20, "computations that wait for a worker; more are refused", 1, 10_000)
READERS = Setting("readers", 2, "uploaded files that are read at once, with up to 512 MB each", 1, 64)
DEADLINE_FACTOR = Setting(
    "deadline_factor", 1.0, "times the usual time after which slow work and downloads are stopped", 0.1, 100
)
AHEAD = Setting(
    "ahead", True, "whether long collections are embedded two minutes after the start, not on demand"
)

# downloads and what is kept on the disk and in memory
OFFLINE = Setting("offline", False, "whether downloads are forbidden")
DOWNLOADS_MB = Setting(
    "downloads_mb", 5_000, "MB of downloads that are kept; the least recently used go first", 0, 10**7
)
RESULTS_MB = Setting("results_mb", 256, "MB of maps and other results that are kept on the disk", 0, 10**6)
INDEXES_MB = Setting("indexes_mb", 512, "MB of search indexes that are kept on the disk", 0, 10**6)
POSITIONS_MB = Setting(
    "positions_mb", 512.0, "MB of downloaded position tables that are kept on the disk", 0, 10**6
)
MODEL_MB = Setting("model_mb", 500, "MB of weights that a downloaded model may have", 1, 100_000)
MODEL_PARAMETERS = Setting(
    "model_parameters",
    150_000_000,
    "parameters that a downloaded model may have; each takes 4 bytes",
    1,
    10**11,
)
MODELS_IN_MEMORY = Setting(
    "models_in_memory", 2, "models in memory beside the bundled encoder, of up to 1 GB", 1, 100
)

SETTINGS: Mapping[str, Setting[bool] | Setting[int] | Setting[float] | Setting[str]] = {
    each.name: each for each in list(globals().values()) if isinstance(each, Setting)
}


def config_path() -> Path:
    """Return the file of settings, which need not exist."""
    return Path(os.environ.get(CONFIG.variable) or CONFIG.default)


def file_values() -> Mapping[str, str]:
    """Return the values in the file of settings as texts; none where there is no file.

    Raises:
        InvalidInputError: the file is named but missing, is not TOML, or names a setting that does not exist.
    """
    path = config_path()
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        if os.environ.get(CONFIG.variable):
            raise InvalidInputError(
                f"{CONFIG.variable} names the file {quote(path)}, which cannot be read ({error.strerror}); "
                "name another one, or remove it."
            ) from error
        return {}
    return _read_file(path.absolute(), changed)


@cache
def _read_file(path: Path, changed: int) -> Mapping[str, str]:
    import tomllib  # here, because every worker process imports this module

    del changed  # read anew when it changed
    try:
        with path.open("rb") as stream:
            table = tomllib.loads(stream.read(MAX_FILE).decode())
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"{path.name} cannot be read as TOML ({error}); correct it.") from error
    values = {}
    for name, value in table.items():
        check_name(name, where=path.name)
        if isinstance(value, dict) or name == CONFIG.name:
            raise InvalidInputError(
                f"{name} in {path.name} cannot be set there; write one line name = value."
            )
        values[name] = " ".join(map(str, value)) if isinstance(value, list) else _written(value)
    return values


def check_name(name: str, *, where: str) -> None:
    """Refuse a name that is not one of a setting.

    Raises:
        InvalidInputError: there is no setting of this name.
    """
    if name not in SETTINGS:
        from difflib import get_close_matches

        close = get_close_matches(name, SETTINGS, n=1)
        hint = f"did you mean {close[0]}?" if close else "docs/settings.md lists all."
        raise InvalidInputError(f"There is no setting named {quote(name)} ({where}); {hint}")


def apply(flags: Mapping[str, str] | None = None) -> None:
    """Put flags and the values of the file into the environment, and check every setting.

    A flag wins over a variable, a variable over the file.

    Raises:
        InvalidInputError: a value is not valid, or there is no setting of a name.
    """
    for name, text in (flags or {}).items():
        check_name(name, where="flag")
        SETTINGS[name].parse(text, where=f"The setting {name}")
        os.environ[SETTINGS[name].variable] = text
        _applied[name] = ("flag", text)
    if os.environ.get(CONFIG.variable):  # for processes that start in another folder
        os.environ[CONFIG.variable] = str(config_path().absolute())
    for name, text in file_values().items():
        SETTINGS[name].parse(text, where=f"{name} in {config_path().name}")
        if not os.environ.get(SETTINGS[name].variable):
            os.environ[SETTINGS[name].variable] = text
            _applied[name] = (config_path().name, text)
    for setting in SETTINGS.values():
        setting.value()


def unknown_variables() -> list[str]:
    """Return the variables of the environment that look like settings and are none."""
    known = {setting.variable for setting in SETTINGS.values()}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
