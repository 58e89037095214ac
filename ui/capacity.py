"""How many visitors the server takes, and what it tells those beyond.

A visitor costs four file descriptors: a connection, and three of the event loop that Streamlit makes for each
session; the sessions of the last 128 who left are remembered for two minutes. Where descriptors run out, a
server can neither take a connection nor answer a health check; so the limit of the process is raised, and
visitors beyond what is left of it are told that the house is full.
"""

from __future__ import annotations

import contextlib
import logging

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from embedlab import settings

__all__ = ["Capacity", "raise_descriptor_limit", "visitors_at_most"]

DESCRIPTORS_PER_VISITOR = 4
REMEMBERED = 128 * 3  # descriptors of sessions without a connection
ENOUGH = 1_000_000  # descriptors, where nothing limits them
RESERVE = REMEMBERED + 256  # and those for files, libraries, worker processes and short requests
FEWEST = 10  # visitors
FULL = (
    "EmbedLab is full: {limit:,} visitors are connected, as many as this server takes. "
    "Try again in a minute, or ask whoever runs it to start a second one."
)


def raise_descriptor_limit() -> int:
    """Raise the soft limit of file descriptors to the hard one; returns the limit in force."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return ENOUGH
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(OSError, ValueError):  # macOS has a second limit below an unlimited hard one
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    return ENOUGH if soft == resource.RLIM_INFINITY else soft


def visitors_at_most(descriptors: int) -> int:
    """Return how many visitors may be connected, by the setting and the limit of file descriptors."""
    return min(settings.VISITORS.value(), max(FEWEST, (descriptors - RESERVE) // DESCRIPTORS_PER_VISITOR))


class Capacity:
    """ASGI middleware: counts connected visitors, and answers with a sentence when the house is full."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self.app, self.limit = app, limit
        self.connected = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        elif self.connected >= self.limit and _is_page(scope):
            sentence = FULL.format(limit=self.limit)
            await PlainTextResponse(sentence, 503, {"Retry-After": "60"})(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.connected >= self.limit:
            logging.getLogger("embedlab").warning("Full: %d visitors are connected.", self.connected)
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        self.connected += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.connected -= 1


def _is_page(scope: Scope) -> bool:
    """Whether a request asks for a page, not for a file of one or for the health of the server."""
    path: str = scope.get("path", "")
    return scope["type"] == "http" and "." not in path and "_stcore" not in path and path != "/healthz"
