"""What browsers are told about the app, and who may ask: headers, frames, origins, metrics.

Settings in the environment:
    EMBEDLAB_FRAME_ANCESTORS  sites whose pages, such as those of a course, may hold the app in a frame:
                              "https://moodle.example.edu https://*.example.org"; none if it is not set
    EMBEDLAB_METRICS          1: `/_stcore/metrics` answers
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

__all__ = ["Protection", "frame_ancestors"]

SITE = re.compile(r"https?://[\w*.:-]+|'self'|\*", re.ASCII)


def frame_ancestors() -> list[str]:
    """Return the sites of `EMBEDLAB_FRAME_ANCESTORS`; what is no address of a site is left out."""
    return [site for site in os.environ.get("EMBEDLAB_FRAME_ANCESTORS", "").split() if SITE.fullmatch(site)]


class Protection:
    """ASGI middleware: adds headers to every answer and refuses foreign pages.

    Args:
        app: answers.
        ancestors: sites that may hold the app in a frame.
    """

    def __init__(self, app: ASGIApp, *, ancestors: Sequence[str] = ()) -> None:
        self.app = app
        self._headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",  # an address holds what a visitor typed
            "Content-Security-Policy": " ".join(["frame-ancestors 'self'", *ancestors]),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its answer with headers; or refuse it."""
        if scope["type"] == "websocket" and not _is_own_page(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        if scope["path"].endswith("/_stcore/metrics") and os.environ.get("EMBEDLAB_METRICS") != "1":
            await PlainTextResponse("Not Found", 404)(scope, receive, send_more)
        else:
            await self.app(scope, receive, send_more)


def _is_own_page(headers: Headers) -> bool:
    """Whether a connection comes from a page of this server, or one of `server.corsAllowedOrigins`.

    Every browser names the origin of the page. Streamlit also lets in pages of any port of this machine.
    """
    origin = headers.get("origin", "")
    allowed = {each.strip() for each in config.get_option("server.corsAllowedOrigins")}
    return urlsplit(origin).netloc == headers.get("host") or origin in allowed
