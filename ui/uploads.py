"""How much visitors may keep on this server in files, and what they are told beyond.

Streamlit keeps each uploaded file in memory until its visitor has left. What would be too much is not kept: a
sentence takes its place, which the page shows where it would have read the file.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import Protocol

from cachetools import LRUCache
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from embedlab.errors import UnavailableError
from ui import metrics
from ui.pace import Pace

__all__ = ["Uploads", "content_of", "forget"]

MB = 1 << 20
OF_ONE = 75  # MB of one visitor: three files of the largest size
MARK = b"\0embedlab: not kept\0"  # before the sentence that takes the place of a file
A_SECOND, BURST = 0.5, 20.0  # files of one visitor, for as long as they like and at once
SENDERS = 10_000  # visitors who are remembered
BOUNDARY = b"embedlab-not-kept"
TOO_MANY = (
    "The file was not kept: with it you would have {used:,.0f} MB of files on this server, and each visitor "
    f"may have {OF_ONE}. Remove one, or reload the page, which removes them all."
)
TOO_FAST = (
    f"The file was not kept: you have sent more than {BURST:.0f} files in a short time. Wait {{seconds:.0f}} "
    "seconds, and choose it again."
)
FULL = (
    "The file was not kept: with it all visitors would have {used:,.0f} MB of files on this server, which "
    "takes {limit:,}. Try again in a few minutes, or choose a smaller one."
)


REFUSED = 1 << 20  # bytes of a refused file that stays, to be read in another way
GONE = (
    "A refused file of more than 1 MB is not kept on the server; choose it again to have it read in another "
    "way."
)


class UploadedFile(Protocol):
    """What Streamlit's file uploader returns."""

    file_id: str
    name: str
    size: int

    def getvalue(self) -> bytes:
        """Return the content."""


def content_of(file: UploadedFile) -> bytes:
    """Return the content of an uploaded file.

    Raises:
        UnavailableError: it was not kept.
    """
    content = file.getvalue()
    if content.startswith(MARK):
        raise UnavailableError(content[len(MARK) :].decode())
    return content


def forget(file: UploadedFile) -> None:
    """Keep no content of a file that was refused, unless it is small: a sentence takes its place."""
    context = get_script_run_ctx()
    if context is None or file.size <= REFUSED:
        return
    files = getattr(context.uploaded_file_mgr, "file_storage", {}).get(context.session_id, {})
    if (entry := files.get(file.file_id)) is not None:
        files[file.file_id] = entry._replace(data=MARK + GONE.encode())


class Uploads:
    """ASGI middleware: takes an uploaded file, or puts a sentence in its place."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self.app, self.limit = app, limit
        self._coming: Counter[str] = Counter()  # session -> bytes on their way
        self._paces: LRUCache[str, Pace] = LRUCache(SENDERS)  # of sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; an upload that is too much with another content."""
        path = scope.get("path", "").split("/")
        if scope["type"] != "http" or scope["method"] != "PUT" or path[-3:-2] != ["upload_file"]:
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if not declared.isdecimal():
            response = PlainTextResponse("An upload names its length (Content-Length).", 411)
            await response(scope, receive, send)
            return
        session, size = path[-2], int(declared)
        refused = self._refuse(session, size)
        if refused:
            metrics.REFUSED.labels("upload").inc()
            await _drain(receive)
            scope, receive = _replace(scope, MARK + refused.encode())
            await self.app(scope, receive, send)
            return
        self._coming[session] += size
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming[session] -= size
            if not self._coming[session]:
                del self._coming[session]

    def _refuse(self, session: str, size: int) -> str:
        """Return why a file is not kept, "" if it is."""
        pace = self._paces.setdefault(session, Pace(A_SECOND, BURST))
        if seconds := pace.delay(1.0, time.monotonic()):
            pace.due -= 1.0 / A_SECOND  # it does not count
            return TOO_FAST.format(seconds=max(1.0, seconds))
        runtime = Runtime.instance()
        manager = runtime.uploaded_file_mgr
        assert isinstance(manager, MemoryUploadedFileManager)
        own = (_bytes_of(manager, session) + self._coming[session] + size) / MB
        if own > OF_ONE:
            return TOO_MANY.format(used=own)
        if self._in_all(manager, size) > self.limit:
            for other in list(manager.file_storage):  # first go the files of those who left
                if not runtime.is_active_session(other):
                    manager.remove_session_files(other)
        used = self._in_all(manager, size)
        return FULL.format(used=used, limit=self.limit) if used > self.limit else ""

    def _in_all(self, manager: MemoryUploadedFileManager, size: int) -> float:
        """Return the MB of all files with one more."""
        sizes = (_bytes_of(manager, session) for session in list(manager.file_storage))
        return (sum(sizes) + self._coming.total() + size) / MB


def _bytes_of(manager: MemoryUploadedFileManager, session: str) -> int:
    return sum(len(file.data) for file in list(manager.file_storage.get(session, {}).values()))


async def _drain(receive: Receive) -> None:
    """Read the rest of a request: a browser that cannot send it shows an error in place of the sentence."""
    while True:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body"):
            return


def _replace(scope: Scope, content: bytes) -> tuple[Scope, Receive]:
    """Return a request like this one whose file has another content."""
    body = b'--%s\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n\r\n%s\r\n--%s--\r\n'
    body %= (BOUNDARY, content, BOUNDARY)
    headers = [pair for pair in scope["headers"] if pair[0] not in {b"content-type", b"content-length"}]
    headers += [
        (b"content-type", b"multipart/form-data; boundary=" + BOUNDARY),
        (b"content-length", b"%d" % len(body)),
    ]

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return {**scope, "headers": headers}, receive
