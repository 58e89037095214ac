"""`embedlab corpus`: corpora that outgrow one lesson."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from embedlab.errors import InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from embedlab.corpora import Progress

__all__ = ["app", "draw_map", "embed", "index"]

app = typer.Typer(help="Embed, index and map a corpus.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="A name, under which the pages list it, or a folder.")]


@app.callback()
def corpus() -> None:
    """Embed, index and map a corpus."""


def folder_of(name: str) -> Path:
    """Return the folder of a corpus: a path as it is, a plain name below the cache folder.

    Raises:
        UnavailableError: there is no cache folder.
    """
    from embedlab.corpora import corpora_folder

    if Path(name).name != name or name in ("", ".", ".."):
        return Path(name)
    home = corpora_folder()
    if home is None:
        raise UnavailableError("No cache folder can be written; set EMBEDLAB_CACHE, or give a folder.")
    return home / name


@app.command()
def embed(
    name: Name,
    files: Annotated[list[Path], typer.Argument(help="Parquet, JSONL, CSV or text files, or folders.")],
    *,
    column: Annotated[str | None, typer.Option(help="The column of texts.")] = None,
    size: Annotated[int, typer.Option(help="The size of a chunk.")] = 128,
    overlap: Annotated[int, typer.Option(help="What a chunk shares with the one before it.")] = 0,
    unit: Annotated[str, typer.Option(help="tokens, sentences, paragraphs or characters.")] = "tokens",
    model: Annotated[str, typer.Option(help="The encoder.")] = "all-MiniLM-L6-v2",
    workers: Annotated[int, typer.Option(help="Ray actors; 0 works without Ray.")] = 0,
    address: Annotated[str, typer.Option(help="The Ray cluster: local, auto or its address.")] = "local",
    part_rows: Annotated[
        int, typer.Option(help="Rows of a part, which is done whole or not at all.")
    ] = 1_000,
) -> None:
    """Embed the texts of some files; run it again to go on after a break."""
    from embedlab.corpora import embed_corpus
    from embedlab.search import Chunking

    if not files:
        raise InvalidInputError("There is no file to read; name at least one.")
    result = embed_corpus(
        files,
        folder_of(name),
        encoder=model,
        column=column,
        chunking=Chunking(size, overlap, unit),
        workers=workers,
        address=address,
        part_rows=part_rows,
        watch=_tell,
    )
    typer.echo(f"{result.rows:,} rows became {result.chunks:,} chunks in {result.folder}.")
    if result.rejected:
        typer.echo(f"{result.rejected:,} rows were set aside; {result.folder / 'rejected'} says why.")


@app.command()
def index(name: Name) -> None:
    """Build the index of a corpus, so that /search lists it."""
    from embedlab.corpora import index_corpus, read_corpus

    facts = index_corpus(read_corpus(folder_of(name)))
    how = "exactly"
    if facts.partitions:
        share = f"{facts.recall:.1%} of the 10 nearest"
        how = f"in {facts.probes} of {facts.partitions:,} partitions, which finds {share}"
    typer.echo(f"{facts.chunks:,} chunks are indexed; they are searched {how}.")


@app.command("map")
def draw_map(
    name: Name,
    method: Annotated[str, typer.Option(help="umap, tsne or pca.")] = "umap",
    sample: Annotated[
        int, typer.Option(help="Chunks that the map is fitted on; the rest is placed.")
    ] = 4_000,
    seed: Annotated[int, typer.Option(help="Of the sample and the map.")] = 0,
) -> None:
    """Draw a map of a corpus, so that /embedding-space lists it."""
    from embedlab.corpora import map_corpus, read_corpus

    result = map_corpus(read_corpus(folder_of(name)), method=method, sample=sample, random_state=seed)
    facts = result.facts
    typer.echo(
        f"{facts.chunks:,} chunks are on the map, which was fitted on {facts.fitted:,}. Of the {facts.k} "
        f"nearest neighbors among {facts.judged:,} others, {facts.knn_preservation:.1%} stay; at random, "
        f"{facts.expected:.1%} would."
    )
    options = "--text text --x projection_x --y projection_y"
    typer.echo(f"Go on in Embedding Atlas: embedding-atlas {result.path} {options}")


def _tell(progress: Progress) -> None:
    typer.echo(
        f"{progress.share:4.0%}  part {progress.parts:,} of {progress.total:,}, {progress.seconds:,.0f} s",
        err=True,
    )
