"""The server: the pages as one ASGI app, and the warm-up beside it. `python app.py` serves it."""

from __future__ import annotations

import ui.environment  # noqa: F401  (before any library that reads it)

# isort: split
import argparse
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from streamlit import config, net_util

from ui import readiness, warm_up
from ui.capacity import Capacity, ReportOnce, raise_descriptor_limit, visitors_at_most
from ui.navigation import PAGES
from ui.settings import apply_settings

# Streamlit asks a service in the internet for this machine's address when a handshake comes from an origin it
# does not know; nothing goes out from here
net_util.get_external_ip = lambda: None


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Begin the warm-up, which the first page does not wait for; at the end, end the worker processes."""
    warm_up.start()
    yield
    warm_up.stop()


async def healthz(request: Request) -> JSONResponse:
    """Say whether the warm-up is done."""
    return JSONResponse({"warm": readiness.is_warm()})


async def page(request: Request) -> HTMLResponse:
    """Send Streamlit's page shell with the address of the server written in.

    Left to itself, the shell of a deep link first looks for the server below its own address
    (/tokenization/_stcore/health) and logs the 404s.
    """
    return HTMLResponse(SHELL)


def build_shell() -> str:
    """Return Streamlit's page shell, told where the server is and what the app is called."""
    shell = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
    base = "<script>window.__streamlit = { BACKEND_BASE_URL: new URL('.', location.href).href }</script>"
    return shell.replace("<head>", f"<head>\n    {base}").replace("<title>Streamlit<", "<title>EmbedLab<")


SHELL = build_shell()
ROUTES = [Route("/healthz", healthz)] + [Route(f"/{address}", page) for address, _ in PAGES.values()]
apply_settings()
app = st.App(
    Path(__file__).resolve().parent / "ui" / "main.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=[Middleware(Capacity, limit=visitors_at_most(raise_descriptor_limit()))],
)


def main() -> None:
    """Serve the app until it is interrupted."""
    import uvicorn

    parser = argparse.ArgumentParser(description="Serve EmbedLab, a laboratory for token embeddings.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8501, help="port to listen on (default: %(default)s)")
    options = parser.parse_args()
    for name in ("asyncio", "embedlab"):
        logging.getLogger(name).addFilter(ReportOnce())
    print(f"EmbedLab is at http://{options.host}:{options.port}", flush=True)
    uvicorn.run(
        app,
        host=options.host,
        port=options.port,
        log_level="warning",
        access_log=False,
        ws="websockets-sansio",  # what Streamlit chooses for itself
        ws_max_size=config.get_option("server.maxMessageSize") * 1024 * 1024,
        ws_per_message_deflate=False,  # a fifth of the time of a rerun, for messages that are small already
    )


if __name__ == "__main__":
    main()
