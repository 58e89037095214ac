"""How many visitors the server takes, and what it tells those beyond.

A visitor costs four file descriptors: a connection, and three of the event loop that Streamlit makes for each
session; the sessions of the last 128 who left are remembered for two minutes. Where descriptors run out, a
server can neither take a connection nor answer a health check; so the limit of the process is raised, and
visitors beyond what is left of it are told that the house is full.
"""

from __future__ import annotations

import contextlib
import logging
from collections import Counter
from collections.abc import Iterator

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from embedlab import settings
from ui import metrics

__all__ = ["VISITORS", "Capacity", "Visitors", "address_of", "raise_descriptor_limit", "visitors_at_most"]

DESCRIPTORS_PER_VISITOR = 4
REMEMBERED = 128 * 3  # descriptors of sessions without a connection
ENOUGH = 1_000_000  # descriptors, where nothing limits them
RESERVE = REMEMBERED + 256  # and those for files, libraries, worker processes and short requests
FEWEST = 10  # visitors
RETRY_SECONDS = 60
FULL = (
    "EmbedLab is full: {limit:,} visitors are connected, as many as this server takes. "
    "This page tries again by itself in a minute; or ask whoever runs it to start a second one."
)
FULL_ADDRESS = (
    "EmbedLab is full for your network: {limit:,} visitors are connected from its address, as many as this "
    "server takes from one. This page tries again by itself in a minute."
)
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>EmbedLab is full</title>
<body style="font: 1.2rem sans-serif; max-width: 34em; margin: 3em auto; padding: 0 1em">
<p>{sentence}</p>
"""


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


class Visitors:
    """The connected visitors of this process, by address."""

    def __init__(self, limit: int = FEWEST) -> None:
        self.limit = limit
        self.limit_of_address = limit  # one machine with many tabs fills no large server
        self._addresses: Counter[str] = Counter()

    @property
    def connected(self) -> int:
        """How many are connected."""
        return self._addresses.total()

    @property
    def is_full(self) -> bool:
        """Whether nobody else is taken."""
        return self.connected >= self.limit

    def refuse(self, address: str) -> str:
        """Return the sentence for a visitor from an address who is not taken, "" for one who is."""
        if self.is_full:
            return FULL.format(limit=self.limit)
        if self._addresses[address] >= self.limit_of_address:
            return FULL_ADDRESS.format(limit=self.limit_of_address)
        return ""

    @contextlib.contextmanager
    def visit(self, address: str) -> Iterator[None]:
        """Count a visitor."""
        self._addresses[address] += 1
        try:
            yield
        finally:
            self._addresses[address] -= 1
            self._addresses += Counter()  # forgets addresses without a visitor


VISITORS = Visitors()  # of this server


def address_of(scope: Scope) -> str:
    """Return the address that a request comes from."""
    client = scope.get("client")
    return client[0] if client else ""


class Capacity:
    """ASGI middleware: counts connected visitors, and answers with a sentence when the house is full."""

    def __init__(self, app: ASGIApp, *, visitors: Visitors) -> None:
        self.app, self.visitors = app, visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "websocket" and not _is_page(scope):
            await self.app(scope, receive, send)
            return
        address = address_of(scope)
        refusal = self.visitors.refuse(address)
        if refusal:
            await self._refuse(refusal, scope, receive, send)
        elif scope["type"] == "websocket":
            with self.visitors.visit(address):
                await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _refuse(self, sentence: str, scope: Scope, receive: Receive, send: Send) -> None:
        metrics.REFUSED.labels("full" if self.visitors.is_full else "address").inc()
        if scope["type"] == "websocket":
            logging.getLogger("embedlab").warning("Full: %d visitors are connected.", self.visitors.connected)
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        headers = {"Retry-After": f"{RETRY_SECONDS}", "Refresh": f"{RETRY_SECONDS}"}
        await HTMLResponse(PAGE.format(sentence=sentence), 503, headers)(scope, receive, send)


def _is_page(scope: Scope) -> bool:
    """Whether a request asks for a page, not for a file of one or for the health of the server."""
    path: str = scope.get("path", "")
    is_probe = path in {"/healthz", "/readyz", "/metrics"}
    return scope["type"] == "http" and "." not in path and "_stcore" not in path and not is_probe
