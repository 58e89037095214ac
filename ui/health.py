"""What a proxy or a monitor asks: is the server alive, does it take new visitors, what does it count.

/healthz   200 while the process serves those who are connected; the details are in the answer
/readyz    200 while it also takes new visitors: it is warm, has room and is not being stopped
/metrics   what `ui.metrics` counts
"""

from __future__ import annotations

import sys

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from embedlab.models.disk import cache_folder
from ui import metrics, readiness
from ui.capacity import VISITORS

__all__ = ["HEALTH_ROUTES"]

RETRY_SECONDS = {"warming up": 5, "full": 60, "stopping": 10}


async def healthz(request: Request) -> JSONResponse:
    """Say whether it is warm, what failed ("cache" where no folder can be written), and whether it stops."""
    unwritten = ["cache"] if cache_folder() is None else []
    failed = readiness.failed() + unwritten
    return JSONResponse({"warm": readiness.is_warm(), "failed": failed, "stopping": readiness.is_stopping()})


async def readyz(request: Request) -> JSONResponse:
    """Say whether new visitors should come here, and if not, why and when to ask again."""
    reason = ""
    if readiness.is_stopping():
        reason = "stopping"
    elif not readiness.is_warm():
        reason = "warming up"
    elif VISITORS.is_full:
        reason = "full"
    if not reason:
        return JSONResponse({"ready": True})
    answer = {"ready": False, "reason": reason}
    return JSONResponse(answer, 503, {"Retry-After": str(RETRY_SECONDS[reason])})


async def read_metrics(request: Request) -> Response:
    """Send what the server counts, where a setting allows it."""
    if not metrics.are_on():
        return PlainTextResponse("Not Found", 404)
    waiting = running = 0
    for name in ("ui.fits", "ui.readings"):  # a line that nobody has used yet is not begun for this
        if (module := sys.modules.get(name)) is not None:
            load = module.load()
            waiting, running = waiting + load.waiting, running + load.running
    metrics.VISITORS.set(VISITORS.connected)
    metrics.JOBS.labels("waiting").set(waiting)
    metrics.JOBS.labels("running").set(running)
    return Response(generate_latest(metrics.REGISTRY), media_type=CONTENT_TYPE_LATEST)


HEALTH_ROUTES = [
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/metrics", read_metrics),
]
