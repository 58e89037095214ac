"""Run the benchmarks: `python -m benchmarks [part ...]`, all of them where none is named.

`python -m benchmarks visitors --minutes 60 --visitors 30` lets a class in, `python -m benchmarks replicas`
one of 100 for ten minutes to two servers behind a proxy; they are run only where they are named.
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
    corpora,
    imports,
    large,
    lookup,
    positional,
    queries,
    replicas,
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
    "corpora": corpora.measure,
    "positional": positional.measure,
    "server": server.measure,
}


LONG = {"visitors": (visitors.measure, 60.0, 30), "replicas": (replicas.measure, 10.0, 100)}


def main() -> None:
    """Run the named parts, or all but the long one, and print their tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="part", help=", ".join([*PARTS, *LONG]))
    parser.add_argument("--minutes", type=float, help="of visitors (60) and replicas (10)")
    parser.add_argument("--visitors", type=int, help="how many of visitors (30) and replicas (100)")
    options = parser.parse_args()
    parts = dict(PARTS)
    for name, (measure, minutes, count) in LONG.items():
        parts[name] = functools.partial(measure, options.minutes or minutes, options.visitors or count)
    if unknown := set(options.names) - set(parts):
        sys.exit(f"There is no benchmark named {', '.join(sorted(unknown))}; choose from {', '.join(parts)}.")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}\n")
    for name in options.names or PARTS:
        begun = time.perf_counter()
        rows = parts[name]()
        print(f"## {name}\n\n{table(rows)}\n\n({time.perf_counter() - begun:.0f} s)\n", flush=True)


main()
