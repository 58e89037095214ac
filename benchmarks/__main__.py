"""Run the benchmarks: `python -m benchmarks [part ...]`, all of them where none is named."""

from __future__ import annotations

import ui.environment  # noqa: F401  (the server's settings, before numpy reads them)

# isort: split
import os
import platform
import sys
import time
from collections.abc import Callable

from benchmarks import analogies, context, imports, large, lookup, positional, queries, server, space, tokens
from benchmarks.report import Row, table

PARTS: dict[str, Callable[[], list[Row]]] = {
    "imports": imports.measure,
    "queries": queries.measure,
    "large": large.measure,
    "analogies": analogies.measure,
    "tokens": tokens.measure,
    "lookup": lookup.measure,
    "context": context.measure,
    "space": space.measure,
    "positional": positional.measure,
    "server": server.measure,
}


def main(names: list[str]) -> None:
    """Run the named parts, or all of them, and print their tables."""
    if unknown := set(names) - set(PARTS):
        sys.exit(f"There is no benchmark named {', '.join(sorted(unknown))}; choose from {', '.join(PARTS)}.")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    for name in names or PARTS:
        begun = time.perf_counter()
        rows = PARTS[name]()
        print(f"## {name}\n\n{table(rows)}\n\n({time.perf_counter() - begun:.0f} s)\n", flush=True)


main(sys.argv[1:])
