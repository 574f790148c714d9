"""How the work stands, in numbers, for whoever watches the portal. Over all administrations; no personal data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min
from django.utils import timezone

from ledger import audit
from ledger.keys import first_key_of
from screening.models import ScreeningRequest, ScreeningRun, Shipment
from screening.selectors.entries import every_list_in_force

WINDOW: Final = timedelta(hours=1)
_OPEN: Final = (ScreeningRequest.State.WAITING, ScreeningRequest.State.CLAIMED, ScreeningRequest.State.FAILED)


@dataclass(frozen=True)
class Gauges:
    """``runs`` by level and ``received`` are of the last hour; ``oldest_waiting`` is in seconds; ``review_due``
    are the days until each list's review is overdue, negative once it is."""

    shipments: Mapping[str, int]
    requests: Mapping[str, int]
    oldest_waiting: float
    runs: Mapping[int, int]
    received: int
    audit_sequence: int
    review_due: Mapping[str, int]


def gauges() -> Gauges:
    """Six statements; those over a time read only what was made in it."""
    now = timezone.now()
    recent = {"id__gte": first_key_of(now - WINDOW)}
    waiting = _requests()
    end = audit.chain_end()
    return Gauges(
        shipments=dict(Shipment.objects.order_by().values_list("state").annotate(n=Count("pk"))),
        requests={state: waiting.get(state, (0, None))[0] for state in _OPEN},
        oldest_waiting=_age(waiting.get(ScreeningRequest.State.WAITING, (0, None))[1], now),
        runs=dict(ScreeningRun.objects.filter(**recent).order_by().values_list("level").annotate(n=Count("pk"))),
        received=Shipment.objects.filter(**recent).count(),
        audit_sequence=end.sequence if end else 0,
        review_due={
            each.slug: (each.review_by - timezone.localdate(now)).days for each in every_list_in_force(now.date())
        },
    )


def _requests() -> dict[str, tuple[int, datetime | None]]:
    rows = ScreeningRequest.objects.filter(state__in=_OPEN).order_by().values_list("state")
    return {state: (count, oldest) for state, count, oldest in rows.annotate(n=Count("pk"), oldest=Min("created_at"))}


def _age(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0
