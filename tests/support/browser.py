"""A server started as a person starts it, and a visitor with one tab."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.support import ROOT
from ui.navigation import COURSE, PAGES

PATIENCE = 240_000  # milliseconds; a state that is not there by then never comes, however busy the machine
SIZES = {"laptop": (1280, 800), "phone": (400, 850), "projector": (1024, 768), "large": (1920, 1080)}
MOST_SHIFT = 0.05  # of the layout shift that browsers add up; 0.1 is called good
# adds up what moves without a person having done anything, and what it was
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources, hadRecentInput } of list.getEntries()) {
    if (hadRecentInput) continue;
    const names = sources.map(({ node }) => node?.parentElement?.closest("[class*=st-key-]")?.className ?? node?.nodeName);
    window.shifts.push([value, names.map((name) => String(name).match(/st-key-\\S+/)?.[0] ?? name)]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""  # noqa: E501  (a line of a script)
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 23, 31)"}  # of the page
READY = "[data-testid='stApp'][data-test-script-state='notRunning']"


def menu_name(page: str) -> str:
    """Return what a lesson is called in the menu: its number in the course and its title."""
    return f"{COURSE.index(page) + 1} {PAGES[page][1]}"


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
    environment = {**os.environ, "EMBEDLAB_CACHE": str(folder), "EMBEDLAB_AHEAD": "0"}
    arguments = [part.replace("PORT", str(port)) for part in command]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until(lambda: answers(address + "/healthz"), seconds=PATIENCE / 1000)
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


@dataclass
class Visitor:
    """One tab, and all that it complained about or asked of other hosts."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.set_default_timeout(PATIENCE)
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
        self.page.wait_for_selector("h1")
        self.page.wait_for_timeout(300)
        self.page.wait_for_selector(READY)

    def set_theme(self, theme: str) -> None:
        """Let the system prefer another theme, as at dusk, and wait until the page has followed."""
        self.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        self.page.wait_for_function(
            "ground => getComputedStyle(document.querySelector('.stApp')).backgroundColor === ground",
            arg=GROUNDS[theme],
        )
        self.page.wait_for_timeout(500)
        self.settle()

    def reading(self) -> str:
        """Return what the page says about its picture: the headline, then the note."""
        self.page.wait_for_selector(".st-key-headline h2")
        texts = self.page.locator(".st-key-headline h2, .st-key-note p").all_inner_texts()
        return ". ".join(texts).replace("\u2060", "")

    def open_part(self, label: str) -> None:
        """Open a part by its button in the bar."""
        bar = self.page.locator(".st-key-parts")
        button = bar.get_by_role("button", name=label, exact=True)
        if not button.is_visible():  # at the foot of the window the bar is one line
            bar.get_by_role("button", name="More").evaluate("button => button.click()")
        button.click()
        self.settle()


@contextmanager
def new_visitor(browser: Browser, server: str, size: str) -> Iterator[Visitor]:
    """Let a visitor in with one of the windows of `SIZES`."""
    width, height = SIZES[size]
    phone = size == "phone"
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone
    )
    yield Visitor(context.new_page(), server)
    context.close()
