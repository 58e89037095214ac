"""Tokenization: a megabyte against the bare engine, typing, and five thousand tokens in four columns."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import embedlab
from benchmarks.client import Client
from benchmarks.processes import ours
from benchmarks.report import Row

MEGABYTE = 1_000_000
COLUMNS = ("gpt2", "cl100k_base", "o200k_base", "all-MiniLM-L6-v2")
PROSE = " ".join(sentence.text for sentence in embedlab.texts.LANGUAGES if sentence.script == "Latin") + "\n"
MIXED = " ".join(sentence.text for sentence in embedlab.texts.LANGUAGES) + "\n"


def best_of_both(
    ours_call: Callable[[], object], bare_call: Callable[[], object], times: int = 9
) -> tuple[float, float]:
    """Return the shortest of several runs of each, taken in turns, in seconds."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for call, spent in zip((ours_call, bare_call), seconds, strict=True):
            begun = time.perf_counter()
            call()
            spent.append(time.perf_counter() - begun)
    return min(seconds[0]), min(seconds[1])


def measure() -> list[Row]:
    """Compare ours with the engines, and time the page's reruns."""
    text = (PROSE * (MEGABYTE // len(PROSE.encode()) + 1)).encode()[:MEGABYTE].decode(errors="ignore")
    rows = []
    for name in embedlab.names_of("tokenizer"):
        tokenizer = embedlab.load_tokenizer(name)
        bare = engine_call(tokenizer)
        ours_seconds, bare_seconds = best_of_both(lambda t=tokenizer: t.encode(text), lambda b=bare: b(text))
        rows.append(
            Row(
                f"1 MB to ids, {name}",
                f"{ours_seconds * 1000:,.0f} ms",
                f"bare engine {bare_seconds * 1000:,.0f} ms",
                ours_seconds / bare_seconds,
                1.1,
            )
        )
    with ours(warm=True) as server:
        rows += asyncio.run(reruns(server.address))
    return rows


def engine_call(tokenizer: embedlab.tokens.Tokenizer) -> Callable[[str], object]:
    """Return the bare library call behind a tokenizer."""
    engine = tokenizer._engine
    if hasattr(engine, "encode_ordinary"):
        return engine.encode_ordinary
    if hasattr(engine, "run"):
        return lambda text: engine._engine.encode(text, add_special_tokens=False).ids
    return engine.encode


async def reruns(address: str) -> list[Row]:
    """Time typing 2,000 characters and a rerun with four long columns."""
    rows = []
    query = "&".join(f"tokenizers={name}" for name in COLUMNS)
    typist = Client(address, "tokenization", query)
    await typist.connect()
    text = (MIXED * 3)[:2_000]
    seconds, sizes = [], []
    for place in range(20):  # a new text each time: nothing is kept
        spent, size = await typist.rerun(text={"Your text": text[: 1_980 + place]})
        seconds.append(spent)
        sizes.append(size)
    typed = sorted(seconds)[len(seconds) // 2]
    rows.append(
        Row(
            "a key typed at 2,000 characters, 4 columns",
            f"{typed * 1000:,.0f} ms",
            f"{sizes[-1] / 1e3:,.0f} kB",
            typed * 1000,
            100,
            "ms",
        )
    )
    for label, content in (("prose", PROSE), ("21 languages", MIXED)):
        visitor = Client(address, "tokenization", query)
        await visitor.connect()
        long = (content * 2_000)[:60_000]
        first, size = await visitor.rerun(text={"Paste it here": long})
        again = sorted([(await visitor.rerun(text={"Paste it here": long}))[0] for _ in range(10)])[5]
        rows += [
            Row(
                f"5,000 tokens in 4 columns, {label}: rerun",
                f"{again * 1000:,.0f} ms",
                f"first time {first * 1000:,.0f} ms",
                again * 1000,
                300,
                "ms",
            ),
            Row(
                f"5,000 tokens in 4 columns, {label}: sent",
                f"{size / 1e3:,.0f} kB",
                "limit 400 kB",
                size / 1e3,
                400,
                "kB",
            ),
        ]
        await visitor.close()
    await typist.close()
    return rows
