"""The proxy of `deploy/Caddyfile` in front of small servers that answer as EmbedLab does."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.browser import wait_until
from tests.support.proxy import running_proxy

COOKIE = "embedlab_server"


class Replica(ThreadingHTTPServer):
    """A server with a name, which may be full or stopping."""

    name = ""
    is_full = is_stopping = False

    @property
    def address(self) -> str:
        """Where it listens, as the proxy names it."""
        return f"127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Replica

    def do_GET(self) -> None:
        if self.path == "/healthz":
            health = {"warm": True, "failed": [], "stopping": self.server.is_stopping}
            self.send(200, json.dumps(health, separators=(",", ":")))
        elif self.server.is_full:
            self.send(503, "full", Refresh="60")
        else:
            self.send(200, f"{self.server.name} {self.path} {self.headers['X-Forwarded-For']}")

    def send(self, status: int, text: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def replica(name: str) -> Iterator[Replica]:
    server = Replica(("127.0.0.1", 0), Answer)
    server.name = name
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def replicas() -> Iterator[list[Replica]]:
    with ExitStack() as stack:
        yield [stack.enter_context(replica(name)) for name in ("one", "two")]


@pytest.fixture
def proxy(replicas: list[Replica], tmp_path: Path) -> Iterator[str]:
    with running_proxy(tmp_path, [each.address for each in replicas]) as address:
        yield address


def read(address: str, cookie: str = "", **headers: str) -> tuple[int, str, str]:
    """Return the status, the text, and the cookie that was set."""
    request = urllib.request.Request(
        address, headers={"Cookie": cookie, **{name.replace("_", "-"): headers[name] for name in headers}}
    )
    try:
        answer = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie", "").partition(";")[0]


def visitors(proxy: str) -> dict[str, str]:
    """Return the cookie that keeps a visitor with each server, by the server's name."""
    cookies: dict[str, str] = {}

    def look() -> bool:
        _, text, cookie = read(f"{proxy}/")
        cookies[text.split()[0]] = cookie
        return len(cookies) == 2

    wait_until(look, seconds=60)
    return cookies


def test_a_visitor_stays_with_a_server_as_long_as_it_serves(proxy: str, replicas: list[Replica]) -> None:
    cookies = visitors(proxy)
    for name, cookie in cookies.items():
        assert {read(f"{proxy}/", cookie)[1].split()[0] for _ in range(10)} == {name}
    one, two = replicas
    one.is_stopping = True  # as after a SIGTERM: it is looked for another
    wait_until(lambda: read(f"{proxy}/", cookies["one"])[1].startswith("two"), seconds=60)
    one.is_stopping = False
    wait_until(lambda: read(f"{proxy}/", cookies["one"])[1].startswith("one"), seconds=60)
    two.shutdown()
    two.server_close()  # dead at once: the same request is answered by the other
    assert read(f"{proxy}/", cookies["two"])[:2] == (200, "one / 127.0.0.1")
    one.shutdown()
    one.server_close()
    status, sentence, _ = read(f"{proxy}/", cookies["one"])
    assert status == 503
    assert "This page tries again by itself" in sentence


def test_a_full_server_says_so_and_lets_its_visitor_go(proxy: str, replicas: list[Replica]) -> None:
    cookies = visitors(proxy)
    replicas[0].is_full = True
    status, text, cookie = read(f"{proxy}/", cookies["one"])
    assert (status, text, cookie) == (503, "full", f"{COOKIE}=")  # the next time anybody may answer
    assert read(f"{proxy}/", cookies["two"])[0] == 200


def test_the_app_answers_below_a_path_and_metrics_stay_inside(proxy: str) -> None:
    assert read(f"{proxy}/lab/analogies?a=1")[1].split()[1:] == ["/analogies?a=1", "127.0.0.1"]
    assert read(f"{proxy}/lab?a=1")[1].split()[1] == "/?a=1"
    for path in ("/metrics", "/lab/metrics"):
        assert read(proxy + path)[0] == 404
    forged = read(f"{proxy}/", X_Forwarded_For="203.0.113.9")[1]
    assert forged.endswith(" 127.0.0.1")  # the proxy believes no visitor
