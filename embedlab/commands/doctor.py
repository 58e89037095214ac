"""`embedlab doctor`: is this machine ready?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

__all__ = ["doctor"]

COLORS = {"ok": typer.colors.GREEN, "warning": typer.colors.YELLOW, "error": typer.colors.RED}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the facts as JSON.")] = False,
) -> None:
    """Check versions, settings, models, folders, the port and memory; exit code 1 on an error."""
    from embedlab.commands.checks import CHECKS

    facts = [fact for check in CHECKS for fact in check()]
    if as_json:
        import json

        typer.echo(json.dumps([asdict(fact) for fact in facts], indent=1))
    else:
        for fact in facts:
            status = typer.style(f"{fact.status:8}", fg=COLORS[fact.status])
            remedy = f" → {fact.remedy}" if fact.remedy else ""
            typer.echo(f"{status} {fact.name:11} {fact.text}{remedy}")
    raise typer.Exit(int(any(fact.status == "error" for fact in facts)))
