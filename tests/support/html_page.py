"""A page of HTML as a browser reads it, and the figure in it."""

from __future__ import annotations

import json
from html.parser import HTMLParser


class Page(HTMLParser):
    """What a browser finds in a page: its tags, the texts in them, the scripts."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: dict[str, str] = {}
        self.scripts: list[str] = []
        self._open = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._open = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.scripts[-1] += data
        else:
            self.texts[self._open] = self.texts.get(self._open, "") + data


def read_plot(page: Page) -> tuple[list[dict[str, object]], dict[str, object], dict[str, object]]:
    """Return traces, layout and settings that the page hands to plotly.js."""
    _, call = page.scripts[-1].rsplit("Plotly.newPlot(", 1)
    decoder, found = json.JSONDecoder(), []
    rest = call.split(",", 1)[1].lstrip()  # after the id
    for _ in range(3):
        value, end = decoder.raw_decode(rest)
        found.append(value)
        rest = rest[end:].lstrip(", \n")
    return found[0], found[1], found[2]
