"""What the portal does, in numbers, in the text format of Prometheus. docs/operations.md lists them."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config.heartbeat import last_beat
from ledger.audit import exported_heads
from screening.selectors.gauges import gauges

REQUEST_SECONDS: Final = Histogram(
    "portal_request_seconds",
    "Time from the arrival of a request to its answer, by name of the route.",
    ["route", "method", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
)
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For who sends METRICS_TOKEN as a bearer token, or asks from this very machine."""
    if not may_read(request):
        said = "Send METRICS_TOKEN as a bearer token, or ask from this machine without a proxy.\n"
        return HttpResponse(said, status=403, content_type="text/plain; charset=utf-8")
    stored = CollectorRegistry()
    stored.register(StoredState())
    return HttpResponse(generate_latest(_of_processes()) + generate_latest(stored), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """A request that came through a proxy looks local; so where one is in use only the token counts."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())
    through_proxy = settings.BEHIND_PROXY or "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not through_proxy and request.META.get("REMOTE_ADDR") in _LOOPBACK


def _of_processes() -> CollectorRegistry:
    """All processes of this web server together, where it runs several (config/web_server.py)."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


class StoredState(Collector):
    """What stands in the database, the queue and the heads file when it is asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found, now = gauges(), datetime.now(UTC)
        yield _by("portal_shipments", "Shipments by state.", "state", found.shipments)
        yield _by("portal_requests", "Screenings asked for and not done, by state.", "state", found.requests)
        yield _one("portal_oldest_waiting_seconds", "Age of the oldest screening that waits.", found.oldest_waiting)
        yield _by("portal_runs_last_hour", "Screening runs of the last hour by level.", "level", found.runs)
        yield _one("portal_shipments_last_hour", "Declarations received in the last hour.", found.received)
        yield _one(
            "portal_audit_sequence", "Number of the last event of this node's audit chain.", found.audit_sequence
        )
        yield _by("portal_list_review_due_days", "Days until a list counts as stale.", "list", found.review_due)
        heads = exported_heads()
        if heads:
            age = now - datetime.fromisoformat(heads[-1].exported_at)
            yield _one("portal_audit_head_age_seconds", "Since the last head was exported.", age.total_seconds())
        beat = last_beat()
        if beat:
            age = now - beat
            yield _one("portal_worker_beat_age_seconds", "Since beat and a worker last worked.", age.total_seconds())


def _one(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _by(name: str, text: str, label: str, values: Mapping[Any, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, count in sorted(values.items()):
        family.add_metric([str(value)], count)
    return family
