"""One setting of an operator: how its value is found, read and checked. Which there are, `settings` lists."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from embedlab.errors import InvalidInputError, quote

__all__ = ["CONFIG", "PREFIX", "SETTINGS", "Setting", "applied", "check_name", "config_path", "file_values"]

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

SETTINGS: dict[str, Setting[Any]] = {}  # by name, in the order of their definitions
applied: dict[str, tuple[str, str]] = {}  # what a start put into the environment: (from where, the text)


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

    def __post_init__(self) -> None:
        SETTINGS[self.name] = self

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
            origin, before = applied.get(self.name, ("", ""))
            return origin if before == text else self.variable
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


CONFIG = Setting("config", "embedlab.toml", "the file of settings; not in the file itself", form="a path")


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
