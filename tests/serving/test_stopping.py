"""A server in a process of its own, with a small app: how it ends, and whose word it takes for an address."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support import ROOT
from tests.support.browser import answers, free_port, wait_until

APP = """
import asyncio, socket, sys
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from ui import readiness
from ui.health import HEALTH_ROUTES
from ui.serving import build_server

may_end = asyncio.Event()

async def rerun():  # no request is open meanwhile: a page is drawn for a websocket
    with readiness.visit():
        await may_end.wait()
        print("whole", flush=True)

async def draw(request):
    app.state.rerun = asyncio.create_task(rerun())
    return PlainTextResponse("")

async def end(request):
    may_end.set()
    return PlainTextResponse("")

async def address(request):
    return PlainTextResponse(request.client.host)

readiness.finish()
app = Starlette(routes=[*HEALTH_ROUTES, Route("/draw", draw), Route("/end", end), Route("/address", address)])
build_server(app).run(sockets=[socket.create_server(("127.0.0.1", int(sys.argv[1])))])
"""


@contextmanager
def small_server(**environment: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", APP, str(port)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
    )
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz", "warm"), seconds=120)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.communicate(timeout=20)


def read(address: str, **headers: str) -> str:
    request = urllib.request.Request(
        address, headers={name.replace("_", "-"): headers[name] for name in headers}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(answer.read().decode())


def test_a_server_is_not_ready_first_then_draws_to_the_end_then_closes() -> None:
    with small_server(EMBEDLAB_DRAIN_SECONDS="0") as (address, process):
        read(f"{address}/draw")
        process.send_signal(signal.SIGTERM)
        wait_until(lambda: is_stopping(address), seconds=20)
        time.sleep(1)  # long after the time to drain, which is 0
        assert is_stopping(address)
        read(f"{address}/end")  # a visitor who is here is served to the end
        assert process.stdout is not None
        assert process.stdout.readline() == b"whole\n"
        assert process.wait(20) == -signal.SIGTERM


def is_stopping(address: str) -> bool:
    """Whether the server says that it takes nobody, and why."""
    try:
        return "ready" not in read(f"{address}/readyz")
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code == 503 and "stopping" in answer.read().decode()


@pytest.mark.parametrize(("proxies", "address"), [("10.0.0.0/8", "127.0.0.1"), ("127.0.0.1", "203.0.113.9")])
def test_the_word_of_a_proxy_counts_only_where_a_setting_names_it(proxies: str, address: str) -> None:
    with small_server(EMBEDLAB_PROXIES=proxies) as (server, _):
        assert read(f"{server}/address", X_Forwarded_For="203.0.113.9") == address
