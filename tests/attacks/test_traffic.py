"""What a crafted client sends too much of: reruns, connections, files."""

from __future__ import annotations

import asyncio
import types
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

import embedlab
from embedlab import settings
from ui import fits, own_table, pace, readings, uploads

RERUNS = settings.RERUNS_A_SECOND.default

# F10


def rerun(fragment: str = "") -> bytes:
    message = BackMsg()
    message.rerun_script.fragment_id = fragment
    message.rerun_script.page_name = "space"
    return message.SerializeToString()


def waits(frames: list[bytes], sockets: int = 1, *, a_second: float = 1_000.0) -> list[float]:
    """Return when each frame reaches the app, at a standing clock: the sum of its waits."""
    clock = [0.0]
    arrived: list[float] = []

    async def sleep(seconds: float) -> None:
        clock[0] += seconds

    async def app(scope: Any, receive: Any, send: Any) -> None:
        for _ in frames:
            clock[0] += 1 / a_second
            await receive()
            arrived.append(clock[0])

    async def connect(paced: pace.Paced) -> None:
        queue = iter(frames)

        async def receive() -> dict[str, Any]:
            return {"type": "websocket.receive", "bytes": next(queue)}

        await paced({"type": "websocket", "client": ("10.0.0.1", 1)}, receive, None)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pace.time, "monotonic", lambda: clock[0])
        patch.setattr(pace.asyncio, "sleep", sleep)
        paced = pace.Paced(app, reruns=RERUNS)
        for _ in range(sockets):
            # in a thread of its own: a browser of other tests has a running loop in this one
            with ThreadPoolExecutor(1) as thread:
                thread.submit(asyncio.run, connect(paced)).result()
    return arrived


@pytest.mark.bad_input("F20")
def test_a_storm_of_reruns_is_slowed_down_and_nothing_is_lost() -> None:
    arrived = waits([rerun()] * 400)
    assert len(arrived) == 400
    assert arrived[50] < 0.1  # a burst passes
    assert arrived[-1] == pytest.approx((400 - pace.BURST) / RERUNS, rel=0.05)


def test_many_connections_of_one_address_share_a_limit() -> None:
    arrived = waits([rerun()] * 50, sockets=40)
    assert arrived[pace.CLASS * int(pace.BURST) - 20] < 1
    assert arrived[-1] == pytest.approx((40 * 50 - pace.CLASS * pace.BURST) / (pace.CLASS * RERUNS), rel=0.05)


def test_a_class_behind_one_address_waits_for_nothing() -> None:
    # a hundred visitors: the page, then three clicks each within twenty seconds
    assert waits([rerun()] * 4, sockets=100, a_second=20.0)[-1] == pytest.approx(400 / 20)


def test_typing_and_watching_a_fit_wait_for_nothing() -> None:
    assert waits([rerun()] * 200, a_second=5.0)[-1] == pytest.approx(200 / 5)
    assert waits([rerun("watch")] * 600, a_second=20.0)[-1] == pytest.approx(600 / 20)


@pytest.mark.parametrize("content", [b"\xff" * 100, b"\0" * (2 << 20)])
def test_a_frame_that_is_none_counts(content: bytes) -> None:
    assert waits([content] * 200)[-1] >= 2


# F11, F12

HERE = {"ada", "bob", "cy"}


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> MemoryUploadedFileManager:
    manager = MemoryUploadedFileManager("/_stcore/upload_file")
    runtime = types.SimpleNamespace(uploaded_file_mgr=manager, is_active_session=lambda name: name in HERE)
    monkeypatch.setattr(uploads.Runtime, "instance", lambda: runtime)
    monkeypatch.setattr(uploads, "MB", 1)  # limits in bytes
    return manager


def server(storage: MemoryUploadedFileManager, limit: int = 2_000) -> TestClient:
    async def put(request: Request) -> Response:
        async with request.form() as form:
            (file,) = form.values()
            assert not isinstance(file, str)
            session, name = request.path_params["session"], request.path_params["file"]
            storage.add_file(session, UploadedFileRec(name, "", "", await file.read()))
        return Response(status_code=204)

    route = Route("/lab/_stcore/upload_file/{session}/{file}", put, methods=["PUT"])
    return TestClient(Starlette(routes=[route], middleware=[Middleware(uploads.Uploads, limit=limit)]))


def upload(client: TestClient, session: str, name: str, size: int) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n%s\r\n--b--\r\n'
    content = body % (b"x" * (size - len(body) + 2))
    assert len(content) == size
    headers = {"content-type": "multipart/form-data; boundary=b"}
    answer = client.put(f"/lab/_stcore/upload_file/{session}/{name}", content=content, headers=headers)
    assert answer.status_code == 204


