"""The server: the pages as one ASGI app, and the warm-up beside it. `python app.py` serves it."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

import ui.environment  # noqa: F401  (before any library that reads it)
from ui import warm_up

MAX_MESSAGE = 50 * 1024 * 1024  # bytes; `maxMessageSize` of .streamlit/config.toml


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Begin the warm-up; the first page does not wait for it."""
    warm_up.start()
    yield


async def healthz(request: Request) -> JSONResponse:
    """Say whether the warm-up is done."""
    return JSONResponse({"warm": warm_up.is_warm()})


app = st.App(
    Path(__file__).resolve().parent / "ui" / "main.py",
    lifespan=lifespan,
    routes=[Route("/healthz", healthz)],
)


def main() -> None:
    """Serve the app until it is interrupted."""
    import uvicorn

    parser = argparse.ArgumentParser(description="Serve EmbedLab, a laboratory for token embeddings.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8501, help="port to listen on (default: %(default)s)")
    options = parser.parse_args()
    print(f"EmbedLab is at http://{options.host}:{options.port}", flush=True)
    uvicorn.run(
        app,
        host=options.host,
        port=options.port,
        log_level="warning",
        access_log=False,
        ws="websockets-sansio",  # what Streamlit chooses for itself
        ws_max_size=MAX_MESSAGE,
    )


if __name__ == "__main__":
    main()
