"""The command `embedlab`: its sub-commands in one place, and one way in which errors are reported."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from embedlab import settings
from embedlab.commands import corpus, doctor, models, run, tables
from embedlab.errors import EmbedLabError

__all__ = ["main"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(run.run)
app.command()(doctor.doctor)
app.add_typer(models.app, name="models")
app.add_typer(tables.app, name="tables")
app.add_typer(corpus.app, name="corpus")


@app.callback()
def embedlab(
    flags: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A setting of docs/settings.md; may be repeated."),
    ] = None,
) -> None:
    """EmbedLab: token embeddings, computed live by real models."""
    values = dict(flag.partition("=")[::2] for flag in flags or ())
    settings.apply({name.strip(): text for name, text in values.items()})


def main() -> None:
    """Run the command; an error that a user can cause is one sentence, and exit code 1."""
    try:
        app()
    except EmbedLabError as error:
        sys.exit(str(error))
