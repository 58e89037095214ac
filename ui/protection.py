"""What browsers are told about the app, and who may ask: headers, frames, origins, metrics."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from embedlab import settings

__all__ = ["Protection"]


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

        if scope["path"].endswith("/_stcore/metrics") and not settings.METRICS.value():
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
