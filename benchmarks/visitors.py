"""An hour of a mixed class: is what the server holds flat once it is warm?

Each visitor types texts, changes pages, draws maps and cancels some, uploads small tables, follows nonsense
links and closes the tab, with 10 to 20 seconds between. Memory, descriptors, threads and visitors are read
every 30 seconds. It is flat if the last third of what follows the warm-up holds no more than the first third,
but for a few percent.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import websockets

import embedlab
from benchmarks.client import Client
from benchmarks.processes import Server, ours
from benchmarks.report import Row

EVERY = 30.0  # seconds between two readings
WARM_UP = 1 / 4  # of the time: caches fill, and 128 sessions of those who left are remembered
THINK = (10.0, 20.0)  # seconds
PATIENCE = 120.0  # seconds for one action
WATCHED = 40  # looks at the progress of a fit
ALLOWED = 1.05  # the last third against the first
PAGES = ("", "tokenization", "lookup", "embedding-space", "analogies", "positional-encoding")
PAGES = (*PAGES, "static-vs-contextual", "training", "attention", "search", "applications", "glossary")
NONSENSE = (
    "n=NaN",
    "show=%00",
    "text=" + "x" * 5_000,
    "part=<script>",
    "%F0%28=1",
    "map=../../etc",
    "a=&b=&c=",
)
FIGURES = ("memory of the server", "memory of its children", "descriptors", "threads", "visitors")
UNITS = ("MB", "MB", "", "", "")


@dataclass
class Readings:
    """What was read, one row each time: seconds, then `FIGURES`."""

    rows: list[tuple[float, ...]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)  # action -> how often
    failed: Counter[str] = field(default_factory=Counter)  # type of an exception of a visitor -> how often
    errors: int = 0  # boxes with an error


def measure(minutes: float, visitors: int) -> list[Row]:
    """Let a class in for some minutes; prints every reading."""
    with ours(warm=True) as server:
        readings = asyncio.run(visit(server, minutes * 60, visitors))
    print(
        f"{sum(readings.done.values()):,} actions: {dict(readings.done)}; failed: {dict(readings.failed)}\n"
    )
    rows = [
        Row("error boxes", f"{readings.errors}", "goal of the design", readings.errors, 0, ""),
    ]
    table = np.array(readings.rows)
    warm = table[table[:, 0] >= WARM_UP * table[-1, 0]]
    third = max(1, len(warm) // 3)
    for number, (name, unit) in enumerate(zip(FIGURES, UNITS, strict=True), 1):
        start, end = table[0, number], table[-1, number]
        first, last = np.median(warm[:third, number]), np.median(warm[-third:, number])
        said = f"{start:,.0f} at the start, {first:,.0f} warm, {last:,.0f} in the last third, "
        said += f"{end:,.0f} when all have left"
        rows.append(Row(f"{name}, {unit}".strip(", "), said, "itself, warm", last / max(first, 1), ALLOWED))
    return rows


async def visit(server: Server, seconds: float, count: int) -> Readings:
    """Let visitors come one after the other, go on for some seconds, and leave."""
    readings = Readings()
    begun = time.monotonic()
    readings.rows.append((0.0, *read(server)))
    tasks = [
        asyncio.create_task(stay(server.address, seed, begun + seconds, readings)) for seed in range(count)
    ]
    while (now := time.monotonic() - begun) < seconds:
        readings.rows.append((now, *read(server)))
        print(" ".join(f"{value:8,.0f}" for value in readings.rows[-1]), dict(readings.failed), flush=True)
        await asyncio.sleep(EVERY)
    await asyncio.gather(*tasks)
    readings.rows.append((time.monotonic() - begun, *read(server)))
    return readings


async def stay(address: str, seed: int, until: float, readings: Readings) -> None:
    """Be one visitor."""
    chance = random.Random(seed)
    await asyncio.sleep(chance.uniform(0, THINK[1]))
    visitor = None
    while time.monotonic() < until:
        name = chance.choices(list(ACTIONS), [weight for weight, _ in ACTIONS.values()])[0]
        try:
            async with asyncio.timeout(PATIENCE):
                if visitor is None:
                    visitor = Client(address)
                    await visitor.connect()
                await ACTIONS[name][1](visitor, chance)
            readings.done[name] += 1
        except (OSError, TimeoutError, KeyError, websockets.WebSocketException) as error:
            readings.failed[f"{name}: {type(error).__name__}"] += 1
            await leave(visitor)
            visitor = None
        if visitor is not None:
            readings.errors, visitor.errors = readings.errors + visitor.errors, 0
            if visitor.socket.close_code is not None:
                visitor = None  # the tab was closed; another one is opened
        await asyncio.sleep(chance.uniform(*THINK))
    await leave(visitor)


async def leave(visitor: Client | None) -> None:
    """Close the tab, where there is one."""
    if visitor is not None and hasattr(visitor, "socket"):
        await visitor.close()


async def type_text(visitor: Client, chance: random.Random) -> None:
    visitor.page, visitor.query = chance.choice(
        [
            ("", f"text={sentence(chance, 8)}"),
            ("tokenization", f"text={sentence(chance, 20)}"),
            ("lookup", f"text={sentence(chance, 6)}"),
            ("attention", f"text={sentence(chance, 8)}"),
            ("search", f"search={sentence(chance, 4)}"),
            ("analogies", "a={}&b={}&c={}".format(*words(chance, 3))),
        ]
    )
    await visitor.run()


async def change_page(visitor: Client, chance: random.Random) -> None:
    visitor.page, visitor.query = chance.choice(PAGES), ""
    await visitor.run()


async def draw_map(visitor: Client, chance: random.Random) -> None:
    """Begin a fit and watch it to its end, or cancel it."""
    own = "%2C+".join(words(chance, 12))
    visitor.page = "embedding-space"
    visitor.query = f"map={chance.choice(['PCA', 't-SNE', 'UMAP'])}&words={own}"
    await visitor.run()
    run = next((label for label in visitor.buttons if label.startswith("Run")), None)
    if run is not None:
        await visitor.press(run)
    for look in range(WATCHED):
        if not visitor.watched:
            return
        if look == 1 and "Cancel" in visitor.buttons and chance.random() < 0.3:
            await visitor.press("Cancel")
            return
        await asyncio.sleep(0.5)
        await visitor.watch()


async def upload(visitor: Client, chance: random.Random) -> None:
    visitor.page, visitor.query = "glossary", ""  # a link counts where the page was not open before
    await visitor.run()
    visitor.page, visitor.query = "embedding-space", "show=your+table"
    await visitor.run()
    count, dim = chance.randrange(20, 1_500), chance.randrange(4, 60)
    rows = (f"w{row} " + " ".join(f"{chance.gauss(0, 1):.3f}" for _ in range(dim)) for row in range(count))
    await visitor.upload("A table of vectors", f"{count}.txt", "\n".join(rows).encode())


async def nonsense(visitor: Client, chance: random.Random) -> None:
    visitor.page, visitor.query = chance.choice(PAGES), chance.choice(NONSENSE)
    await visitor.run()


async def close_tab(visitor: Client, chance: random.Random) -> None:
    """Leave, as a rule in the middle of a run."""
    visitor.page = chance.choice(PAGES)
    with_run = asyncio.create_task(visitor.run())
    await asyncio.sleep(chance.uniform(0, 0.3))
    with_run.cancel()
    await visitor.close()


ACTIONS = {  # name -> how often, what
    "text": (35, type_text),
    "page": (25, change_page),
    "map": (12, draw_map),
    "upload": (8, upload),
    "nonsense": (8, nonsense),
    "closed tab": (12, close_tab),
}


def words(chance: random.Random, count: int) -> list[str]:
    """Return words of the vocabulary."""
    return chance.sample(vocabulary(), count)


def sentence(chance: random.Random, count: int) -> str:
    """Return words of the vocabulary as a link holds them."""
    return "+".join(words(chance, count))


def vocabulary() -> list[str]:
    """Return the most frequent words that are letters only."""
    if not _vocabulary:
        frequent = embedlab.load_word_vectors("glove-6b-50d").words[:30_000]
        _vocabulary.extend(word for word in frequent if word.isascii() and word.isalpha())
    return _vocabulary


_vocabulary: list[str] = []


def read(server: Server) -> tuple[float, ...]:
    """Return what the server holds now, in the order of `FIGURES`."""
    pid = server.process.pid
    folder = Path(f"/proc/{pid}")
    threads = int(re.search(r"Threads:\s+(\d+)", (folder / "status").read_text()).group(1))  # type: ignore[union-attr]
    with urllib.request.urlopen(f"{server.address}/metrics", timeout=60) as answer:
        visitors = re.findall(r"^embedlab_visitors (\d+)", answer.read().decode(), re.MULTILINE)
    below = sum(memory(child) for child in children(pid))
    return memory(pid), below, len(list((folder / "fd").iterdir())), threads, sum(map(int, visitors))


def memory(pid: int) -> float:
    """Return the resident memory of a process in MB, 0 if it has ended."""
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found.group(1)) / 1024 if found else 0.0


def children(pid: int) -> Iterator[int]:
    """Return the processes below one."""
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            yield int(child)
            yield from children(int(child))
