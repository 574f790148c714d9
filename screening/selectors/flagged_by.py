"""Shipments that an entry flags as last screened, and what became of them: whether an entry helps or only disturbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.models import Flag, Outcome, Shipment
from screening.models.reviews import Decision
from screening.selectors.entries import EntryKey
from screening.selectors.scope import visible_shipments

DAYS: Final = 90
LATEST: Final = 10
_UNDECIDED: Final = (Shipment.State.SCREENING, Shipment.State.CLEAR, Shipment.State.FLAGGED, Shipment.State.CONFIRMING)


@dataclass(frozen=True, slots=True)
class Ended:
    """``decision`` is the one in effect; empty where there is none, and ``state`` says what it waits for."""

    state: str
    decision: str
    count: int


@dataclass(frozen=True, slots=True)
class Flagged:
    """``decision`` is the one in effect; empty where there is none."""

    shipment: Shipment
    screened_at: datetime
    decision: str


@dataclass(frozen=True, slots=True)
class FlaggedBy:
    """``ends`` in the order of work, then of decisions; ``latest`` by the time of screening, the last first.

    ``whole``: counted over the administration, for a reader who may not see single shipments; ``latest`` is empty.
    """

    total: int
    ends: list[Ended]
    latest: list[Flagged]
    whole: bool


def flagged_by(actor: Actor, entry: EntryKey) -> FlaggedBy:
    """What an entry flagged in the last 90 days, within the actor's scope. Two statements, one without VIEW."""
    sees = actor.may(Ability.VIEW)
    within = visible_shipments(actor) if sees else _of_the_administration(actor)
    rows = _flagged(within, entry).annotate(decided=_decision(), screened_at=F("latest_run__created_at"))
    counts = rows.order_by().values("state", "decided").annotate(n=Count("pk"))
    ends = sorted((Ended(*each) for each in counts.values_list("state", "decided", "n")), key=_rank)
    total = sum(each.count for each in ends)
    if not sees:
        return FlaggedBy(total, ends, [], whole=True)
    latest = rows.order_by("-screened_at", "-pk")[:LATEST]
    return FlaggedBy(total, ends, [Flagged(each, each.screened_at, each.decided) for each in latest], whole=False)


def _of_the_administration(actor: Actor) -> QuerySet[Shipment]:
    return Shipment.objects.filter(administration=actor.administration_id)


def _flagged(shipments: QuerySet[Shipment], entry: EntryKey) -> QuerySet[Shipment]:
    """By the latest run, as everywhere that figures are shown: an answer may have taken a flag away."""
    slug, code = entry
    flags = Flag.objects.filter(run=OuterRef("latest_run"), list_slug=slug, entry_code=code)
    recent = Q(latest_run__flagged=True, latest_run__created_at__gte=timezone.now() - timedelta(days=DAYS))
    return shipments.filter(recent, Exists(flags)).exclude(state=Shipment.State.SUPERSEDED)


def _decision() -> Case:
    """The decision in effect: the last outcome of a shipment that is decided still."""
    outcomes = Outcome.objects.filter(shipment=OuterRef("pk")).order_by("-created_at", "-id").values("decision")
    return Case(When(state=Shipment.State.DECIDED, then=Subquery(outcomes[:1])), default=Value(""))


def _rank(ended: Ended) -> tuple[int, int]:
    if ended.decision:
        return 1, Decision.values.index(ended.decision)
    return 0, [str(state) for state in _UNDECIDED].index(ended.state) if ended.state in _UNDECIDED else 0
