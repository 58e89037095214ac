"""Two servers behind the proxy, below a path: one is killed, and its visitors go on with the other."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support import ROOT
from tests.support.browser import PATIENCE, Visitor, answers, free_port, wait_until
from tests.support.proxy import find_caddy, running_proxy

pytestmark = pytest.mark.browser

MARK = "https://second.example"  # in the headers of the second server
POLICY = "Content Security Policy"


def start_second(port: int, cache: Path) -> subprocess.Popen[bytes]:
    environment = {"EMBEDLAB_CACHE": str(cache), "EMBEDLAB_AHEAD": "0", "EMBEDLAB_FRAME_ANCESTORS": MARK}
    return subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def cookies_of(proxy: str) -> dict[bool, str]:
    """Return the cookies that keep a visitor with a server: with the second one, and with the other."""
    cookies: dict[bool, str] = {}

    def ask() -> bool:
        with urllib.request.urlopen(f"{proxy}/lab/", timeout=30) as answer:
            is_second = MARK in answer.headers["Content-Security-Policy"]
            cookies[is_second] = answer.headers["Set-Cookie"].partition(";")[0]
        return len(cookies) == 2

    wait_until(ask, seconds=60)
    return cookies


@pytest.mark.bad_input("F33")
def test_the_view_comes_back_from_the_link_when_a_server_is_killed(
    browser: Browser, server: str, own_cache: Path, tmp_path: Path
) -> None:
    find_caddy()
    port = free_port()
    second = start_second(port, own_cache)
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/readyz", "true"), seconds=PATIENCE / 1000)
        with running_proxy(tmp_path, [server.removeprefix("http://"), f"127.0.0.1:{port}"]) as proxy:
            name, _, value = cookies_of(proxy)[True].partition("=")
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            context.add_cookies([{"name": name, "value": value, "url": proxy}])
            visitor = Visitor(context.new_page(), proxy)
            send_a_file(visitor)
            word = visitor.page.get_by_role("textbox", name="as", exact=True)
            visitor.go("/lab/analogies")
            word.fill("girl")
            expect(visitor.page).to_have_url(re.compile(r"/lab/analogies\?c=girl$"))
            visitor.settle()
            before = visitor.reading()
            assert not visitor.complaints
            second.send_signal(signal.SIGKILL)
            second.wait(20)
            visitor.page.wait_for_timeout(3_000)  # the tab looks for a server in steps of up to some seconds
            visitor.settle()
            assert visitor.reading() == before
            expect(word).to_have_value("girl")
            word.fill("man")  # it answers again
            expect(visitor.page.locator(".st-key-headline h2")).not_to_have_text(before.partition(". ")[0])
            assert not any(
                POLICY in each for each in visitor.complaints
            )  # others tell of the lost connection
            context.close()
    finally:
        second.kill()
        second.wait(20)


def send_a_file(visitor: Visitor) -> None:
    """Send a file through the proxy: it must come to the server that has the visitor."""
    visitor.go("/lab/embedding-space?show=your+table")
    content = {"name": "mine.txt", "mimeType": "text/plain", "buffer": b"cat 1 2\ndog 3 4\n"}
    visitor.page.locator("input[type=file]").first.set_input_files(content)  # type: ignore[arg-type]
    expect(visitor.page.get_by_text("2 rows of 2 numbers")).to_be_visible()
