"""What the documents say of the repository is so."""

from __future__ import annotations

import ast
import importlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

import embedlab
from docs.check_site import count_hosts, find_problems
from tests.support import ROOT
from ui.navigation import COURSE, PAGES
from ui.part import Part
from ui.terms import tab_key

DOCS = ROOT / "docs"
PAGES_OF_SITE = sorted(DOCS.rglob("*.md"))
APP = "http://127.0.0.1:8501"


def marked_rows() -> set[str]:
    """Return the rows of the list of bad inputs that tests name with `@pytest.mark.bad_input`."""
    calls = [
        node
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.bad_input"
    ]
    return {str(ast.literal_eval(argument)) for call in calls for argument in call.args}


def test_every_row_of_the_list_of_bad_inputs_is_tested_and_every_mark_names_a_row() -> None:
    document = (DOCS / "bad_input.md").read_text("utf-8")
    rows = re.findall(r"^\| (F?\d+) \|", document, re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert set(rows) == marked_rows()


@cache
def part_labels(page: str) -> tuple[str, ...]:
    """Return the labels of the parts of a page, in their order."""
    source = (ROOT / "pages" / f"{page}.py").read_text("utf-8")
    modules = re.findall(r"(\w+)\.PART\b", source)
    parts: list[Part[object, object]] = [
        importlib.import_module(f"ui.{page}.{module}").PART for module in modules
    ]
    return tuple(part.label for part in parts)


@cache
def known_keys() -> frozenset[str]:
    """Return every string of the screen's code: the keys of links are among them."""
    code = "".join(path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.[pj][ys]"))
    return frozenset(re.findall(r'"([a-z_]+)"', code))


def test_links_into_the_app_open_a_page_a_part_and_known_settings() -> None:
    pages = {f"/{address}": page for page, (address, _) in PAGES.items()}
    links = [
        (path.name, link)
        for path in PAGES_OF_SITE
        for link in re.findall(rf"{APP}(/[^)>\s]*)", path.read_text("utf-8"))
    ]
    assert len(links) > 40
    for name, link in links:
        address = urlsplit(link)
        if address.path == "/healthz":
            continue
        page = pages.get(address.path)
        assert page is not None, f"{name}: {link}"
        for key, value in parse_qsl(address.query, strict_parsing=True):
            assert key in known_keys() or key == tab_key(page), f"{name}: {link} has no {key}"
            if key == tab_key(page):
                assert value in part_labels(page), f"{name}: {link} has no part {value!r}"


@pytest.mark.parametrize("page", COURSE)
def test_the_sources_of_numbers_have_a_row_for_every_part(page: str) -> None:
    document = (DOCS / "numbers.md").read_text("utf-8")
    section = document.partition(f"(`/{PAGES[page][0]}`)")[2].partition("\n## ")[0]
    assert re.findall(r"^\| \*\*(.+?)\*\* \|", section, re.MULTILINE) == [
        "the picture",
        *(label for label in part_labels(page) if label != "Predict"),
    ]


def test_functions_named_in_the_documents_exist() -> None:
    names = {
        name
        for path in PAGES_OF_SITE
        for name in re.findall(r"[`#](embedlab(?!\.toml)(?:\.[A-Za-z_]\w*)+)", path.read_text("utf-8"))
    }
    assert len(names) > 100
    for name in sorted(names):
        value: object = embedlab
        for piece in name.split(".")[1:]:
            value = getattr(value, piece)


def test_every_namespace_has_a_page_of_the_reference() -> None:
    pages = {path.stem for path in (DOCS / "api").glob("*.md")}
    assert pages == {"index", "errors", *embedlab.NAMESPACES}


def test_the_menu_has_every_page_and_no_other() -> None:
    menu = (ROOT / "mkdocs.yml").read_text("utf-8").partition("nav:")[2].partition("markdown_extensions:")[0]
    pages = re.findall(r": (\S+\.md)$", menu, re.MULTILINE)
    assert sorted(pages) == sorted(path.relative_to(DOCS).as_posix() for path in PAGES_OF_SITE)


def test_the_check_of_the_site_sees_dead_links_and_other_hosts(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<h1 id="top"></h1><a href="b.html">b</a><a href="#top">top</a><a href="https://example.org/">out</a>'
        '<a href="c.html">c</a><a href="b.html#none">none</a><script src="https://example.org/x.js"></script>'
    )
    (tmp_path / "b.html").write_text('<link rel="stylesheet" href="b.css"><img src="none.png">')
    (tmp_path / "b.css").write_text("@import 'https://example.org/font.css'; a { background: url(x.png) }")
    assert find_problems(tmp_path) == [
        "a.html: fetches https://example.org/x.js",
        "a.html: c.html leads nowhere",
        "a.html: b.html#none leads nowhere",
        "b.html: none.png leads nowhere",
        "b.css: fetches https://example.org/font.css",
    ]
    assert count_hosts(tmp_path) == {"example.org": 1}
