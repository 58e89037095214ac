"""The app in a frame of a course page on another site, where the browser withholds the cookie of uploads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import serve

ADDRESS = "/embedding-space?show=your+table"


@pytest.fixture
def course() -> Iterator[ThreadingHTTPServer]:
    """A site of its own: localhost is another one than 127.0.0.1."""
    server = ThreadingHTTPServer(("localhost", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class Page(BaseHTTPRequestHandler):
    app = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f'<!doctype html><iframe src="{self.app}" width="1200" height="900">'.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.bad_input(75)
def test_a_frame_of_another_site_offers_a_tab_of_its_own(
    browser: Browser,
    course: ThreadingHTTPServer,
    own_cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = f"http://localhost:{course.server_port}"
    monkeypatch.setenv("EMBEDLAB_FRAME_ANCESTORS", site)
    with serve(own_cache, "app.py", "--port", "PORT", log=tmp_path / "log") as address:
        monkeypatch.setattr(Page, "app", address + ADDRESS)
        context = browser.new_context(viewport={"width": 1280, "height": 1000})
        page = context.new_page()
        page.goto(site)
        note = page.frame_locator("iframe").locator(".framed-upload")
        expect(note).to_have_count(1)  # for both fields of the table
        expect(note).to_have_text(
            "A page of another site shows this app in a frame, where your browser refuses uploads: "
            "open the app in a tab of its own."
        )
        with context.expect_page() as opened:
            note.get_by_role("link").click()
        tab = opened.value
        expect(tab.locator("[data-testid=stFileUploader]")).to_have_count(2)
        expect(tab.locator(".framed-upload")).to_have_count(0)
        upload = tab.locator("input[type=file]").first
        upload.set_input_files(
            {"name": "mine.txt", "mimeType": "text/plain", "buffer": b"cat 1 2\ndog 3 4\n"}
        )
        expect(tab.get_by_text("2 rows of 2 numbers")).to_be_visible()
        context.close()
