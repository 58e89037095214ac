"""The server itself: how it starts, what it tells browsers and whom it lets in, what it writes to its log."""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import websockets
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

import embedlab
from embedlab import settings
from tests.support import ROOT
from tests.support.browser import answers, free_port, wait_until
from ui import logs, readiness, warm_up
from ui.protection import Protection, content_policy
from ui.settings import apply_settings

# F27: without UTF-8 mode, every page of a server in such a folder failed
POOR = {"LC_ALL": "C", "PYTHONUTF8": "0", "LANG": "C"}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "log"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, log: Path) -> Iterator[str]:
    """A server in a folder with a letter beyond ASCII, on a machine whose encoding is ASCII."""
    folder = tmp_path_factory.mktemp("büro")
    shutil.copy(ROOT / "app.py", folder)
    for part in ("ui", "pages", "embedlab", ".streamlit"):
        shutil.copytree(ROOT / part, folder / part)
    port = free_port()
    environment = {**os.environ, **POOR, "PYTHONPATH": str(folder), "EMBEDLAB_AHEAD": "0"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "app.py", "--port", str(port)],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz", "warm"), seconds=120)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def fetch(address: str) -> Any:
    return urllib.request.urlopen(address, timeout=30)


def first_page(address: str, query: str) -> str:
    """Visit a page once and return all text that was sent."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = "glossary"
    sent = ""
    with connect(
        address.replace("http", "ws") + "/_stcore/stream",
        origin=websockets.Origin(address),
        subprotocols=[websockets.Subprotocol("streamlit")],
        max_size=None,
    ) as visitor:
        visitor.send(message.SerializeToString())
        while True:
            content = visitor.recv(timeout=120)
            assert isinstance(content, bytes)
            answer = ForwardMsg.FromString(content)
            sent += str(answer)
            if answer.WhichOneof("type") == "script_finished":
                return sent


@pytest.mark.bad_input("F24")
@pytest.mark.model
def test_a_page_is_sent_from_a_folder_with_any_letter(address: str) -> None:
    sent = first_page(address, "")
    assert "What do the words mean" in sent
    assert "exception {" not in sent


# F20
@pytest.mark.bad_input("F22")
@pytest.mark.model
def test_no_log_holds_what_a_visitor_typed(address: str, log: Path) -> None:
    first_page(address, "secret=private-words")
    for path in ("/private-path?q=private-words", "/_stcore/upload_file/private-session/x"):
        request = urllib.request.Request(address + path, method="PUT")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=30)
        refused.value.close()
    with connect(
        address.replace("http", "ws") + "/_stcore/stream?private-words",
        origin=websockets.Origin(address),
        subprotocols=[
            websockets.Subprotocol(name) for name in ("streamlit", "private-token", "private-session")
        ],
    ) as visitor:
        visitor.send(b"private-words")
        with pytest.raises(websockets.ConnectionClosed):
            [visitor.recv(timeout=60) for _ in range(1_000)]
    assert "private" not in log.read_text("utf-8")
    assert "EmbedLab is at" in log.read_text("utf-8")


def test_an_error_is_logged_by_its_type_and_place(caplog: pytest.LogCaptureFixture) -> None:
    def fail(text: str) -> None:
        raise KeyError(text)

    former = logging.getLogRecordFactory()
    logging.setLogRecordFactory(logs._plain_record)
    try:
        for name in ("streamlit.something", "embedlab.something"):
            try:
                fail("private")
            except KeyError:
                logging.getLogger(name).exception("A page failed")
        logging.getLogger("streamlit").warning("Session %s sent %d bytes: %r", "private", 12, ["private"])
        logging.getLogger("embedlab").warning("The warm-up of %s failed", "encoder")
    finally:
        logging.setLogRecordFactory(former)
    assert "private" not in caplog.text
    assert caplog.text.count("A page failed: KeyError <") == 2
    assert "test_server.py" in caplog.text
    assert "sent 12 bytes" in caplog.text
    assert "The warm-up of encoder failed" in caplog.text


# F24
def test_a_stage_that_failed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise MemoryError

    monkeypatch.setattr(readiness, "_failed", [])
    monkeypatch.setattr(readiness, "_finished", set())
    monkeypatch.setattr(readiness, "finish", bool)
    monkeypatch.setattr(warm_up, "GRACE", 0)
    monkeypatch.setattr(warm_up, "STAGES", {"tokens": bool, "encoder": fail})
    monkeypatch.setattr(warm_up.memory, "freeze", bool)
    monkeypatch.setattr(warm_up, "_convert_decoder", bool)
    monkeypatch.setattr(warm_up, "_compute_ahead", bool)
    warm_up._run()
    assert readiness.failed() == ["encoder"]


@pytest.mark.model
def test_the_health_of_the_server_names_failed_stages(address: str) -> None:
    with fetch(f"{address}/healthz") as answer:
        assert json.load(answer).keys() == {"warm", "failed", "stopping"}


# F25
@pytest.mark.model
@pytest.mark.parametrize("path", ["/", "/tokenization", "/healthz", "/_stcore/health"])
def test_every_answer_has_its_headers(address: str, path: str) -> None:
    with fetch(address + path) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"].endswith("; frame-ancestors 'self'")
    assert headers["Server"] is None


def test_only_scripts_of_this_server_and_of_the_shell_run() -> None:
    shell = "<script>1 + 1</script><p><script>2 + 2</script><script src='x'></script>"
    policy = dict(
        rule.split(" ", 1) for rule in content_policy(shell, ["https://moodle.example"]).split("; ")
    )
    sources = policy["script-src"].split()
    assert sources[:2] == ["'self'", "blob:"]
    assert all(source.startswith("'sha256-") for source in sources[2:])
    assert len(sources) == 4
    assert "unsafe-eval" not in str(policy)
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'self' https://moodle.example"


def small_server(*ancestors: str, hosts: Sequence[str] = ()) -> TestClient:
    async def talk(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.close()

    async def page(request: Any) -> PlainTextResponse:
        return PlainTextResponse("page")

    routes = [
        *(Route(path, page) for path in ("/lab/_stcore/metrics", "/", "/healthz", "/readyz", "/metrics")),
        WebSocketRoute("/stream", talk),
    ]
    middleware = [Middleware(Protection, policy=content_policy("", ancestors), hosts=hosts)]
    return TestClient(Starlette(routes=routes, middleware=middleware), base_url="http://lab.example")


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [
        ("http://lab.example", True),
        ("https://lab.example", True),  # a proxy speaks TLS
        (None, False),
        ("null", False),
        ("http://localhost:3000", False),
        ("http://lab.example.evil.example", False),
        ("http://lab.example@evil.example", False),
        ("https://evil.example", False),
    ],
)
def test_a_connection_comes_from_a_page_of_this_server(origin: str | None, is_let_in: bool) -> None:
    headers = {} if origin is None else {"origin": origin}
    with small_server() as client:
        if is_let_in:
            with client.websocket_connect("ws://lab.example/stream", headers=headers):
                pass
        else:
            with (
                pytest.raises(WebSocketDisconnect) as refused,
                client.websocket_connect("ws://lab.example/stream", headers=headers),
            ):
                pass
            assert refused.value.code == 1008


def test_another_origin_is_let_in_by_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.config.get_option", lambda name: ["https://course.example"])
    with (
        small_server() as client,
        client.websocket_connect("ws://lab.example/stream", headers={"origin": "https://course.example"}),
    ):
        pass


def test_streamlit_tells_no_metrics() -> None:
    assert small_server().get("/lab/_stcore/metrics").status_code == 404


@pytest.mark.parametrize(
    ("host", "is_let_in"),
    [
        ("lab.example", True),
        ("LAB.example.:8501", True),
        ("a.school.example", True),
        ("school.example", False),
        ("evil.example", False),
        ("lab.example.evil.example", False),
        ("lab.example@evil.example", False),
        ("127.0.0.1", False),
        ("", False),
    ],
)
def test_a_foreign_name_of_the_server_gets_a_sentence(host: str, is_let_in: bool) -> None:
    with small_server(hosts=["lab.example", "*.school.example"]) as client:
        answer = client.get("/", headers={"host": host})
        assert answer.status_code == (200 if is_let_in else 400)
        assert is_let_in or "EMBEDLAB_HOSTS" in answer.text
        for probe in ("/healthz", "/readyz", "/metrics"):  # asked by the address of the machine
            assert client.get(probe, headers={"host": host}).status_code == 200


def test_a_connection_by_a_foreign_name_is_refused() -> None:
    headers = {
        "host": "evil.example",
        "origin": "http://evil.example",
    }  # a name that was turned to this address
    with (
        small_server(hosts=["lab.example"]) as client,
        pytest.raises(WebSocketDisconnect) as refused,
        client.websocket_connect("/stream", headers=headers),
    ):
        pass
    assert refused.value.code == 1008


def test_a_course_page_may_hold_the_app_by_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDLAB_FRAME_ANCESTORS", "https://moodle.example https://*.x.org")
    sites = settings.FRAME_ANCESTORS.value().split()
    policy = small_server(*sites).get("/").headers["content-security-policy"]
    assert policy.endswith("; frame-ancestors 'self' https://moodle.example https://*.x.org")
    monkeypatch.setenv("EMBEDLAB_FRAME_ANCESTORS", "https://moodle.example evil;script-src")
    with pytest.raises(embedlab.InvalidInputError, match="must be addresses of sites"):
        settings.FRAME_ANCESTORS.value()


# F26
# F30
@pytest.mark.model
@pytest.mark.bad_input(53)
@pytest.mark.parametrize("size", [300_000, 3_000_000])
def test_a_link_that_is_too_long_to_be_read_gets_a_sentence(address: str, size: int) -> None:
    with pytest.raises(urllib.error.HTTPError) as answer:
        fetch(f"{address}/tokenization?text=" + "x" * size)
    assert answer.value.code == 414
    assert (
        b"longer than the 65,536 bytes that EmbedLab reads. Open the page without it" in answer.value.read()
    )
    answer.value.close()
    with fetch(f"{address}/tokenization?text=" + "x" * 50_000) as page:
        assert page.status == 200


@pytest.mark.model
def test_what_is_no_request_is_refused(address: str) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as client:
        client.sendall(b"\x16\x03\x01\x02\0 no request\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 400")


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.bad_input("F23")
def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = start("--port", f"{port}")
    assert ended.returncode == 1
    assert not ended.stdout
    assert ended.stderr == (
        f"EmbedLab cannot listen at 127.0.0.1, port {port} (Address already in use); "
        "choose others with --host or --port.\n"
    )


@pytest.mark.parametrize("arguments", [("--port", "99999"), ("--port", "-1"), ("--host", "no.such.invalid")])
def test_an_address_that_is_none_is_one_sentence(arguments: tuple[str, ...]) -> None:
    ended = start(*arguments)
    assert ended.returncode == 1
    assert not ended.stdout
    assert ended.stderr.count("\n") == 1
    assert "choose" in ended.stderr


def test_a_connection_sends_what_it_has_at_once() -> None:
    code = """
