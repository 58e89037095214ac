"""What a proxy and a monitor are told, by the routes of the app in an app of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ui import capacity, health, metrics, readiness


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A warm server for two visitors."""
    for name in ("_warm", "_stopping", "_closing"):
        monkeypatch.setattr(readiness, name, threading.Event())
    readiness.finish()
    monkeypatch.setattr(health, "VISITORS", capacity.Visitors(2))
    with TestClient(Starlette(routes=health.HEALTH_ROUTES)) as client:
        yield client


def reason(client: TestClient) -> str:
    """Return why a server is not ready; the server is alive all the same."""
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    return str(answer.json()["reason"])


def test_a_server_is_ready_when_it_is_warm_and_has_room(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"ready": True}
    assert client.get("/healthz").json() == {"warm": True, "failed": [], "stopping": False}
    with health.VISITORS.visit("a"), health.VISITORS.visit("b"):
        assert reason(client) == "full"
    assert client.get("/readyz").status_code == 200


def test_a_cold_server_is_alive_but_not_ready(client: TestClient) -> None:
    readiness._warm.clear()
    assert reason(client) == "warming up"


def test_a_server_that_stops_is_alive_but_not_ready(client: TestClient) -> None:
    readiness.stop()
    assert reason(client) == "stopping"
    assert client.get("/healthz").json()["stopping"] is True


def test_metrics_are_off_unless_a_setting_opens_them(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EMBEDLAB_METRICS", raising=False)
    assert client.get("/metrics").status_code == 404


def test_metrics_count_visitors_reruns_jobs_memory_and_refusals(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDLAB_METRICS", "1")
    before = values(client)
    with health.VISITORS.visit("a"), metrics.RERUN_SECONDS.time():
        metrics.REFUSED.labels("full").inc()
        assert values(client)["embedlab_visitors"] == 1
    after = values(client)
    assert after["embedlab_visitors"] == 0
    assert after["embedlab_rerun_seconds_count"] == before["embedlab_rerun_seconds_count"] + 1
    assert after["embedlab_refused_total full"] == before.get("embedlab_refused_total full", 0) + 1
    assert {"embedlab_jobs waiting", "embedlab_jobs running"} <= after.keys()
    assert after["process_resident_memory_bytes"] > 1e6


def values(client: TestClient) -> dict[str, float]:
    """Return what `/metrics` says: the name and the label of a number -> the number."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in families
        for sample in family.samples
    }
