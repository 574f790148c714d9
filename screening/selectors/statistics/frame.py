"""What is counted: a period, at some checkpoints; and the rows that more than one figure counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from screening.models import Outcome, ScreeningRun, ShipmentOffice


@dataclass(frozen=True, slots=True)
class Frame:
    """What is counted: from ``start`` to before ``end``, at these checkpoints."""

    start: datetime
    end: datetime
    places: tuple[UUID, ...]

    def within(self, field: str = "created_at") -> Q:
        return Q(**{f"{field}__gte": self.start, f"{field}__lt": self.end})

    def here(self, shipment: str = "shipment") -> Exists:
        """Whether a shipment passes one of the checkpoints."""
        return Exists(ShipmentOffice.objects.filter(shipment=OuterRef(shipment), checkpoint__in=self.places))


def first_flagged(frame: Frame) -> QuerySet[ScreeningRun]:
    """The run that flagged a shipment first, where it falls into the period."""
    earlier = ScreeningRun.objects.filter(shipment=OuterRef("shipment"), flagged=True, number__lt=OuterRef("number"))
    return ScreeningRun.objects.filter(frame.within(), frame.here(), ~Exists(earlier), flagged=True)


def first_flag(shipment: str) -> Subquery:
    """When a run flagged a shipment first; ``shipment`` names it in the outer query."""
    flagged = ScreeningRun.objects.filter(shipment=OuterRef(shipment), flagged=True).order_by("number")
    return Subquery(flagged.values("created_at")[:1])


def outcomes(frame: Frame) -> QuerySet[Outcome]:
    """Decisions that took effect in the period, corrections included."""
    return Outcome.objects.filter(frame.within(), frame.here())
