"""The README and the tutorial in Python are true: their code runs, and what they name exists."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import numpy as np
import pytest

import embedlab
from tests.support import ROOT
from ui.navigation import PAGES

README = (ROOT / "README.md").read_text("utf-8")
TUTORIAL = (ROOT / "docs" / "tutorials" / "researcher.md").read_text("utf-8")
NUMBER = re.compile(r"-?\d+(?:\.\d*)?")


def test_the_code_runs_and_prints_what_its_comments_say() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    lines = printed.getvalue().splitlines()
    assert lines[0] == "[464, 3797, 3332, 319, 262, 2603]"
    assert "queen" in lines


def test_the_tutorial_prints_what_its_comments_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = "".join(re.findall(r"```python\n(.*?)```", TUTORIAL, re.DOTALL))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "researcher.md", "exec"), {})
    claims = re.findall(r"print\(.*\)  # → (.+)$", code, re.MULTILINE)
    assert len(claims) == code.count("print(")
    for line, claim in zip(printed.getvalue().splitlines(), claims, strict=True):
        assert NUMBER.sub("", line).split() == NUMBER.sub("", claim).split()
        actual, expected = ([float(each) for each in NUMBER.findall(text)] for text in (line, claim))
        np.testing.assert_allclose(actual, expected, atol=0.011, err_msg=claim)  # rounded to hundredths


@pytest.mark.parametrize("link", re.findall(r"\]\(((?!http)[^)]+)\)", README))
def test_linked_files_exist(link: str) -> None:
    assert (ROOT / link).is_file()


def test_every_page_and_model_and_command_is_listed() -> None:
    for address, _ in PAGES.values():
        assert f"`/{address}`" in README
    for entry in embedlab.CATALOG:
        assert f"`{entry.name}`" in README
        assert f"`{entry.distribution}`" in README
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for target in targets:
        assert f"`make {target}`" in README
