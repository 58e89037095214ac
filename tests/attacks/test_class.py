"""What a hostile class does to the server: frames of its own making, too many connections, another folder."""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.runtime.app_session import AppSession

from embedlab import settings
from tests.support import ROOT
from ui import capacity, logs, models


def run(code: str, folder: Path, **environment: str) -> str:
    """Run Python in a process of its own, in another working directory."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


# F1
def test_a_frame_that_clears_caches_leaves_the_models_of_all_where_they_are() -> None:
    tokenizer = models.tokenizer("gpt2")
    visitor = types.SimpleNamespace(_session_state={})  # the state of this visitor alone
    AppSession._handle_clear_cache_request(visitor)  # type: ignore[arg-type]  # what the frame BackMsg.clear_cache does
    assert models.tokenizer("gpt2") is tokenizer


# F2
def small_house(visitors: capacity.Visitors) -> TestClient:
    async def talk(websocket: WebSocket) -> None:
        await websocket.accept()
        with contextlib.suppress(WebSocketDisconnect):
            await websocket.receive_text()

    async def page(request: Any) -> PlainTextResponse:
        return PlainTextResponse("page")

    routes = [Route("/healthz", page), Route("/", page), WebSocketRoute("/_stcore/stream", talk)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(capacity.Capacity, visitors=visitors)]))


@pytest.mark.bad_input("F19")
def test_a_full_house_says_so_and_goes_on() -> None:
    with small_house(capacity.Visitors(2)) as client:
        with client.websocket_connect("/_stcore/stream"), client.websocket_connect("/_stcore/stream"):
            full = client.get("/")
            assert full.status_code == 503
            assert "EmbedLab is full: 2 visitors are connected" in full.text
            assert full.headers["retry-after"] == full.headers["refresh"] == "60"
            assert client.get("/healthz").text == "page"
            with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
                pass
        assert client.get("/").text == "page"
        with client.websocket_connect("/_stcore/stream"):
            pass


def test_one_address_does_not_fill_a_large_house() -> None:
    visitors = capacity.Visitors(1_000)
    visitors.limit_of_address = 2
    with visitors.visit("10.0.0.1"), visitors.visit("10.0.0.1"):
        assert "full for your network: 2 visitors" in visitors.refuse("10.0.0.1")
        assert not visitors.refuse("10.0.0.2")
        assert not visitors.is_full
    assert not visitors.refuse("10.0.0.1")


def test_the_limit_of_descriptors_is_raised(tmp_path: Path) -> None:
    code = (
        "import resource; from ui.capacity import raise_descriptor_limit, visitors_at_most;"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (512, 1024));"
        "limit = raise_descriptor_limit(); print(limit, visitors_at_most(limit), visitors_at_most(10**9))"
    )
    limit, visitors, most = map(int, run(code, tmp_path).split())
    assert limit == 1024
    assert visitors * capacity.DESCRIPTORS_PER_VISITOR + capacity.RESERVE <= limit
    assert most == settings.VISITORS.default


def test_a_message_that_repeats_itself_is_logged_once() -> None:
    import logging

    once = logs.ReportOnce()
    records = [logging.LogRecord("asyncio", 40, "", 0, text, None, None) for text in ("a", "a", "b", "a")]
    assert [once.filter(record) for record in records] == [True, False, True, False]


# F3
def test_the_settings_do_not_depend_on_the_working_directory(tmp_path: Path) -> None:
    names = [
        "server.maxUploadSize",
        "browser.gatherUsageStats",
        "client.showErrorDetails",
        "runner.postScriptGC",
        "client.disableDataExport",  # F17: a CSV of Streamlit's own, in which "=cmd()" runs
    ]
    code = f"import app; from streamlit import config; print([config.get_option(name) for name in {names}])"
    assert run(code, tmp_path) == "[36, False, 'none', False, True]\n"
    colors = "import app; from streamlit import config; print(config.get_option('theme.light.primaryColor'))"
    assert run(colors, tmp_path) == "#0072B2\n"


def test_what_a_person_sets_in_the_environment_wins(tmp_path: Path) -> None:
    code = "import app; from streamlit import config; print(config.get_option('server.maxUploadSize'))"
    assert run(code, tmp_path, STREAMLIT_SERVER_MAX_UPLOAD_SIZE="7") == "7\n"


ALLOCATE = """
import ctypes, threading
from ui import memory

memory.share_arenas()
barrier = threading.Barrier(8)


def visit():
    held = [bytes(2_000) for _ in range(1_000)]
    barrier.wait()


threads = [threading.Thread(target=visit) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info(0, file := ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w")))
libc.fclose(file)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")
def test_the_threads_of_a_class_share_two_arenas(tmp_path: Path) -> None:
    assert 1 <= run(ALLOCATE, tmp_path).count("<heap nr=") <= 2
