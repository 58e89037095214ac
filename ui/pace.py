"""How fast a visitor, and an address, may send: beyond that a message waits for its turn; none is lost.

Nobody who types, clicks or drags meets the limit of a visitor. That of an address has room for a class of a
hundred behind one address; it binds whoever opens many connections to get around the first.
"""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass

from cachetools import LRUCache
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from ui import readiness
from ui.capacity import address_of

__all__ = ["Pace", "Paced"]

BURST = 60.0  # reruns of one visitor at once
CLASS = 8  # times the limit of a visitor is that of an address: 8 without a pause, or 100 with pauses
ADDRESSES = 10_000  # that are remembered
SMALL = 0.1  # what a message that reruns a fragment, or nothing, costs beside a rerun
PARSED = 1 << 20  # bytes: a longer message counts as a rerun unseen


@dataclass
class Pace:
    """A limit of so many a second that forgives a burst (the generic cell rate algorithm)."""

    a_second: float
    burst: float
    due: float = -math.inf  # when all that was sent so far would have come without a burst

    def delay(self, cost: float, now: float) -> float:
        """Return the seconds that what is sent now has to wait."""
        self.due = max(self.due, now - self.burst / self.a_second) + cost / self.a_second
        return max(0.0, self.due - now)


class Paced:
    """ASGI middleware: lets a connection that sends too fast wait; what is not read fills its own buffers.

    Args:
        app: receives what has waited.
        reruns: of one visitor a second; 0 for no limit.
    """

    def __init__(self, app: ASGIApp, *, reruns: float) -> None:
        self.app, self.reruns = app, reruns
        self._addresses: LRUCache[str, Pace] = LRUCache(ADDRESSES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a connection on, its messages at their pace."""
        if scope["type"] != "websocket" or self.reruns <= 0:
            await self.app(scope, receive, send)
            return
        own, address = Pace(self.reruns, BURST), address_of(scope)
        shared = self._addresses.setdefault(address, Pace(self.reruns * CLASS, BURST * CLASS))

        async def receive_paced() -> Message:
            message = await receive()
            while message["type"] == "websocket.receive" and readiness.is_closing():
                message = await receive()  # the tab connects again and sends its whole state
            if message["type"] == "websocket.receive":
                cost, now = _cost(message.get("bytes") or b""), time.monotonic()
                await asyncio.sleep(max(own.delay(cost, now), shared.delay(cost, now)))
            return message

        await self.app(scope, receive_paced, send)


def _cost(content: bytes) -> float:
    """Return what a message costs the server: 1 for the rerun of a page."""
    if len(content) > PARSED:
        return 1.0
    try:
        message = BackMsg.FromString(content)
    except DecodeError:
        return 1.0
    if message.WhichOneof("type") == "rerun_script" and not message.rerun_script.fragment_id:
        return 1.0
    return SMALL
