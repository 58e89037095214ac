"""Take the README's screenshots of today's pages: `make screenshots`. Needs Chromium on the PATH."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(__file__).resolve().parent / "screenshots"
PORT = 8599
ADDRESS = f"http://127.0.0.1:{PORT}"
SHOTS = {  # file -> (path, theme)
    "home": ("/", "light"),
    "tokenization": ("/tokenization", "dark"),
    "lookup": ("/lookup", "light"),
    "attention": ("/attention", "light"),
    "training": ("/training", "light"),
    "search": ("/search", "light"),
    "applications": ("/applications", "light"),
    "embedding-space": ("/embedding-space", "light"),
    "analogies": ("/analogies", "light"),
    "static-vs-contextual": ("/static-vs-contextual", "dark"),
    "positional-encoding": ("/positional-encoding", "light"),
}
DRAWN = dict.fromkeys(SHOTS, ".js-plotly-plot .main-svg") | {
    "tokenization": ".columns .token",
    "lookup": ".picture .token",
    "attention": ".picture .token",
    "training": ".picture .letters",
    "search": ".hit",
}


def is_warm() -> bool:
    """Whether the server has finished its warm-up."""
    try:
        with urllib.request.urlopen(ADDRESS + "/healthz", timeout=5) as response:
            return b"true" in response.read()
    except OSError:
        return False


def main() -> None:
    """Serve the app, visit each page, and write one picture of each."""
    server = subprocess.Popen([sys.executable, "app.py", "--port", str(PORT)], cwd=ROOT)
    try:
        while not is_warm():
            time.sleep(0.5)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for name, (path, theme) in SHOTS.items():
                page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme=theme)
                page.goto(ADDRESS + path)
                page.wait_for_selector(".st-key-headline h2", timeout=60_000)
                page.wait_for_selector(DRAWN[name], timeout=60_000)
                page.wait_for_function("document.querySelectorAll('[data-testid=stSkeleton]').length === 0")
                page.wait_for_timeout(1_500)  # fonts and animations
                page.screenshot(path=FOLDER / f"{name}.png")
                page.close()
            browser.close()
    finally:
        server.terminate()
        server.wait(20)


main()
