"""`embedlab tables`: tables of word vectors of any size, which the pages then offer."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["add", "app", "list_tables", "remove"]

app = typer.Typer(help="Add, list and remove tables of word vectors.", no_args_is_help=True)


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="A .bin or .vec of word2vec or fastText, or a text of GloVe.")],
    name: Annotated[str, typer.Option(help="What the pages and load_word_vectors call it.")],
) -> None:
    """Convert a file once into a table that is mapped into memory."""
    from embedlab import vectors

    source = vectors.inspect_table_file(file)
    folder = vectors.tables_folder()
    typer.echo(
        f"{file.name}: {source.format}, about {source.count:,} words × {source.dim} numbers. It will take "
        f"about {source.bytes_needed / 1e6:,.0f} MB in {folder} ({_free(folder) / 1e6:,.0f} MB are free)."
    )
    begun = time.perf_counter()
    with typer.progressbar(length=1_000, label="Converting") as bar:
        table, dropped = vectors.add_table(
            source, name, watch=lambda share: bar.update(int(share * 1_000) - bar.pos)
        )
    case = "Words are looked up in lower case." if table.uncased else "Upper and lower case are told apart."
    repeated = f" {dropped:,} repeated words were left out." if dropped else ""
    typer.echo(
        f"Added {name}: {len(table):,} words × {table.dim} numbers in {time.perf_counter() - begun:,.0f} s. "
        f"{case}{repeated}"
    )


@app.command("list")
def list_tables() -> None:
    """List the tables that were added, with their size and folder."""
    from embedlab import vectors

    for name in vectors.added_tables():
        table = vectors.open_word_vectors(vectors.tables_folder() / name)
        typer.echo(f"{name}  {len(table):,} words × {table.dim}  {vectors.tables_folder() / name}")
    if not vectors.added_tables():
        typer.echo("No tables were added yet: embedlab tables add FILE --name NAME")


@app.command()
def remove(name: Annotated[str, typer.Argument(help="Of a table that was added.")]) -> None:
    """Delete a table that was added."""
    from embedlab import vectors

    vectors.remove_table(name)
    typer.echo(f"Removed {name}.")


def _free(folder: Path) -> int:
    """Return the free bytes of the disk on which a folder lies or would lie."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
