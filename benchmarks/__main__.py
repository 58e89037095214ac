"""Run the benchmarks: `python -m benchmarks [part ...]`, all of them where none is named.

`python -m benchmarks visitors --minutes 60 --visitors 30` lets a class in; it is run only where it is named.
"""

from __future__ import annotations

import ui.environment  # noqa: F401  (the server's settings, before numpy reads them)

# isort: split
import argparse
import functools
import os
import platform
import sys
import time
from collections.abc import Callable

from benchmarks import (
    analogies,
    applications,
    attention,
    context,
    imports,
    large,
    lookup,
    positional,
    queries,
    search,
    server,
    space,
    tokens,
    training,
    visitors,
)
from benchmarks.report import Row, table

PARTS: dict[str, Callable[[], list[Row]]] = {
    "imports": imports.measure,
    "queries": queries.measure,
    "large": large.measure,
    "analogies": analogies.measure,
    "tokens": tokens.measure,
    "lookup": lookup.measure,
    "training": training.measure,
    "attention": attention.measure,
    "applications": applications.measure,
    "context": context.measure,
    "search": search.measure,
    "space": space.measure,
    "positional": positional.measure,
    "server": server.measure,
}


LONG = "visitors"


def main() -> None:
    """Run the named parts, or all but the long one, and print their tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="part", help=", ".join([*PARTS, LONG]))
    parser.add_argument("--minutes", type=float, default=60, help="of visitors (default: %(default)s)")
    parser.add_argument("--visitors", type=int, default=30, help="how many (default: %(default)s)")
    options = parser.parse_args()
    long = functools.partial(visitors.measure, options.minutes, options.visitors)
    parts = {**PARTS, LONG: long}
    if unknown := set(options.names) - set(parts):
        sys.exit(f"There is no benchmark named {', '.join(sorted(unknown))}; choose from {', '.join(parts)}.")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    for name in options.names or PARTS:
        begun = time.perf_counter()
        rows = parts[name]()
        print(f"## {name}\n\n{table(rows)}\n\n({time.perf_counter() - begun:.0f} s)\n", flush=True)


main()
