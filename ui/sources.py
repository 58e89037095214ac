"""Sentences that say where numbers come from, written from the catalog."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

import embedlab
from embedlab.catalog import Kind, find_entry
from ui.layout import escape

__all__ = ["computed", "model", "shorten", "tokenizer"]


LONGEST_CODE = 2_000  # characters of a text in the code of a view


@cache
def model(name: str, kind: Kind, detail: str = "") -> str:
    """Say which model a number comes from: name, origin, package and version, checksums, license."""
    entry = find_entry(name, kind)
    try:
        package = f"{entry.distribution} {version(entry.distribution)}"
    except PackageNotFoundError:  # the page tells how to install it where the model is used
        package = entry.distribution
    what = "Real vocabulary" if kind == "tokenizer" else "Real weights"
    tail = f" {detail}" if detail else ""
    return (
        f"**{what}:** `{name}`, {entry.origin}; package `{package}`, {entry.revision(kind)}, "
        f"{entry.license}.{tail}"
    )


def tokenizer(used: embedlab.tokens.Tokenizer) -> str:
    """Say which tokenizer made the tokens: one of the catalog, or one that the visitor brought along."""
    ids = f"{used.algorithm}, {used.vocabulary_size:,} ids."
    if used.name in embedlab.names_of("tokenizer"):
        return model(used.name, "tokenizer", ids)
    return f"**Your own tokenizer:** {escape(used.name)} (its SHA-256 begins as the name ends), {ids}"


def shorten(text: str) -> str:
    """Return a text as the code of a view holds it."""
    return text[:LONGEST_CODE]


def computed(how: str) -> str:
    """Say by which formula or library a number was computed."""
    return f"**Computed here:** {how}"
