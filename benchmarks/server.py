"""The server: reruns for one visitor and for a class, during the warm-up, memory, the first page."""

from __future__ import annotations

import asyncio
import time

from benchmarks.client import Client, crowd
from benchmarks.processes import Server, empty_app, ours, stock
from benchmarks.report import Row

PAGE = "analogies"
CLASS = 30
FIRST_VISITORS, MORE_VISITORS = 100, 200
FIRST_PAGES = 5
MESSAGES, PROCESSOR_MS = 50, 8  # of a rerun; 46 and 8 ms were those of a page with a third of its experiments
COUNTED = 100  # reruns


def ms(seconds: float) -> str:
    """Write seconds as milliseconds."""
    return f"{seconds * 1000:,.0f} ms"


def measure() -> list[Row]:
    """Compare our server with stock `streamlit run` and with an empty `st.App`."""
    rows: list[Row] = []
    peers = {}
    for our_pages in (True, False):
        page = PAGE if our_pages else ""
        with stock(our_pages=our_pages) as peer:
            asyncio.run(crowd(peer.address, page, clients=1, reruns=3))  # its libraries are loaded by a visit
            alone = asyncio.run(crowd(peer.address, page, clients=1, reruns=20))
            peers[our_pages] = alone, asyncio.run(crowd(peer.address, page, clients=CLASS, reruns=3))
    stock_one, stock_class = peers[True]
    with empty_app() as peer:
        empty_one = asyncio.run(crowd(peer.address, "", clients=1, reruns=100))
    with ours(warm=False) as server:
        warming = asyncio.run(during_warm_up(server))
    with ours(warm=True) as server:
        asyncio.run(crowd(server.address, PAGE, clients=1, reruns=5))
        messages, seconds = asyncio.run(cost(server))
        memory = server.memory()
        each = asyncio.run(hold(server))
        one = asyncio.run(crowd(server.address, PAGE, clients=1, reruns=50))
        school = asyncio.run(crowd(server.address, PAGE, clients=CLASS, reruns=10))
        hundred = asyncio.run(crowd(server.address, PAGE, clients=100, reruns=3, think=8))
    stock_p95 = stock_class.p(95)
    rows.append(
        Row(
            "rerun, one visitor (cached result), p50",
            ms(one.p(50)),
            f"stock {ms(stock_one.p(50))}",
            one.p(50) * 1000,
            30,
            "ms",
        )
    )
    rows.append(
        Row("messages of a rerun", f"{messages}", "goal of the design", messages, MESSAGES),
    )
    rows.append(
        Row(
            "processor time of a rerun", f"{seconds * 1000:.1f} ms", "goal of the design",
            seconds * 1000, PROCESSOR_MS, "ms",
        )
    )  # fmt: skip
    rows.append(
        Row(
            "rerun, one visitor, against an empty st.App",
            ms(one.p(50)),
            f"empty {ms(empty_one.p(50))}",
            one.p(50) / empty_one.p(50),
            3,
        )
    )
    rows.append(
        Row(
            f"{CLASS} busy visitors, p95, the same page",
            ms(school.p(95)),
            f"stock {ms(stock_p95)}",
            school.p(95) / stock_p95,
            1 / 50,
        )
    )
    three = peers[False][1].p(95)
    rows.append(
        Row(
            f"{CLASS} busy visitors, p95, our page against three elements",
            ms(school.p(95)),
            f"stock, three elements {ms(three)}",
            school.p(95) / three,
            1 / 50,
        )
    )
    rows.append(
        Row(
            f"{CLASS} busy visitors while warming up, p95",
            ms(warming),
            f"stock, warm: {ms(stock_p95)}",
            warming / stock_p95,
            1 / 10,
        )
    )
    rows.append(
        Row(
            "100 visitors, 8 s between reruns, p95",
            ms(hundred.p(95)),
            "goal of the design",
            hundred.p(95) * 1000,
            500,
            "ms",
        )
    )
    rows.append(
        Row("memory after the warm-up", f"{memory:,.0f} MB", "goal of the design", memory, 1000, "MB")
    )
    rows.append(Row("memory for each further visitor", f"{each:.2f} MB", "goal of the design", each, 1, "MB"))
    rows.append(first_page())
    return rows


async def cost(server: Server) -> tuple[int, float]:
    """Return the messages and the seconds of processor time that a rerun costs the server."""
    visitor = Client(server.address, PAGE)
    await visitor.connect()
    await visitor.rerun()
    begun = server.processor_seconds()
    for _ in range(COUNTED):
        await visitor.rerun()
    spent = server.processor_seconds() - begun
    await visitor.close()
    return visitor.messages, spent / COUNTED


async def during_warm_up(server: Server) -> float:
    """Return the p95 of a class that arrives while the models are being loaded."""
    timings = await crowd(server.address, "tokenization", clients=CLASS, reruns=10)
    return timings.p(95)


async def hold(server: Server) -> float:
    """Let visitors come and stay; returns the MB that each of the later ones adds.

    The first hundred fill what the warm-up has left free in the heap, so they are not counted.
    """
    visitors: list[Client] = []
    memory = []
    for count in (FIRST_VISITORS, MORE_VISITORS):
        for _ in range(count):
            visitors.append(Client(server.address, PAGE))
            await visitors[-1].connect()
        memory.append(server.memory())
    for visitor in visitors:
        await visitor.close()
    return (memory[1] - memory[0]) / MORE_VISITORS


def first_page() -> Row:
    """Compare the time from starting the process to the first finished page."""
    times: dict[str, list[float]] = {"ours": [], "empty": []}
    for _ in range(FIRST_PAGES):
        for name, start in (("ours", lambda: ours(warm=False)), ("empty", empty_app)):
            with start() as server:
                asyncio.run(visit_once(server))
                times[name].append(time.perf_counter() - server.started)
    mine, empty = (sorted(values)[FIRST_PAGES // 2] for values in times.values())
    return Row("process start to first page", ms(mine), f"empty st.App {ms(empty)}", mine / empty, 1.5)


async def visit_once(server: Server) -> None:
    """Open the home page and leave."""
    visitor = Client(server.address)
    await visitor.connect()
    await visitor.close()
