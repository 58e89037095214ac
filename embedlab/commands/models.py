"""`embedlab models`: what is installed, what is downloaded, and whether it is what the catalog names."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

__all__ = ["DownloadKind", "app", "list_models", "pull", "verify"]

app = typer.Typer(help="List, download and verify models.", no_args_is_help=True)


class DownloadKind(StrEnum):
    """What of a repository is downloaded."""

    ENCODER = "encoder"
    TOKENIZER = "tokenizer"
    POSITIONS = "positions"


@app.command("list")
def list_models() -> None:
    """List the models of the catalog and the repositories that were downloaded."""
    from embedlab.catalog import CATALOG
    from embedlab.errors import MissingModelError
    from embedlab.models.disk import cache_folder
    from embedlab.models.installed import package_folder

    for entry in CATALOG:
        try:
            package_folder(entry)
            state = "installed"
        except MissingModelError:
            state = "not installed"
        size = sum(file.size for file in entry.files.values()) / 1e6
        kinds = ", ".join(entry.kinds)
        typer.echo(f"{entry.name:18} {state:13} {size:6,.0f} MB  {kinds:20}  {entry.license}")
    cache = cache_folder()
    for folder in sorted((cache / "hub").glob("models--*")) if cache else ():
        size = sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir()) / 1e6
        name = folder.name.removeprefix("models--").replace("--", "/")
        typer.echo(f"{name:18} {'downloaded':13} {size:6,.0f} MB")


@app.command()
def pull(
    name: Annotated[
        str, typer.Argument(help="owner/name on the Hugging Face hub, or a name of the catalog.")
    ],
    kind: Annotated[DownloadKind, typer.Option(help="What of the repository.")] = DownloadKind.ENCODER,
    revision: Annotated[str, typer.Option(help="A branch, tag or commit.")] = "main",
) -> None:
    """Download a model into the cache folder, or prepare one of the catalog, so that nobody waits for it."""
    from embedlab.catalog import CATALOG
    from embedlab.models.decoder_files import decoder_folder
    from embedlab.models.installed import find_file

    entry = next((entry for entry in CATALOG if entry.name == name), None)
    if entry is not None:
        for role in entry.files:
            find_file(entry, role)
        if "decoder" in entry.kinds:
            typer.echo("Converting …")
            decoder_folder(entry)
        typer.echo(f"{name} is ready.")
        return
    if kind is DownloadKind.ENCODER:
        from embedlab.context import download_encoder

        pulled = download_encoder(name, revision=revision).name
    elif kind is DownloadKind.TOKENIZER:
        from embedlab.tokens import download_tokenizer

        pulled = download_tokenizer(name, revision=revision).name
    else:
        from embedlab.positional import download_position_table

        table = download_position_table(name, revision=revision)
        pulled = f"{table.repository}@{table.commit[:7]}"
    typer.echo(f"{pulled} is ready.")


@app.command()
def verify(
    names: Annotated[list[str] | None, typer.Argument(help="Of the catalog; all if none is named.")] = None,
) -> None:
    """Compare the SHA-256 of every model file with the catalog; exit code 1 if one differs or is missing."""
    from embedlab.catalog import CATALOG
    from embedlab.errors import MissingModelError, check_choice
    from embedlab.models.installed import content_sha256, package_folder

    for name in names or ():
        check_choice(name, [entry.name for entry in CATALOG], "model")
    failed = False
    for entry in CATALOG:
        if names and entry.name not in names:
            continue
        for file in entry.files.values():
            try:
                path = package_folder(entry) / file.path
                good = path.is_file() and content_sha256(path, file) == file.sha256
                state, is_error = ("ok", False) if good else ("DIFFERS", True)
            except MissingModelError as error:
                state, is_error = f"missing: {error}", not entry.optional or bool(names)
            failed = failed or is_error
            typer.echo(f"{entry.name:18} {file.path:40} {state}")
    raise typer.Exit(int(failed))
