"""A real server and a real browser."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import ROOT

READY = "[data-testid='stApp'][data-test-script-state='notRunning']"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]

expect.set_options(timeout=20_000)  # other tests run beside these


def free_port() -> int:
    """Return a port below those that the system hands out to other tests meanwhile."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@contextmanager
def serve(folder: Path, *command: str, log: Path) -> Iterator[str]:
    """Start the app as a person would and stop it at the end; yields its address once it answers."""
    port = free_port()
    environment = {**os.environ, "EMBEDLAB_CACHE": str(folder)}
    arguments = [part.replace("PORT", str(port)) for part in command]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until(lambda: answers(address + "/healthz"), seconds=60)
            yield address
        finally:
            process.terminate()
            process.wait(20)


def answers(address: str, containing: str = "") -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return containing in response.read().decode()
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "timed out"
        time.sleep(0.1)


@pytest.fixture(scope="session")
def server(own_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A warm server for all tests that do not ask how a cold one behaves."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serve(own_cache, "app.py", "--port", "PORT", log=log) as address:
        wait_until(lambda: answers(address + "/healthz", "true"), seconds=180)
        yield address
    assert "Traceback" not in log.read_text("utf-8")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        reason = "no chromium on this machine: install it (Debian: apt-get install chromium)"
        if os.environ.get("EMBEDLAB_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@dataclass
class Visitor:
    """One tab, and all that it complained about or asked of other hosts."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(url)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the page has been drawn and nothing runs."""
        self.page.wait_for_selector("h1", timeout=60_000)
        self.page.wait_for_timeout(300)
        self.page.wait_for_selector(READY, timeout=60_000)

    def reading(self) -> str:
        return self.page.locator("[data-testid='stText']").first.inner_text(timeout=60_000)


@pytest.fixture
def visitor(browser: Browser, server: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    seen = Visitor(context.new_page(), server)
    yield seen
    context.close()
    assert not seen.complaints
    assert not seen.foreign
