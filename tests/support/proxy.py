"""Caddy with the file of `deploy/`, in front of servers of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.browser import answers, free_port, wait_until

CADDYFILE = ROOT / "deploy" / "Caddyfile"
RUN = ("run", "--adapter", "caddyfile", "--config", str(CADDYFILE))


def find_caddy() -> str:
    """Return the program; without it, a test fails or is skipped as those without a browser are."""
    program = shutil.which("caddy")
    if program is None:
        reason = "no caddy on this machine: install it (Debian: apt-get install caddy)"
        if os.environ.get("EMBEDLAB_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    return program


@contextmanager
def running_proxy(folder: Path, servers: list[str]) -> Iterator[str]:
    """Start the proxy in front of "127.0.0.1:8501", …; yields its address once one of them is healthy."""
    address = f"http://127.0.0.1:{free_port()}"
    environment = {"EMBEDLAB_SITE": address, "EMBEDLAB_REPLICAS": " ".join(servers), "HOME": str(folder)}
    log = folder / "caddy.log"
    with log.open("wb") as output:
        process = subprocess.Popen([find_caddy(), *RUN], env=environment, stdout=output, stderr=output)
        try:
            wait_until(lambda: answers(f"{address}/healthz", "warm"), seconds=120)
            yield address
        finally:
            process.terminate()
            process.wait(20)
