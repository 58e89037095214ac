"""`embedlab corpus`: corpora that outgrow one lesson."""

from __future__ import annotations

import typer

__all__ = ["app", "corpus"]

app = typer.Typer(help="Embed, index and map a corpus.", no_args_is_help=True)


@app.callback()
def corpus() -> None:
    """Embed, index and map a corpus."""
