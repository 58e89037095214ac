"""The settings of Streamlit, given to it by the process itself: the same app from any working directory.

They stand in `.streamlit/config.toml` beside `app.py`. Streamlit reads that file by itself only where it is
started from this folder or by `streamlit run`. A flag or an environment variable of Streamlit's wins.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from streamlit import config

__all__ = ["SETTINGS_FILE", "apply_settings"]

SETTINGS_FILE = Path(__file__).resolve().parent.parent / ".streamlit" / "config.toml"
WORD_BORDER = re.compile("(?<=[a-z])(?=[A-Z])")


def apply_settings() -> None:
    """Set every option of the file that nobody has set in another way."""
    for name, value in _options(tomllib.loads(SETTINGS_FILE.read_text("utf-8"))):
        variable = "STREAMLIT_" + WORD_BORDER.sub("_", name.replace(".", "_")).upper()
        if variable in os.environ:  # which Streamlit reads only in `streamlit run`
            config.set_option(name, _read(os.environ[variable]), variable)
        elif not config.is_manually_set(name):
            config.set_option(name, value, str(SETTINGS_FILE))


def _read(text: str) -> Any:
    """Return the value of an environment variable: a number, true or false, a list, or else the text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _options(table: Mapping[str, Any], section: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the options of a table as Streamlit names them: "theme.light.primaryColor"."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _options(value, f"{section}{name}.")
        else:
            yield section + name, value
