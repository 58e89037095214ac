"""How uvicorn serves the app, and how that ends: without new visitors, and after what is being drawn.

A proxy needs a moment to see that `/readyz` answers 503: a setting says how long the server goes on after a
SIGTERM. Ctrl+C ends it without that wait.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from streamlit import config

from embedlab import settings
from ui import readiness
from ui.http import LONGEST, Http

__all__ = ["Server", "build_server"]

RERUN_SECONDS = 15.0  # that a rerun may still take
FLUSH_SECONDS = 0.3  # until its last messages are sent
CLOSING_SECONDS = 10  # that open requests and connections may still take


class Server(uvicorn.Server):
    """A server of uvicorn that ends in steps."""

    _is_interrupted = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; after Ctrl+C, without waiting."""
        self._is_interrupted |= sig == signal.SIGINT
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End: drain, let what is being drawn end, close."""
        readiness.stop()
        await self._wait(settings.DRAIN_SECONDS.value(), lambda: False)
        readiness.close()
        if readiness.is_drawing():
            await self._wait(RERUN_SECONDS, lambda: not readiness.is_drawing())
            await asyncio.sleep(FLUSH_SECONDS)
        await super().shutdown(sockets)

    async def _wait(self, seconds: float, is_done: Callable[[], bool]) -> None:
        """Wait until something is done or the time is over, but not after Ctrl+C."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not (is_done() or self._is_interrupted) and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.05)


def build_server(app: Any) -> Server:
    """Return the server of an ASGI app, with the settings of EmbedLab."""
    proxies = settings.PROXIES.value().split()
    return Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            http=Http,
            h11_max_incomplete_event_size=LONGEST,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies,
            timeout_graceful_shutdown=CLOSING_SECONDS,
            ws="websockets-sansio",  # what Streamlit chooses for itself
            ws_max_size=config.get_option("server.maxMessageSize") * 1024 * 1024,
            ws_per_message_deflate=False,  # a fifth of the time of a rerun, for messages that are small
        )
    )
