"""American spelling in the strings and docstrings of the program, and in its documents."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support import ROOT

BRITISH = re.compile(
    r"\b((colour|neighbour|favour|behaviour|honour)\w*|licences?|grey(ed|s)?|(un|mis)?(label|cancel|model)l(ed|ing)"
    r"|cent(re|red|res|ring)|analys(e|ed|ing)|(normal|organ|visual|recogn|general|summar|optim|initial)is(e|ed|es|ing|ation))\b"
    r"|(\d|^) %(?!{)",
    re.IGNORECASE,
)
FILES = sorted(
    path
    for folder in ("embedlab", "ui", "pages", "docs", ".")
    for ending in ("py", "md")
    for path in (ROOT / folder).glob(f"{'' if folder == '.' else '**/'}*.{ending}")
)


def british(path: Path) -> list[str]:
    """Return the words that are not spelled the American way, each with its line."""
    content = path.read_text("utf-8")
    texts = [(1, content)]
    if path.suffix == ".py":
        texts = [
            (node.lineno, node.value)
            for node in ast.walk(ast.parse(content))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    return [
        f"{line + text.count(chr(10), 0, found.start())}: {found[0]}"
        for line, text in texts
        for found in BRITISH.finditer(text)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_spelling_is_american(path: Path) -> None:
    assert not british(path)


def test_british_spelling_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text('x = """One\n\nThe labelled colour of 90 % is a licence."""\n')
    assert british(path) == ["3: labelled", "3: colour", "3: 0 %", "3: licence"]
