"""What browsers are told about the app, and who may ask: headers, frames, names of the server, origins."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from ui import metrics

__all__ = ["Protection", "content_policy"]

HOST = re.compile(r"([\w.-]+|\[[0-9a-f:.]+\])(?::\d+)?", re.ASCII | re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
PROBES = ("/healthz", "/readyz", "/metrics")  # asked by proxies and monitors, by the address of the machine
FOREIGN_HOST = (
    "EmbedLab does not answer to the name in this address. Open it by the name that you were told, or ask "
    "whoever runs it to add this one to EMBEDLAB_HOSTS."
)
# what Streamlit needs, tried out in Chromium on all pages
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' blob:",  # blob: the scripts of our components, which arrive as text
    "style-src": "'self' 'unsafe-inline'",  # Streamlit and Plotly write styles
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def content_policy(shell: str, ancestors: Sequence[str]) -> str:
    """Return the Content-Security-Policy: scripts of this server only, and those that stand in the shell."""
    scripts = (hashlib.sha256(script.encode()).digest() for script in INLINE_SCRIPT.findall(shell))
    hashes = (f"'sha256-{base64.b64encode(digest).decode()}'" for digest in scripts)
    policy = POLICY | {
        "script-src": " ".join([POLICY["script-src"], *hashes]),
        "frame-ancestors": " ".join(["'self'", *ancestors]),
    }
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class Protection:
    """ASGI middleware: adds headers to every answer and refuses foreign pages and foreign names.

    Args:
        app: answers.
        policy: the Content-Security-Policy.
        hosts: names of the server, "*.example.org" for all below one; none: any name.
    """

    def __init__(self, app: ASGIApp, *, policy: str, hosts: Sequence[str] = ()) -> None:
        self.app, self._hosts = app, tuple(hosts)
        self._headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",  # an address holds what a visitor typed
            "Content-Security-Policy": policy,
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its answer with headers; or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_known = scope["path"] in PROBES or self._is_own_name(headers.get("host", ""))
        if scope["type"] == "websocket":
            if is_known and _is_own_page(headers):
                await self.app(scope, receive, send)
                return
            metrics.REFUSED.labels("origin" if is_known else "host").inc()
            await send({"type": "websocket.close", "code": 1008})
            return

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        if not is_known:
            metrics.REFUSED.labels("host").inc()
            await PlainTextResponse(FOREIGN_HOST, 400)(scope, receive, send_more)
        elif scope["path"].endswith("/_stcore/metrics"):  # Streamlit's own; ours are at /metrics
            await PlainTextResponse("Not Found", 404)(scope, receive, send_more)
        else:
            await self.app(scope, receive, send_more)

    def _is_own_name(self, host: str) -> bool:
        """Whether a Host header is one of the names of this server."""
        match = HOST.fullmatch(host)
        if not self._hosts or match is None:
            return not self._hosts
        name = match[1].lower().rstrip(".")
        return any(name == own or (own[:2] == "*." and name.endswith(own[1:])) for own in self._hosts)


def _is_own_page(headers: Headers) -> bool:
    """Whether a connection comes from a page of this server, or one of `server.corsAllowedOrigins`.

    Every browser names the origin of the page. Streamlit also lets in pages of any port of this machine.
    """
    origin = headers.get("origin", "")
    allowed = {each.strip() for each in config.get_option("server.corsAllowedOrigins")}
    return urlsplit(origin).netloc == headers.get("host") or origin in allowed
