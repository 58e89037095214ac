"""What a visitor asked for and no formula allows: the condition is named, and the nearest view is shown.

So the picture never goes blank, and every part of the page gets a table that exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import embedlab
from embedlab.positional import alibi_slopes, relative_buckets
from embedlab.positional.limits import check_base, check_dim, check_length, check_start
from embedlab.positional.rotary import PAIRS
from ui import layout
from ui.positional.view import Asked, trained

__all__ = ["repaired"]

MAX_POSITIONS = 8_192
MAX_DIMENSIONS = 4_096
MAX_DRAWN = 2_097_152  # cells: 2,048 × 1,024
MAX_PAIRWISE = 1_024  # queries and keys
USUAL = Asked("sinusoidal", 64)
Fault = tuple[str, dict[str, Any]]  # a sentence, and what is shown instead


def repaired(asked: Asked) -> Asked:
    """Say which conditions are violated, and return the nearest view that can be shown."""
    sentences, changed = [], dict[str, Any]()
    for find in (_length, _scales, _dimensions, _start, _cells, _heads, _buckets):
        for sentence, instead in find(asked):
            asked = replace(asked, **instead)
            sentences.append(sentence)
            changed |= instead
    if sentences:
        shown = layout.listed([f"{name} = {value:,.15g}" for name, value in changed.items()])
        layout.warn(f"{' '.join(sentences)} Shown: {shown}.")
    return asked


def _length(asked: Asked) -> Iterator[Fault]:
    most = MAX_PAIRWISE if asked.pairwise else MAX_POSITIONS
    if fault := _message(check_length, asked.length):
        yield fault, {"length": USUAL.length if asked.length < 1 else most}
    elif asked.length > most and asked.scheme != "learned":
        yield (
            f"length = {asked.length:,} is more than this page draws, {most:,} positions; choose fewer, or use the "
            "Python at the foot of this page.",
            {"length": most},
        )


def _scales(asked: Asked) -> Iterator[Fault]:
    if asked.scheme in {"sinusoidal", "rotary"} and (fault := _message(check_base, asked.base)):
        yield fault, {"base": USUAL.base}


def _dimensions(asked: Asked) -> Iterator[Fault]:
    if asked.scheme in {"sinusoidal", "rotary"}:
        pairs = {"pairs": PAIRS} if asked.scheme == "rotary" else {}
        if fault := _message(check_dim, asked.dim, **pairs):
            instead = USUAL.dim if asked.dim < 2 else asked.dim - asked.dim % 2
            yield fault, {"dim": min(instead, MAX_DIMENSIONS)}
        elif asked.dim > MAX_DIMENSIONS:
            yield (
                f"dim = {asked.dim:,} is more than this page draws, {MAX_DIMENSIONS:,} dimensions; choose fewer, or "
                "use the Python at the foot of this page.",
                {"dim": MAX_DIMENSIONS},
            )
    elif asked.scheme == "learned":
        width = trained(asked).shape[1]
        if not 1 <= asked.dim <= width:
            yield (
                f"dim = {asked.dim:,}: each position of this table was trained with {width} numbers; choose from 1 to {width}.",
                {"dim": width if asked.dim > width else USUAL.dim},
            )


def _start(asked: Asked) -> Iterator[Fault]:
    if asked.scheme in {"sinusoidal", "rotary"}:
        if fault := _message(check_start, asked.start):
            yield fault, {"start": 0}
    elif asked.scheme == "learned":
        yield from _window(asked)


def _window(asked: Asked) -> Iterator[Fault]:
    window = len(trained(asked))
    start = asked.start
    if not 0 <= start < window:
        yield (
            f"Position {start:,} was never trained: this table holds the positions 0 to {window - 1} and nothing else; "
            f"choose a start from 0 to {window - 1}.",
            {"start": 0},
        )
        start = 0
    if start + asked.length > window:
        yield (
            f"length = {asked.length:,} from position {start} on goes beyond the hard end: the table has no position "
            f"{window}; choose at most {window - start}.",
            {"length": window - start},
        )


def _cells(asked: Asked) -> Iterator[Fault]:
    if asked.scheme in {"sinusoidal", "rotary"} and asked.length * asked.dim > MAX_DRAWN:
        yield (
            f"{asked.length:,} positions × {asked.dim:,} dimensions are {asked.length * asked.dim:,} cells; this page draws "
            f"up to {MAX_DRAWN:,} (2,048 × 1,024). Choose fewer positions or dimensions.",
            {"length": MAX_DRAWN // asked.dim},
        )


def _heads(asked: Asked) -> Iterator[Fault]:
    if asked.scheme == "ALiBi" and (fault := _message(alibi_slopes, asked.heads)):
        asked = replace(asked, heads=USUAL.heads)
        yield fault, {"heads": USUAL.heads}
    if asked.pairwise and not 1 <= asked.head <= asked.heads:
        yield (
            f"head = {asked.head} does not exist: there are {layout.counted(asked.heads, 'head')}, counted from 1.",
            {"head": min(max(asked.head, 1), asked.heads)},
        )


def _buckets(asked: Asked) -> Iterator[Fault]:
    if asked.scheme == "T5" and not asked.repository:
        options = {"max_distance": asked.max_distance, "bidirectional": not asked.causal}
        if fault := _message(relative_buckets, [0], buckets=asked.buckets, **options):
            usual = {"buckets": USUAL.buckets, "max_distance": USUAL.max_distance}
            for name, value in usual.items():  # the other one may be right
                if not _message(relative_buckets, [0], **{"buckets": asked.buckets, **options, name: value}):
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
