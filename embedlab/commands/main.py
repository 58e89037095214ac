"""The command `embedlab`: its sub-commands in one place, and one way in which errors are reported."""

from __future__ import annotations

import sys

import typer

from embedlab.commands import corpus
from embedlab.errors import EmbedLabError

__all__ = ["main"]

app = typer.Typer(
    help="EmbedLab: token embeddings, computed live by real models.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(corpus.app, name="corpus")


def main() -> None:
    """Run the command; an error that a user can cause is one sentence, and exit code 1."""
    try:
        app()
    except EmbedLabError as error:
        sys.exit(str(error))
