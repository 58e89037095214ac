"""The command as a whole: what it offers, and how it reports an error of its user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from embedlab import InvalidInputError
from embedlab.commands.main import app, main
from tests.support import ROOT


def test_the_help_names_the_commands() -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    for name in ("run", "doctor", "models", "tables", "corpus"):
        assert name in result.stdout


def test_run_puts_its_flags_into_the_environment_and_becomes_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, line: begun.append(line) or sys.exit(0))
    Path("embedlab.toml").write_text("port = 1\nworkers = 1\nuploads_mb = 50\n")
    result = CliRunner().invoke(app, ["--set", "uploads_mb=60", "run", "--port", "8614"])
    assert result.exit_code == 0
    assert begun == [[sys.executable, str(ROOT / "app.py")]]
    assert [os.environ[f"EMBEDLAB_{name}"] for name in ("PORT", "UPLOADS_MB")] == ["8614", "60"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["--set", "workers=0", "run"], "workers is “0”, and it must be a whole number from 1 to 64"),
        (["--set", "wrokers=1", "run"], "did you mean workers"),
        (["--set", "workers", "run"], "workers is “”"),
        (["run", "--port", "70000"], "port is “70000”, and it must be a whole number from 0 to 65,535"),
    ],
)
def test_a_bad_flag_is_a_sentence(line: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    result = CliRunner().invoke(app, line)
    assert isinstance(result.exception, InvalidInputError)
    assert sentence in str(result.exception)
    monkeypatch.setattr(sys, "argv", ["embedlab", *line])
    with pytest.raises(SystemExit, match=r"must be|did you mean"):
        main()
