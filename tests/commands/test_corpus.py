"""The command `embedlab corpus`, from files to a corpus that the pages list."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import embedlab
from embedlab.commands.main import app
from embedlab.corpora import list_corpora


def test_a_corpus_goes_from_a_file_to_the_list_of_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: embedlab.context.Encoder
) -> None:
    monkeypatch.setenv("EMBEDLAB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("embedlab.corpora.embedding.load_encoder", lambda name: encoder)
    (tmp_path / "a.csv").write_text("body\n" + "".join(f"text number {n}\n" for n in range(6)) + '"  "\n')
    result = CliRunner().invoke(app, ["corpus", "embed", "mine", str(tmp_path / "a.csv")])
    assert result.exit_code == 0, result.output
    assert "6 chunks" in result.output
    assert "1 rows were set aside" in result.output
    assert [corpus.name for corpus in list_corpora()] == ["mine"]
    assert "searched exactly" in CliRunner().invoke(app, ["corpus", "index", "mine"]).output
    result = CliRunner().invoke(app, ["corpus", "map", "mine"])
    assert "at least 10 chunks" in str(result.exception)
