"""A real server and a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.support.browser import PATIENCE, Visitor, answers, serve, wait_until

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]

expect.set_options(timeout=PATIENCE)  # other tests run beside these


@pytest.fixture(scope="session")
def server(own_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A warm server for all tests that do not ask how a cold one behaves."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serve(own_cache, "app.py", "--port", "PORT", log=log) as address:
        wait_until(lambda: answers(address + "/healthz", "true"), seconds=PATIENCE / 1000)
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


@pytest.fixture
def visitor(browser: Browser, server: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    seen = Visitor(context.new_page(), server)
    yield seen
    context.close()
    assert not seen.complaints
    assert not seen.foreign
