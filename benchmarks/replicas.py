"""Two servers behind the proxy of `deploy/`: are they faster than one, and does a class survive losing one?

First as many reruns as possible, of visitors who each type another word: one server behind the proxy, then
two. Then a class for some minutes, each with 5 to 15 seconds between two words, of whom nobody should see an
error. In the middle one server is killed, and started again; its visitors connect again, as browsers do.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import numpy as np
import websockets

from benchmarks.client import Client
from benchmarks.processes import ROOT, Server, answers, free_port, ours
from benchmarks.report import Row
from benchmarks.visitors import vocabulary

SERVERS = 2
PAGE, FIELD = "analogies", "as"
BUSY_VISITORS, BUSY_SECONDS = 16, 20.0
THINK = (5.0, 15.0)  # seconds between two words of a visitor
AGAIN = 0.5  # seconds between two attempts to connect
PATIENCE = 30.0  # seconds: who is not back by then has met an error
DOWN_SECONDS = 20.0  # until the killed server is started again


@dataclass
class Visits:
    """What a class met with."""

    seconds: list[float] = field(default_factory=list)  # of each rerun
    away: list[float] = field(default_factory=list)  # of each who lost the server, until the page was back
    errors: Counter[str] = field(default_factory=Counter)


def measure(minutes: float, visitors: int) -> list[Row]:
    """Compare one server with two, then let a class in for some minutes."""
    rates, visits = [], Visits()
    with ExitStack() as stack:
        servers = [stack.enter_context(ours(warm=True)) for _ in range(SERVERS)]
        for count in (1, SERVERS):
            with proxy(servers[:count]) as address:
                rates.append(asyncio.run(reruns_a_second(address)))
                print(f"{count} behind the proxy: {rates[-1]:,.1f} reruns a second", flush=True)
        with proxy(servers) as address:
            asyncio.run(let_in(address, servers[0], minutes * 60, visitors, visits))
    return [
        Row(
            "reruns a second, two servers",
            f"{rates[1]:,.1f}",
            f"one: {rates[0]:,.1f}",
            rates[1] / rates[0],
            1.7,
            at_least=True,
        ),
        Row(
            f"errors of {visitors} visitors in {minutes:g} minutes",
            f"{visits.errors.total()} {dict(+visits.errors) or ''}, {len(visits.seconds):,} reruns",
            "goal of the design",
            visits.errors.total(),
            0,
            "",
        ),
        Row(
            "their reruns, p95",
            f"{np.percentile(visits.seconds, 95) * 1000:,.0f} ms",
            "goal of the design",
            float(np.percentile(visits.seconds, 95)) * 1000,
            500,
            "ms",
        ),
        Row(
            "back after a server was killed, the last of them",
            f"{len(visits.away)} visitors, {max(visits.away, default=0):.1f} s",
            "goal of the design",
            max(visits.away, default=0),
            10,
            "s",
        ),
    ]


@contextmanager
def proxy(servers: list[Server]) -> Iterator[str]:
    """Start Caddy in front of servers; yields its address."""
    program = shutil.which("caddy")
    if program is None:
        sys.exit("This benchmark needs Caddy (Debian: apt-get install caddy).")
    address = f"http://127.0.0.1:{free_port()}"
    replicas = " ".join(server.address.removeprefix("http://") for server in servers)
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            [program, "run", "--adapter", "caddyfile", "--config", str(ROOT / "deploy" / "Caddyfile")],
            env={"EMBEDLAB_SITE": address, "EMBEDLAB_REPLICAS": replicas, "HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not answers(f"{address}/healthz", "true"):
                time.sleep(0.1)
            time.sleep(3)  # until each server has been asked for its health
            yield address
        finally:
            process.terminate()
            process.wait(30)


def cookie_of(address: str) -> str:
    """Return the cookie that keeps a new visitor with a server."""
    with urllib.request.urlopen(f"{address}/", timeout=60) as answer:
        return str(answer.headers["Set-Cookie"]).partition(";")[0]


async def reruns_a_second(address: str) -> float:
    """Return how many words of visitors who do not pause are answered in a second."""
    visitors = [Client(address, PAGE, cookie=cookie, is_quick=True) for cookie in await even_cookies(address)]
    for visitor in visitors:
        await visitor.connect()
    begun = time.perf_counter()
    counts = await asyncio.gather(
        *(type_without_pause(visitor, seed, begun + BUSY_SECONDS) for seed, visitor in enumerate(visitors))
    )
    seconds = time.perf_counter() - begun
    for visitor in visitors:
        await visitor.close()
    return sum(counts) / seconds


async def even_cookies(address: str) -> list[str]:
    """Return cookies that spread the busy visitors evenly, as chance does with hundreds of visitors."""
    cookies = {await asyncio.to_thread(cookie_of, address) for _ in range(40)}
    return (list(cookies) * BUSY_VISITORS)[:BUSY_VISITORS]


async def type_without_pause(visitor: Client, seed: int, until: float) -> int:
    chance, count = random.Random(seed), 0
    while time.perf_counter() < until:
        await visitor.rerun({FIELD: chance.choice(vocabulary())})
        count += 1
    return count


async def let_in(address: str, victim: Server, seconds: float, count: int, visits: Visits) -> None:
    """Let a class in; kill one server in the middle, and start it again."""
    begun = time.monotonic()
    tasks = [asyncio.create_task(stay(address, seed, begun + seconds, visits)) for seed in range(count)]
    await asyncio.sleep(seconds / 2)
    victim.process.kill()
    await asyncio.to_thread(victim.process.wait)
    print(f"killed after {time.monotonic() - begun:.0f} s: {len(visits.seconds):,} reruns", flush=True)
    await asyncio.sleep(min(DOWN_SECONDS, seconds / 8))
    port = victim.address.rpartition(":")[2]
    again = subprocess.Popen(
        [sys.executable, "app.py", "--port", port],
        cwd=ROOT,
        env={**os.environ, "EMBEDLAB_RERUNS_A_SECOND": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await asyncio.gather(*tasks)
    finally:
        again.terminate()
        await asyncio.to_thread(again.wait)


async def stay(address: str, seed: int, until: float, visits: Visits) -> None:
    """Be one visitor, who connects again when the server is lost."""
    chance = random.Random(seed)
    visitor = Client(address, PAGE, cookie=await asyncio.to_thread(cookie_of, address), is_quick=True)
    await asyncio.sleep(chance.uniform(0, THINK[1]))
    is_connected = await connect(visitor, visits)
    while time.monotonic() < until and is_connected:
        await asyncio.sleep(chance.uniform(*THINK))
        try:
            async with asyncio.timeout(PATIENCE):
                seconds, _ = await visitor.rerun({FIELD: chance.choice(vocabulary())})
            visits.seconds.append(seconds)
        except (OSError, websockets.ConnectionClosed):
            begun = time.monotonic()
            is_connected = await connect(visitor, visits)
            visits.away.append(time.monotonic() - begun)
        except TimeoutError:
            visits.errors["no answer"] += 1
            is_connected = await connect(visitor, visits)
        visits.errors["error box"] += visitor.errors
        visitor.errors = 0
    if is_connected:
        await visitor.close()


async def connect(visitor: Client, visits: Visits) -> bool:
    """Connect, and try again for a while, as a browser does; whether it was possible."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            async with asyncio.timeout(PATIENCE):
                await visitor.connect()
            return True
        except (OSError, TimeoutError, websockets.WebSocketException):
            await asyncio.sleep(AGAIN)
    visits.errors["cannot connect"] += 1
    return False
