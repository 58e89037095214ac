"""The server: the pages as one ASGI app, and the warm-up beside it. `python app.py` serves it."""

from __future__ import annotations

import ui.environment  # noqa: F401  (before any library that reads it)

# isort: split
import argparse
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pandas  # type: ignore[import-untyped]  # noqa: F401  (before any thread: Plotly takes it half-imported, too)
import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route
from streamlit import net_util

from embedlab import settings
from embedlab.errors import InvalidInputError
from embedlab.models.disk import cache_folder
from ui import logs, memory, warm_up
from ui.capacity import VISITORS, Capacity, raise_descriptor_limit, visitors_at_most
from ui.health import HEALTH_ROUTES
from ui.navigation import PAGES
from ui.pace import Paced
from ui.protection import Protection, content_policy
from ui.settings import apply_settings
from ui.shell import build_shell
from ui.uploads import Uploads

# Streamlit asks a service in the internet for this machine's address when a handshake comes from an origin it
# does not know; nothing goes out from here
net_util.get_external_ip = lambda: None


MEMORY_ONLY = (
    "No folder can be written: maps and compiled code are kept in memory until the server ends, and nothing "
    "can be downloaded. EMBEDLAB_CACHE names a folder, TMPDIR one for temporary files."
)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Begin the warm-up, which the first page does not wait for; at the end, end the worker processes."""
    memory.share_arenas()
    logs.keep_visitors_out()
    if cache_folder() is None:
        logging.getLogger("embedlab").warning(MEMORY_ONLY)
    warm_up.start()
    yield
    warm_up.stop()


async def page(request: Request) -> HTMLResponse:
    """Send the page shell."""
    return HTMLResponse(SHELL)


async def without_slash(request: Request) -> RedirectResponse:
    """Send /tokenization/ to /tokenization, whatever prefix a proxy has removed before it."""
    target = f"../{request.url.path.rstrip('/').rpartition('/')[2]}"
    return RedirectResponse(f"{target}?{request.url.query}" if request.url.query else target)


SHELL = build_shell()
ADDRESSES = [address for address, _ in PAGES.values()]
ROUTES = [
    *HEALTH_ROUTES,
    *(Route(f"/{address}", page) for address in ADDRESSES),
    *(Route(f"/{address}/", without_slash) for address in ADDRESSES if address),
]
apply_settings()
try:
    settings.apply()
except InvalidInputError as error:
    sys.exit(str(error))
VISITORS.limit = visitors_at_most(raise_descriptor_limit())
VISITORS.limit_of_address = settings.VISITORS_PER_ADDRESS.value()
app = st.App(
    Path(__file__).resolve().parent / "ui" / "main.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=[
        Middleware(
            Protection,
            policy=content_policy(SHELL, settings.FRAME_ANCESTORS.value().split()),
            hosts=settings.HOSTS.value().lower().split(),
        ),
        Middleware(Capacity, visitors=VISITORS),
        Middleware(Paced, reruns=settings.RERUNS_A_SECOND.value()),
        Middleware(Uploads, limit=settings.UPLOADS_MB.value()),
    ],
)


def main() -> None:
    """Serve the app until it is interrupted."""
    from ui.serving import build_server

    parser = argparse.ArgumentParser(description="Serve EmbedLab, a laboratory for token embeddings.")
    parser.add_argument(
        "--host", default=settings.HOST.value(), help="address to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "--port", type=int, default=settings.PORT.value(), help="port to listen on (default: %(default)s)"
    )
    options = parser.parse_args()
    try:
        listening = listen(options.host, options.port)
    except (OSError, OverflowError) as error:
        parser.exit(1, f"{cannot_listen(options.host, options.port, error)}\n")
    print(f"EmbedLab is at http://{options.host}:{options.port}", flush=True)
    with suppress(KeyboardInterrupt):
        build_server(app).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address.

    Raises:
        OSError, OverflowError: it cannot.
    """
    listening = socket.create_server(
        (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048
    )
    # connections inherit it. asyncio sets it for sockets that it makes itself, not for this one; without it
    # the last piece of a page waits up to 40 ms for the browser to confirm the one before
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def cannot_listen(host: str, port: int, error: Exception) -> str:
    """Return one sentence that says why an address cannot be listened on."""
    if isinstance(error, OverflowError):
        return f"There is no port {port}: ports are numbers from 0 to 65535; choose one of them with --port."
    reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error
    return f"EmbedLab cannot listen at {host}, port {port} ({reason}); choose others with --host or --port."


if __name__ == "__main__":
    main()
