"""The position page: formulas against the bare numpy expression, what a heatmap sends, one slider step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np
import plotly.express as px

from benchmarks.client import Client
from benchmarks.processes import empty_app, ours
from benchmarks.report import Row
from benchmarks.tokens import best_of_both
from embedlab import positional
from embedlab.figures.positional import position_figure

LENGTH, DIM, HEADS, WINDOW = 2_048, 1_024, 12, 1_024
BASE = 10_000.0
STEPS = 30
PAGE = "positional-encoding"
FIELDS = {"sinusoidal": {"Base", "Dimensions"}, "rotary": {"Base", "Dimensions"}, "ALiBi": {"Heads", "Head"}}


def measure() -> list[Row]:
    """Compare the formulas with numpy, the heatmap with px.imshow, a slider step with an empty page."""
    rows = [against_numpy(*case) for case in formulas()]
    rows.append(payload())
    with empty_app() as peer:
        empty = asyncio.run(reruns(peer.address))
    with ours(warm=True) as server:
        for scheme in ("sinusoidal", "rotary", "ALiBi"):
            seconds = asyncio.run(steps(server.address, scheme))
            rows.append(
                Row(
                    f"one step of the length, {scheme}: a new heatmap",
                    f"{seconds * 1000:.0f} ms",
                    f"empty st.App {empty * 1000:.0f} ms",
                    seconds * 1000,
                    100,
                    "ms",
                )
            )
    return rows


def formulas() -> list[tuple[str, Callable[[], object], Callable[[], object]]]:
    """Return each scheme as ours and as the bare expression."""

    def angles() -> np.ndarray:
        return np.arange(LENGTH)[:, None] * BASE ** (-np.arange(0, DIM, 2) / DIM)

    def sinusoids() -> np.ndarray:
        table = np.empty((LENGTH, DIM))
        turned = angles()
        table[:, 0::2], table[:, 1::2] = np.sin(turned), np.cos(turned)
        return table

    def bias() -> np.ndarray:
        places = np.arange(WINDOW)
        offsets = places[None, :] - places[:, None]
        slopes = positional.alibi_slopes(HEADS)
        return np.where(offsets > 0, -np.inf, slopes[:, None, None] * offsets)

    buckets = np.random.default_rng(0).normal(size=(32, HEADS))  # only the time is looked at
    places = np.arange(WINDOW)

    def learned_bias() -> np.ndarray:
        offsets = places[None, :] - places[:, None]
        distance = np.abs(offsets)
        far = 8 + (np.log(np.maximum(distance, 8) / 8) / np.log(16) * 8).astype(np.int64)
        bucket = np.where(distance < 8, distance, np.minimum(far, 15)) + np.where(offsets > 0, 16, 0)
        return buckets[bucket].transpose(2, 0, 1)

    return [
        (f"sinusoidal {LENGTH:,} × {DIM:,}", lambda: positional.sinusoidal(LENGTH, DIM), sinusoids),
        (f"rotary angles {LENGTH:,} × {DIM:,}", lambda: positional.rotary_angles(LENGTH, DIM), angles),
        (f"ALiBi {HEADS} × {WINDOW:,}²", lambda: positional.alibi_bias(HEADS, WINDOW), bias),
        (f"T5's bias {HEADS} × {WINDOW:,}²", lambda: positional.relative_bias(buckets, WINDOW), learned_bias),
    ]


def against_numpy(what: str, call: Callable[[], object], bare: Callable[[], object]) -> Row:
    """Compare one formula with the bare expression."""
    seconds, theirs = best_of_both(call, bare)
    return Row(
        what,
        f"{seconds * 1000:.1f} ms",
        f"bare numpy {theirs * 1000:.1f} ms",
        seconds / theirs,
        1.5,
    )


def payload() -> Row:
    """What the heatmap of a large table sends, against px.imshow of the whole table."""
    table = positional.sinusoidal(LENGTH, DIM)
    figure = position_figure(table, together=2)
    size = len(figure.to_json().encode())
    whole = len(px.imshow(table.astype(np.float32)).to_json().encode())
    return Row(
        f"the heatmap of {LENGTH:,} × {DIM:,}: sent",
        f"{size / 1000:,.0f} kB",
        f"px.imshow of all {whole / 1000:,.0f} kB",
        size / 1000,
        600,
        "kB",
    )


async def reruns(address: str) -> float:
    """Return the median seconds of a rerun of a page with nothing on it."""
    visitor = Client(address)
    await visitor.connect()
    spent = [(await visitor.rerun())[0] for _ in range(STEPS)]
    await visitor.close()
    return float(np.median(spent))


async def steps(address: str, scheme: str) -> float:
    """Return the median seconds of a rerun with another length each time, in the visit of one person."""
    visitor = Client(address, PAGE, f"scheme={scheme}")
    await visitor.connect()
    length_field = visitor.fields["Length"]
    visitor.fields.clear()  # those of the reruns only: is it still this scheme?
    visitor.fields["Length"] = length_field
    spent = []
    for length in range(101, 101 + STEPS):
        drawn = len(visitor.pictures)
        seconds, _ = await visitor.rerun(numbers={"Length": length})
        spent.append(seconds)
        if len(visitor.pictures) == drawn:
            raise RuntimeError(f"A step to {length} positions drew nothing new.")
    if FIELDS[scheme] - visitor.fields.keys():
        raise RuntimeError(f"The page did not show {scheme}.")
    await visitor.close()
    return float(np.median(spent))
