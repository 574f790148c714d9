"""A supervisor's overview: what waits for them, what escalated, what is overdue, who works on what, by checkpoint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from checkpoints.actors import Actor
from checkpoints.models import Checkpoint, User
from screening.models import Escalation, Holding, Outcome, Review, Shipment, ShipmentOffice
from screening.selectors.escalations import standing
from screening.selectors.scope import confirmable, overseen
from screening.selectors.since import Since

FIRST: Final = 10
"""Rows of each part on the overview."""
PAGE: Final = 25
MOST_CHECKPOINTS: Final = 200
_State = Shipment.State
OPEN: Final = (_State.SCREENING, _State.FLAGGED, _State.CONFIRMING)
"""States in which a shipment waits for somebody."""


class Part(StrEnum):
    """Which part of the overview."""

    CONFIRM = "confirm"  # what waits for the actor's own word
    ESCALATED = "escalated"  # what waited past its deadline
    OVERDUE = "overdue"  # arrived, not decided, not escalated
    HELD = "held"  # who works on what


@dataclass(frozen=True, slots=True)
class Row:
    """One shipment of a part. ``since``: proposed, arrived, received, taken; ``deadline`` of what waits.

    ``person`` proposed it or works on it; empty where nobody does. ``cause`` is that of an escalation.
    """

    id: UUID
    shipment: UUID
    number: str
    state: str
    level: int
    arrival_at: datetime
    since: datetime
    deadline: datetime
    person: str
    decision: str
    cause: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    next: Since | None


def counts(actor: Actor) -> dict[Part, int]:
    """How many rows each part has. One statement a part."""
    return {part: count(actor, part) for part in Part}


def count(actor: Actor, part: Part) -> int:
    return _rows(actor, part).count()


def page(actor: Actor, *, part: Part, after: Since | None = None, size: int = PAGE) -> Page:
    """One page of a part, the most urgent first. Two statements whatever its length."""
    moment = _ORDER[part]
    rows = _rows(actor, part)
    if after:
        rows = rows.filter(Q(**{f"{moment}__gt": after.at}) | Q(**{moment: after.at, "id__gt": after.id}))
    found = list(rows.order_by(moment, "id")[: size + 1])
    shown = found[:size]
    places = _places(_shipment(each).pk for each in shown)
    made = [_row(part, each, places.get(_shipment(each).pk, ())) for each in shown]
    last = shown[-1] if len(found) > size else None
    return Page(made, Since(_moment(last, moment), last.pk) if last else None)


_Waiting = Review | Escalation | Shipment | Holding
_ORDER: Final = {
    Part.CONFIRM: "shipment__arrival_at",
    Part.ESCALATED: "deadline",
    Part.OVERDUE: "arrival_at",
    Part.HELD: "created_at",
}


def _rows(actor: Actor, part: Part) -> QuerySet[Any]:
    if part == Part.CONFIRM:
        # Whose proposals one may confirm also decides whether one is shown any: analysts and auditors are not.
        return confirmable(actor).select_related("shipment__administration", "proposer")
    return {Part.ESCALATED: _escalated, Part.OVERDUE: _overdue, Part.HELD: _held}[part](actor)


def _escalated(actor: Actor) -> QuerySet[Escalation]:
    """Proposals escalated in the administration, and goods that arrived undecided at the actor's checkpoints."""
    mine = Q(shipment__administration=actor.administration_id, cause=Escalation.Cause.UNCONFIRMED)
    here = Q(Exists(_offices(actor, "shipment")))
    rows = standing().filter(mine | here) if overseen(actor).exists() else Escalation.objects.none()
    return rows.select_related("shipment__administration", "review__proposer")


def _overdue(actor: Actor) -> QuerySet[Shipment]:
    escalated = standing().filter(shipment=OuterRef("pk"))
    arrived = Shipment.objects.filter(state__in=OPEN, arrival_at__lt=timezone.now())
    return arrived.filter(Exists(_offices(actor, "pk")), ~Exists(escalated)).select_related("administration")


def _held(actor: Actor) -> QuerySet[Holding]:
    held = Holding.objects.filter(Exists(_offices(actor, "shipment")), ended_at=None)
    return held.select_related("shipment__administration", "holder")


