"""A server that is killed and started again: the tab connects by itself and shows what it showed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support import ROOT
from tests.support.browser import PATIENCE, Visitor, answers, free_port, wait_until


def start(port: int, cache: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "EMBEDLAB_CACHE": str(cache), "EMBEDLAB_AHEAD": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), seconds=PATIENCE / 1000)
    return process


@pytest.mark.bad_input("F33")
def test_the_view_comes_back_after_the_server_was_killed(browser: Browser, own_cache: Path) -> None:
    port = free_port()
    process = start(port, own_cache)
    try:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        visitor = Visitor(context.new_page(), f"http://127.0.0.1:{port}")
        visitor.go("/analogies")
        visitor.page.get_by_role("textbox", name="as", exact=True).fill("girl")
        expect(visitor.page).to_have_url(re.compile(r"\?c=girl$"))
        visitor.settle()
        before = visitor.reading()
        process.send_signal(signal.SIGKILL)
        process.wait(20)
        process = start(port, own_cache)
        visitor.page.wait_for_timeout(3_000)  # the tab looks for the server in steps of up to some seconds
        visitor.settle()
        expect(visitor.page.get_by_role("textbox", name="as", exact=True)).to_have_value("girl")
        visitor.page.get_by_role("textbox", name="as", exact=True).fill("man")  # it answers again
        expect(visitor.page.locator(".st-key-headline h2")).not_to_have_text(before.partition(". ")[0])
        context.close()
    finally:
        process.kill()
        process.wait(20)
