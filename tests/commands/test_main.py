"""The command as a whole: what it offers, and how it reports an error of its user."""

from __future__ import annotations

from typer.testing import CliRunner

from embedlab.commands.main import app


def test_the_help_names_the_commands() -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    assert "corpus" in result.stdout
