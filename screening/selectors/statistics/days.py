"""Day by day, and how long the present work has waited."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from screening.models import Shipment, ShipmentOffice
from screening.selectors.statistics.frame import Frame, first_flag, first_flagged, outcomes

AGE_BOUNDS: Final = (timedelta(hours=1), timedelta(hours=4), timedelta(days=1), timedelta(days=3))


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    received: int
    flagged: int
    decided: int


def by_day(frame: Frame, days: Collection[date]) -> list[Day]:
    """Each of these days. Three statements."""
    offices = ShipmentOffice.objects.filter(frame.within(), checkpoint__in=frame.places)
    received = _by_day(offices, "shipment")
    flagged, decided = _by_day(first_flagged(frame), "shipment"), _by_day(outcomes(frame), "pk")
    return [Day(day, received.get(day, 0), flagged.get(day, 0), decided.get(day, 0)) for day in days]


def _by_day(rows: QuerySet[Any], what: str) -> Mapping[date, int]:
    days = rows.order_by().annotate(day=TruncDate("created_at")).values("day").annotate(n=Count(what, distinct=True))
    return dict(days.values_list("day", "n"))


def waiting_by_age(places: Collection[UUID], now: datetime) -> list[int]:
    """How many flagged shipments wait: for less than each of AGE_BOUNDS, and for longer. One statement."""
    here = ShipmentOffice.objects.filter(shipment=OuterRef("pk"), checkpoint__in=places)
    waiting = Shipment.objects.filter(
        Exists(here), state__in=[Shipment.State.FLAGGED, Shipment.State.CONFIRMING]
    ).annotate(flagged_at=first_flag("pk"))
    edges = [now - bound for bound in AGE_BOUNDS]
    parts = [Q(flagged_at__gt=edges[0])]
    parts += [Q(flagged_at__lte=younger, flagged_at__gt=older) for younger, older in pairwise(edges)]
    parts.append(Q(flagged_at__lte=edges[-1]))
    counts = waiting.aggregate(**{f"part_{place}": Count("pk", filter=part) for place, part in enumerate(parts)})
    return [counts[f"part_{place}"] for place in range(len(parts))]
