"""Sentences that say where numbers come from, written from the catalog."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from embedlab.catalog import Kind, find_entry

__all__ = ["computed", "model"]


@cache
def model(name: str, kind: Kind, detail: str = "") -> str:
    """Say which model a number comes from: name, origin, package and version, checksums, licence."""
    entry = find_entry(name, kind)
    try:
        package = f"{entry.distribution} {version(entry.distribution)}"
    except PackageNotFoundError:  # the page tells how to install it where the model is used
        package = entry.distribution
    what = "Real vocabulary" if kind == "tokenizer" else "Real weights"
    tail = f" {detail}" if detail else ""
    return (
        f"**{what}:** `{name}`, {entry.origin}; package `{package}`, {entry.revision(kind)}, "
        f"{entry.licence}.{tail}"
    )


def computed(how: str) -> str:
    """Say by which formula or library a number was computed."""
    return f"**Computed here:** {how}"
