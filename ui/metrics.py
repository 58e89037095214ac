"""What the server counts, in the format of Prometheus; `EMBEDLAB_METRICS=1` lets `/metrics` answer.

Numbers only: no text, no address and no name of a visitor. Each process counts for itself.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.process_collector import ProcessCollector

from embedlab import settings

__all__ = ["JOBS", "REFUSED", "REGISTRY", "RERUN_SECONDS", "VISITORS", "are_on"]

REGISTRY = CollectorRegistry()
RERUN_SECONDS = Histogram(
    "embedlab_rerun_seconds",
    "Seconds that the server needed to draw a page; its count is that of the reruns.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
VISITORS = Gauge("embedlab_visitors", "Connected visitors.", registry=REGISTRY)
JOBS = Gauge("embedlab_jobs", "Slow jobs, by state: waiting or running.", ["state"], registry=REGISTRY)
REFUSED = Counter(
    "embedlab_refused",
    "Requests that were refused, by reason: full, address, host, origin, upload.",
    ["reason"],
    registry=REGISTRY,
)
ProcessCollector(registry=REGISTRY)  # memory, processor time, descriptors


def are_on() -> bool:
    """Whether `/metrics` answers."""
    return settings.METRICS.value()
