"""Check the built site: every internal link leads somewhere, and no page fetches from another host.

    python docs/check_site.py build/site

Links to other hosts are counted, not followed: the check works offline.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# tag -> the attributes that a browser fetches by itself
FETCHED = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "link": ("href",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
}
STYLE = re.compile(r"@import\s+[\"']?([^\"');]+)|url\(\s*[\"']?([^\"')]+)")


class Page(HTMLParser):
    """What a page links to, what it fetches, and the anchors it has."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = set()
        self.feed(content)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note the addresses and the anchor of a tag."""
        for name, value in attributes:
            if value is None:
                continue
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value)
            if tag == "a" and name == "href":
                self.links.append(value)
            if name in FETCHED.get(tag, ()):
                self.fetched.append(value)


def find_problems(site: Path) -> list[str]:
    """Return a line for each link that leads nowhere and each resource of another host."""
    pages = {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    problems = []
    for path, page in pages.items():
        name = path.relative_to(site)
        problems += [f"{name}: fetches {each}" for each in page.fetched if _host(each)]
        if path.name == "404.html":  # its links are those of a server's root
            continue
        for link in [*page.links, *page.fetched]:
            if not _host(link) and not _leads_somewhere(path, link, pages):
                problems.append(f"{name}: {link} leads nowhere")
    for path in sorted(site.rglob("*.css")):
        addresses = ["".join(match) for match in STYLE.findall(path.read_text("utf-8"))]
        problems += [f"{path.relative_to(site)}: fetches {each}" for each in addresses if _host(each)]
    return problems


def count_hosts(site: Path) -> Counter[str]:
    """Return the other hosts that pages link to, with the number of links."""
    links = (link for path in site.rglob("*.html") for link in Page(path.read_text("utf-8")).links)
    return Counter(host for link in links if (host := _host(link)))


def _host(address: str) -> str:
    return urlsplit(address).netloc


def _leads_somewhere(path: Path, link: str, pages: dict[Path, Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme:  # mailto:, data:
        return True
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if target.is_dir():
        target /= "index.html"
    if target.suffix != ".html":
        return target.is_file()
    return target in pages and (not parts.fragment or unquote(parts.fragment) in pages[target].anchors)


def main() -> None:
    """Print what is wrong, and end with 1 if anything is."""
    site = Path(sys.argv[1]).resolve()
    for line in (problems := find_problems(site)):
        print(line)
    hosts = ", ".join(f"{host} ({count})" for host, count in count_hosts(site).most_common())
    print(f"{site.name}: {len(problems)} problems. Links to other hosts, not followed: {hosts or 'none'}.")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
