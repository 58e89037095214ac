"""Pages and parts of pages as a visitor finds them, without a browser: to visit, to press, to read."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.support import ROOT
from ui.foot import FOLDS

SECONDS = 240  # nothing takes as long unless it hangs: a cold model, a worker process, a busy machine
TOKEN_PARTS = [
    "Predict",
    "Why this token?",
    "Is “ cat” the same as “cat”?",
    "What does it cost in other languages?",
    "Train your own",
    "Stages and chat",
    "Vocabulary",
    "Budget, table and files",
]
UNESCAPED = str.maketrans("", "", "\\\u2060")  # what keeps a text from being Markdown
TERM = re.compile(r'\[((?:\[[^\]]*\]|[^\]])*)\]\(glossary#[^"]*"[^"]*"\)')  # explained in place


def visit(page: str, *, unfolded: bool = True, **query: Any) -> AppTest:
    """Open a page by a link, from the entry script as a browser does; with all folds open, or none."""
    at = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=SECONDS)
    if page != "home":  # the pages are known after the first run
        at = at.run().switch_page(str(ROOT / "pages" / f"{page}.py"))
    if unfolded:  # tables, sources and code are there to be read
        at.query_params["behind_home" if page == "home" else "behind"] = FOLDS[
            : 3 if page == "home" else None
        ]
    return _follow(at, query)


def run_script(script: str, **query: Any) -> AppTest:
    """Run a part of a page by itself, with these values in the link."""
    return _follow(AppTest.from_string(script, default_timeout=SECONDS), query)


def _follow(at: AppTest, query: dict[str, Any]) -> AppTest:
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def plain(text: object) -> str:
    """Return a text as a visitor reads it: without what keeps it from being Markdown, terms as words."""
    return TERM.sub(r"\1", str(text).translate(UNESCAPED))


def texts(at: AppTest) -> str:
    kinds = (at.header, at.text, at.warning, at.info, at.caption)
    return " ".join(plain(element.value) for kind in kinds for element in kind)


def readings(at: AppTest) -> list[str]:
    """Return the findings on a page: each headline with the note that follows it.

    The note of the main picture follows its headline here, though the picture stands between them; so does
    what is folded below a picture.
    """
    found: list[str] = []
    main = False  # the headline of the main picture was read, its note was not
    for container, kind, text in _walk(at.main):
        if kind == "header":
            found.append(f"{text}.")
            main = main or container == "headline"
            open_note = container != "headline"
        elif kind == "caption" and found and container == "fold":
            found[-1] += f" {text}"
        elif kind == "caption" and found and (open_note or (main and container == "note")):
            found[-1] += f" {text}"
            open_note = main = False
        else:
            open_note = False
    return found


def _walk(block: Any, container: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield (key of the container, kind, text) of each element, from top to bottom."""
    for child in block.children.values():
        if hasattr(child, "children"):
            key = getattr(child.proto, "id", "").rpartition("-")[2]
            if getattr(child, "label", "") == "More on this":
                key = "fold"
            yield from _walk(child, key or container)
        else:
            yield container, str(child.type), plain(getattr(child, "value", ""))


def warnings(at: AppTest) -> str:
    return " ".join(each.value for each in at.warning).translate(UNESCAPED)


def button(at: AppTest, key: str) -> Any:
    return next((each for each in at.button if each.key == key), None)


def finish(at: AppTest, place: str = "map") -> AppTest:
    """Press Run where it is offered and wait for the end of the job, as the page does by itself."""
    if (run := button(at, f"run {place}")) is not None:
        run.click()
        at.run()
    wait(at, "cancel ")
    assert not at.exception, at.exception[0].message
    return at


def wait(at: AppTest, cancel: str) -> AppTest:
    """Wait until no button whose key begins so is there: the job has ended."""
    deadline = time.monotonic() + SECONDS
    while any(str(each.key).startswith(cancel) for each in at.button):
        assert time.monotonic() < deadline, "the job did not end"
        time.sleep(0.2)
        at.run()
    return at
