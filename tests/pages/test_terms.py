"""The terms: defined in a few words, explained once on a page, linked to an experiment that exists."""

from __future__ import annotations

import ast
import importlib
import re

import pytest

from tests.support import ROOT
from tests.support.pages import run_script, visit
from ui.layout import escape
from ui.navigation import PAGES
from ui.part import Part
from ui.terms import TERMS, term

MARKED = """
import streamlit as st
from ui import terms

terms.start()
for text in st.query_params.get_all("text"):
    st.markdown(terms.mark(text))
"""


def parts_of(page: str) -> set[str]:
    """Return the names under which a link opens a part of a page, old ones included."""
    source = (ROOT / "pages" / f"{page}.py").read_text("utf-8")
    names: set[str] = set()
    for module in dict.fromkeys(re.findall(r"\b(\w+)\.[A-Z_]*PARTS?\b", source)):
        for value in vars(importlib.import_module(f"ui.{page}.{module}")).values():
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Part):
                    names |= {part.label, *getattr(part, "former", ())}
    return names


def marked(*text: str) -> list[str]:
    return [each.value for each in run_script(MARKED, text=list(text)).markdown]


@pytest.mark.parametrize("name", TERMS)
def test_a_term_is_defined_in_a_few_words_and_shown_by_an_experiment(name: str) -> None:
    each = TERMS[name]
    assert 3 <= len(each.definition.split()) <= 12
    assert '"' not in each.definition  # it stands in the title of a link
    assert each.page in PAGES
    assert not each.part or each.part in parts_of(each.page)


def test_anchors_differ() -> None:
    assert len({each.anchor for each in TERMS.values()}) == len(TERMS)


def test_every_term_that_a_page_uses_is_defined() -> None:
    used = {
        node.args[0].value
        for path in [*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) == "term"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert used <= TERMS.keys()


def test_a_term_is_explained_where_it_first_stands_on_the_page() -> None:
    first, second = marked("Cosines and a cosine", "One cosine, two vectors")
    assert first == f"{term('cosine', 'Cosines')} and a cosine"
    assert second == f"One cosine, two {term('vector', 'vectors')}"


def test_code_formulas_and_links_are_left_alone() -> None:
    text = "`token` $token$ [token](x) :material/token: tokens"
    assert marked(text) == [text.removesuffix("tokens") + term("token", "tokens")]


def test_a_term_is_found_in_escaped_text() -> None:
    for name in ("[UNK]", "##", "t-SNE"):
        (text,) = marked(f"so {escape(name)} is")
        assert text == f"so {term(name, escape(name))} is"


def test_no_term_is_found_inside_a_word() -> None:
    text = "Tokenizing bytecode, ids3, biased, PCAs3"
    assert marked(text) == [text]


def test_the_glossary_lists_every_term_with_its_link() -> None:
    at = visit("glossary")
    assert not at.exception
    page = " ".join(each.value for each in at.markdown)
    assert len(at.header) == len(TERMS)
    for each in TERMS.values():
        assert f"({each.address or '/'})" in page