def read(storage: MemoryUploadedFileManager, session: str, name: str) -> bytes:
    (file,) = storage.get_files(session, [name])
    return uploads.content_of(types.SimpleNamespace(getvalue=lambda: file.data))


@pytest.mark.bad_input("F21")
def test_files_of_one_visitor_have_a_limit(
    storage: MemoryUploadedFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "OF_ONE", 1_000)
    client = server(storage)
    upload(client, "ada", "1", 900)
    upload(client, "ada", "2", 900)
    assert set(read(storage, "ada", "1")) == {ord("x")}
    with pytest.raises(embedlab.UnavailableError, match=r"not kept: with it you would have 1,7.. MB"):
        read(storage, "ada", "2")
    storage.remove_file("ada", "1")
    storage.remove_file("ada", "2")
    upload(client, "ada", "3", 900)  # there is room again
    assert set(read(storage, "ada", "3")) == {ord("x")}


@pytest.mark.bad_input("F21")
def test_files_of_all_visitors_have_a_limit_and_those_who_left_go_first(
    storage: MemoryUploadedFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "OF_ONE", 1_000)
    client = server(storage)
    for session in ("ada", "gone", "bob"):
        upload(client, session, "1", 900)
    assert not storage.get_files("gone", ["1"])
    assert set(read(storage, "bob", "1")) == {ord("x")}
    upload(client, "cy", "1", 900)
    with pytest.raises(embedlab.UnavailableError, match=r"all visitors would have .* which takes 2,000"):
        read(storage, "cy", "1")


# F11
def test_a_refused_file_is_not_kept(
    storage: MemoryUploadedFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.add_file("ada", UploadedFileRec("1", "big.pkl", "", b"\x80\x04" + b"x" * (2 << 20)))
    storage.add_file("ada", UploadedFileRec("2", "small.pkl", "", b"\x80\x04small"))
    context = types.SimpleNamespace(session_id="ada", uploaded_file_mgr=storage)
    monkeypatch.setattr(uploads, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr(fits, "visitor", lambda: "ada")
    monkeypatch.setattr(
        readings,
        "st",
        types.SimpleNamespace(session_state={}, context=types.SimpleNamespace(ip_address=None)),
    )
    monkeypatch.setattr(fits, "SHORT", 60.0)
    for number in "12":
        (record,) = storage.get_files("ada", [number])
        request = own_table.Request(UploadedFile(record, FileURLs()), None)
        refusal = own_table._read("", (*request.files, None, None), request)
        assert isinstance(refusal, own_table.Refusal)
        assert "pickle" in refusal.sentence
    assert len(storage.get_files("ada", ["1"])[0].data) < 200
    assert storage.get_files("ada", ["2"])[0].data == b"\x80\x04small"  # may be read with other settings
    with pytest.raises(embedlab.UnavailableError, match="choose it again"):
        read(storage, "ada", "1")


def test_an_upload_of_no_length_is_refused(storage: MemoryUploadedFileManager) -> None:
    answer = server(storage).put("/lab/_stcore/upload_file/ada/1", content=iter([b"x"] * 3))
    assert answer.status_code == 411
    assert not storage.file_storage


def test_the_page_shows_the_sentence_where_it_would_have_read_the_file() -> None:
    content = uploads.MARK + b"The file was not kept."
    table: Any = types.SimpleNamespace(name="mine.txt", getvalue=lambda: content)
    with pytest.raises(embedlab.UnavailableError, match=r"^The file was not kept\.$"):
        own_table.begin(own_table.Request(table, None))


def test_a_file_sent_too_fast_is_refused_for_a_while(
    storage: MemoryUploadedFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr(uploads.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(uploads, "OF_ONE", 1e6)
    client, burst = server(storage, limit=10**6), int(uploads.BURST)
    for number in range(burst + 1):
        upload(client, "ada", f"{number}", 200)
    assert read(storage, "ada", f"{burst - 1}").startswith(b"x")
    with pytest.raises(embedlab.UnavailableError, match=rf"more than {burst} files .* Wait 2 seconds"):
        read(storage, "ada", f"{burst}")
    upload(client, "bob", "1", 200)  # another visitor
    assert read(storage, "bob", "1").startswith(b"x")
    clock[0] = 1 / uploads.A_SECOND
    upload(client, "ada", "later", 200)
    assert read(storage, "ada", "later").startswith(b"x")