def _offices(actor: Actor, shipment: str) -> QuerySet[ShipmentOffice]:
    return ShipmentOffice.objects.filter(shipment=OuterRef(shipment), checkpoint__in=overseen(actor).order_by())


def _shipment(row: _Waiting) -> Shipment:
    return row if isinstance(row, Shipment) else row.shipment


def _moment(row: _Waiting, path: str) -> datetime:
    moment: Any = row
    for name in path.split("__"):
        moment = getattr(moment, name)
    assert isinstance(moment, datetime)
    return moment


def _row(part: Part, row: _Waiting, places: tuple[str, ...]) -> Row:
    shipment = _shipment(row)
    review = row if isinstance(row, Review) else getattr(row, "review", None)
    person = row.holder if isinstance(row, Holding) else review.proposer if review else None
    return Row(
        id=row.pk,
        shipment=shipment.pk,
        number=shipment.declaration_number,
        state=shipment.state,
        level=shipment.level,
        arrival_at=shipment.arrival_at,
        since=_since(row, review),
        deadline=_deadline(row, shipment),
        person=_name(person) if person else "",
        decision=review.decision if review else "",
        cause=row.cause if isinstance(row, Escalation) else "",
        places=places,
    )


def _since(row: _Waiting, review: Review | None) -> datetime:
    """Goods that arrived undecided wait since then, whenever that was noticed."""
    if review:
        return review.created_at
    return row.deadline if isinstance(row, Escalation) else row.created_at


def _deadline(row: _Waiting, shipment: Shipment) -> datetime:
    if isinstance(row, Escalation):
        return row.deadline
    if isinstance(row, Review):
        return row.created_at + timedelta(minutes=shipment.administration.confirm_within_minutes)
    return shipment.arrival_at


def _name(user: User) -> str:
    return user.get_full_name() or user.username


def _places(shipments: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Names of the checkpoints by shipment, each once."""
    rows = ShipmentOffice.objects.filter(shipment__in=list(shipments)).order_by("checkpoint__name")
    found: dict[UUID, dict[str, None]] = {}
    for shipment, name in rows.values_list("shipment_id", "checkpoint__name"):
        found.setdefault(shipment, {})[name] = None
    return {shipment: tuple(names) for shipment, names in found.items()}


# -- by checkpoint -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AtCheckpoint:
    """How a checkpoint stands. ``oldest``: when what waits longest was received; None where nothing waits."""

    checkpoint: Checkpoint
    waiting: int
    overdue: int
    oldest: datetime | None
    decided_today: int
    last_received: datetime | None


def by_checkpoint(actor: Actor) -> list[AtCheckpoint]:
    """Every checkpoint that the actor oversees, by name; 200 at most. Three statements."""
    now = timezone.now()
    latest = ShipmentOffice.objects.filter(checkpoint=OuterRef("pk")).order_by("-created_at").values("created_at")
    places = list(
        overseen(actor).select_related("administration").annotate(last_received=Subquery(latest[:1]))[:MOST_CHECKPOINTS]
    )
    stands = _open_work(places, now)
    decided = _decided_since(places, timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0))
    return [
        AtCheckpoint(place, *stands.get(place.pk, (0, 0, None)), decided.get(place.pk, 0), place.last_received)
        for place in places
    ]


def _open_work(places: list[Any], now: datetime) -> dict[UUID, tuple[int, int, datetime | None]]:
    """How many wait, how many of them are overdue, and when the first was received, by checkpoint."""
    offices = ShipmentOffice.objects.filter(checkpoint__in=places, shipment__state__in=OPEN)
    rows = offices.values("checkpoint").annotate(
        waiting=Count("shipment", distinct=True),
        overdue=Count("shipment", distinct=True, filter=Q(shipment__arrival_at__lt=now)),
        oldest=Min("shipment__created_at"),
    )
    return {key: tuple(figures) for key, *figures in rows.values_list("checkpoint", "waiting", "overdue", "oldest")}


def _decided_since(places: list[Any], moment: datetime) -> dict[UUID, int]:
    outcomes = Outcome.objects.filter(created_at__gte=moment, shipment__offices__checkpoint__in=places)
    by_place = outcomes.values("shipment__offices__checkpoint").annotate(n=Count("shipment", distinct=True))
    return dict(by_place.values_list("shipment__offices__checkpoint", "n"))
