"""What a visitor asked for and no formula allows: the condition is named, and the nearest view is shown.

So the picture never goes blank, and every part of the page gets a table that exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import embedlab
from embedlab.numerals import count_text
from embedlab.positional import alibi_slopes, relative_buckets
from embedlab.positional.limits import check_base, check_dim, check_length, check_start
from embedlab.positional.rotary import PAIRS
from ui import layout
from ui.positional.schemes import T5, Alibi, Learned, Query, Rotary, Sinusoidal
from ui.positional.tables import trained_rows

__all__ = ["repair"]

MAX_POSITIONS = 8_192
MAX_DIMENSIONS = 4_096
MAX_DRAWN = 2_097_152  # cells: 2,048 × 1,024
MAX_PAIRWISE = 1_024  # queries and keys
USUAL = T5(64)
Fault = tuple[str, dict[str, Any]]  # a sentence, and what is shown instead


def repair(query: Query) -> Query:
    """Say which conditions are violated, and return the nearest view that can be shown."""
    sentences, changed = [], dict[str, Any]()
    for find in (_length, _scales, _dimensions, _start, _cells, _heads, _buckets):
        for sentence, instead in find(query):
            query = replace(query, **instead)
            sentences.append(sentence)
            changed |= instead
    if sentences:
        changes = layout.listed([f"{name} = {value:,.15g}" for name, value in changed.items()])
        layout.warn(f"{' '.join(sentences)} Shown: {changes}.")
    return query


def _length(query: Query) -> Iterator[Fault]:
    most = MAX_PAIRWISE if isinstance(query, Alibi | T5) else MAX_POSITIONS
    if fault := _message(check_length, query.length):
        yield fault, {"length": USUAL.length if query.length < 1 else most}
    elif query.length > most and not isinstance(query, Learned):
        yield (
            f"length = {query.length:,} is more than this page draws, {most:,} positions; choose fewer, or use the "
            "Python at the foot of this page.",
            {"length": most},
        )


def _scales(query: Query) -> Iterator[Fault]:
    if isinstance(query, Sinusoidal | Rotary) and (fault := _message(check_base, query.base)):
        yield fault, {"base": USUAL.base}


def _dimensions(query: Query) -> Iterator[Fault]:
    if isinstance(query, Sinusoidal | Rotary):
        pairs = {"pairs": PAIRS} if isinstance(query, Rotary) else {}
        if fault := _message(check_dim, query.dim, **pairs):
            instead = USUAL.dim if query.dim < 2 else query.dim - query.dim % 2
            yield fault, {"dim": min(instead, MAX_DIMENSIONS)}
        elif query.dim > MAX_DIMENSIONS:
            yield (
                f"dim = {query.dim:,} is more than this page draws, {MAX_DIMENSIONS:,} dimensions; choose fewer, or "
                "use the Python at the foot of this page.",
                {"dim": MAX_DIMENSIONS},
            )
    elif isinstance(query, Learned):
        width = trained_rows(query).shape[1]
        if not 1 <= query.dim <= width:
            yield (
                f"dim = {query.dim:,}: each position of this table was trained with {width} numbers; choose from 1 to {width}.",
                {"dim": width if query.dim > width else USUAL.dim},
            )


def _start(query: Query) -> Iterator[Fault]:
    if isinstance(query, Sinusoidal | Rotary):
        if fault := _message(check_start, query.start):
            yield fault, {"start": 0}
    elif isinstance(query, Learned):
        yield from _window(query)


def _window(query: Learned) -> Iterator[Fault]:
    window = len(trained_rows(query))
    start = query.start
    if not 0 <= start < window:
        yield (
            f"Position {start:,} was never trained: this table holds the positions 0 to {window - 1} and nothing else; "
            f"choose a start from 0 to {window - 1}.",
            {"start": 0},
        )
        start = 0
    if start + query.length > window:
        yield (
            f"length = {query.length:,} from position {start} on goes beyond the hard end: the table has no position "
            f"{window}; choose at most {window - start}.",
            {"length": window - start},
        )


def _cells(query: Query) -> Iterator[Fault]:
    if isinstance(query, Sinusoidal | Rotary) and query.length * query.dim > MAX_DRAWN:
        yield (
            f"{query.length:,} positions × {query.dim:,} dimensions are {query.length * query.dim:,} cells; this page draws "
            f"up to {MAX_DRAWN:,} (2,048 × 1,024). Choose fewer positions or dimensions.",
            {"length": MAX_DRAWN // query.dim},
        )


def _heads(query: Query) -> Iterator[Fault]:
    if isinstance(query, Alibi) and (fault := _message(alibi_slopes, query.heads)):
        query = replace(query, heads=USUAL.heads)
        yield fault, {"heads": USUAL.heads}
    if isinstance(query, Alibi | T5) and not 1 <= query.head <= query.heads:
        yield (
            f"head = {query.head} does not exist: there are {count_text(query.heads, 'head')}, counted from 1.",
            {"head": min(max(query.head, 1), query.heads)},
        )


def _buckets(query: Query) -> Iterator[Fault]:
    if isinstance(query, T5) and not query.checkpoint:
        options = {"max_distance": query.max_distance, "bidirectional": not query.causal}
        if fault := _message(relative_buckets, [0], buckets=query.buckets, **options):
            usual = {"buckets": USUAL.buckets, "max_distance": USUAL.max_distance}
            for name, value in usual.items():  # the other one may be right
                if not _message(relative_buckets, [0], **{"buckets": query.buckets, **options, name: value}):
                    usual = {name: value}
                    break
            yield fault, usual


def _message(check: Callable[..., object], *args: Any, **options: Any) -> str | None:
    """Return what `embedlab` has against some values."""
    try:
        check(*args, **options)
    except embedlab.EmbedLabError as error:
        return str(error)
    return None
