"""What one person decided or confirmed, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Case, DateTimeField, F, OuterRef, Q, Subquery, When

from checkpoints.actors import Actor
from screening.models import InspectionResult, Review
from screening.selectors.reviews import with_standing
from screening.selectors.scope import visible_shipments
from screening.selectors.since import Since

PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class Mine:
    """A review of the actor's, or one that the actor confirmed. ``found`` is the latest result of its outcome."""

    review: Review
    at: datetime
    confirmed: bool
    found: str


@dataclass(frozen=True, slots=True)
class MyPage:
    rows: list[Mine]
    next: Since | None


def page(actor: Actor, *, decision: str, after: Since | None) -> MyPage:
    """One page, newest first, in one statement; ``decision`` empty for all. Only of shipments still in scope."""
    me = UUID(actor.id)
    mine = Review.objects.filter(Q(proposer=me) | Q(confirmation__confirmer=me), shipment__in=visible_shipments(actor))
    if decision:
        mine = mine.filter(decision=decision)
    wanted = with_standing(mine).annotate(moment=_moment(me), found=_found())
    if after:
        wanted = wanted.filter(Q(moment__lt=after.at) | Q(moment=after.at, id__lt=after.id))
    found = list(wanted.order_by("-moment", "-id")[: PAGE + 1])
    rows = [Mine(row, row.moment, row.proposer_id != me, row.found or "") for row in found[:PAGE]]
    return MyPage(rows, Since(rows[-1].at, rows[-1].review.pk) if len(found) > PAGE else None)


def _moment(me: UUID) -> Case:
    """When the person spoke, as proposer or as second person; never both."""
    spoken = When(proposer=me, then=F("created_at"))
    return Case(spoken, default=F("confirmation__created_at"), output_field=DateTimeField())


def _found() -> Subquery:
    results = InspectionResult.objects.filter(outcome=OuterRef("outcome")).order_by("-created_at", "-id")
    return Subquery(results.values("found")[:1])