import socket
from app import listen
with listen("127.0.0.1", 0) as server, socket.create_connection(server.getsockname()):
    print(server.accept()[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert ended.stdout == "True\n"


# F28
@pytest.mark.model
def test_a_slash_at_the_end_keeps_the_prefix_of_a_proxy(address: str) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.build_opener(Stay).open(f"{address}/tokenization/?text=a%20b", timeout=30)
    assert answer.value.code == 307
    answer.value.close()
    assert answer.value.headers["Location"] == "../tokenization?text=a%20b"
    with fetch(f"{address}/tokenization/?text=a") as page:
        assert page.url == f"{address}/tokenization?text=a"


# what held
OUTSIDE = ("../app.py", "..%2fapp.py", "%2e%2e/%2e%2e/etc/passwd", "..%5capp.py", "/etc/passwd")
FOLDERS = ("", "static/", "media/", "component/", "_stcore/", "_stcore/upload_file/", "app/static/")


@pytest.mark.model
def test_no_address_leads_to_a_file_outside(address: str) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    for folder in FOLDERS:
        for path in OUTSIDE:
            client = http.client.HTTPConnection(host, int(port), timeout=30)
            client.request("GET", f"/{folder}{path}")  # as it stands, which urllib would make plain
            content = client.getresponse().read()
            client.close()
            assert b"root:" not in content
            assert b"build_shell" not in content


@pytest.mark.model
@pytest.mark.parametrize("has_token", [False, True])
def test_a_file_of_no_visitor_or_without_a_token_is_refused(address: str, has_token: bool) -> None:
    with fetch(f"{address}/_stcore/health") as answer:
        token = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Cookie": f"_streamlit_xsrf={token}"}
    headers |= {"X-Xsrftoken": token} if has_token else {}
    body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nx\r\n--b--\r\n'
    request = urllib.request.Request(f"{address}/_stcore/upload_file/nobody/1", body, headers, method="PUT")
    with pytest.raises(urllib.error.HTTPError) as refused:
        fetch(request)  # type: ignore[arg-type]
    assert refused.value.code == (400 if has_token else 403)
    refused.value.close()


@pytest.mark.model
def test_idle_sockets_and_half_headers_keep_nobody_out(address: str) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    with contextlib.ExitStack() as sockets:
        for number in range(200):
            client = sockets.enter_context(socket.create_connection((host, int(port)), timeout=30))
            if number % 2:
                client.sendall(b"PUT /_stcore/upload_file/nobody/1 HTTP/1.1\r\nContent-Length: 9\r\nX: ")
        with fetch(f"{address}/healthz") as answer:
            assert answer.status == 200


def upload_headers(address: str, size: int) -> dict[str, str]:
    """Return the headers of an upload that the server has given a token."""
    with fetch(f"{address}/_stcore/health") as answer:
        token = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
    return {
        "Content-Type": "multipart/form-data; boundary=b",
        "Content-Length": str(size),
        "Cookie": f"_streamlit_xsrf={token}",
        "X-Xsrftoken": token,
    }


@pytest.mark.bad_input("F32")
@pytest.mark.model
def test_slow_uploads_keep_nobody_out(address: str) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    lines = [f"{name}: {value}" for name, value in upload_headers(address, 1_000_000).items()]
    begun = "\r\n".join(["PUT /_stcore/upload_file/nobody/1 HTTP/1.1", f"Host: {host}", *lines, "", "--b"])
    with contextlib.ExitStack() as sockets:
        for _ in range(150):
            client = sockets.enter_context(socket.create_connection((host, int(port)), timeout=30))
            client.sendall(begun.encode())
        with fetch(f"{address}/healthz") as answer:
            assert answer.status == 200
        assert first_page(address, "")


@pytest.mark.bad_input("F32")
@pytest.mark.model
def test_a_file_beyond_the_limit_is_refused(address: str) -> None:
    apply_settings()
    size = (config.get_option("server.maxUploadSize") + 1) << 20
    assert size < 50 << 20  # the settings of the app are in place
    host, _, port = address.removeprefix("http://").partition(":")
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    body = head + bytes(size) + b"\r\n--b--\r\n"
    client = http.client.HTTPConnection(host, int(port), timeout=60)
    client.request("PUT", "/_stcore/upload_file/nobody/1", body, upload_headers(address, len(body)))
    assert client.getresponse().status in {400, 413}
    client.close()


def send_frame(address: str, content: bytes) -> None:
    """Send one frame, and wait for what comes of it."""
    with connect(
        address.replace("http", "ws") + "/_stcore/stream",
        origin=websockets.Origin(address),
        subprotocols=[websockets.Subprotocol("streamlit")],
    ) as attacker:
        attacker.send(content)
        attacker.recv(timeout=60)


@pytest.mark.bad_input("F32")
@pytest.mark.model
def test_a_frame_beyond_the_limit_ends_its_connection_and_no_other(address: str) -> None:
    apply_settings()
    size = (config.get_option("server.maxMessageSize") + 1) << 20
    assert size < 60 << 20
    with pytest.raises(websockets.ConnectionClosed) as closed:
        send_frame(address, bytes(size))
    assert closed.value.rcvd is None or closed.value.rcvd.code == 1009
    assert first_page(address, "")
