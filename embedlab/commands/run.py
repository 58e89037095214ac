"""`embedlab run`: serve the pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from embedlab.settings import HOST, PORT, apply

__all__ = ["run", "site_folder"]

PACKAGE = Path(__file__).resolve().parent.parent


def site_folder() -> Path:
    """Return the folder of app.py, ui/ and pages/: in the repository, or inside an installed package."""
    repository = PACKAGE.parent
    return repository if (repository / "app.py").is_file() else PACKAGE / "_site"


def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default=HOST.default)] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on.", show_default=str(PORT.default))
    ] = None,
) -> None:
    """Serve the pages until you press Ctrl+C."""
    apply({name: str(flag) for name, flag in (("host", host), ("port", port)) if flag is not None})
    line = [sys.executable, str(site_folder() / "app.py")]
    if os.name == "posix":  # the server takes the place of this process: signals reach it
        os.execv(line[0], line)
    raise typer.Exit(subprocess.call(line))
