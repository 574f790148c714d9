"""The queue: shipments within an actor's scope that wait for a human, in the order in which they are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from checkpoints.actors import Actor
from checkpoints.roles import MAY, Ability
from screening.models import Flag, GoodsItem, Party, Review, ScreeningRequest, Shipment
from screening.selectors.entries import EntryKey, hazards_of, in_order
from screening.selectors.scope import visible_shipments

PAGE: Final = 25
_State = Shipment.State
_SHORT: Final = 140


class Show(StrEnum):
    """Which part of the shipments to list."""

    WAITING = "waiting"  # being screened, flagged, waiting for a second person
    OPEN = "open"  # no indication, but open questions, signs or doubts
    CLEAR = "clear"
    DECIDED = "decided"


_OPEN_POINTS: Final = Q(lane=Shipment.Lane.YELLOW) | ~Q(doubts=[])
_SHOWN: Final[dict[Show, Q]] = {
    Show.WAITING: Q(state__in=[_State.SCREENING, _State.FLAGGED, _State.CONFIRMING]),
    Show.OPEN: Q(state=_State.CLEAR) & _OPEN_POINTS,
    Show.CLEAR: Q(state=_State.CLEAR),
    Show.DECIDED: Q(state=_State.DECIDED),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: arrival, level and key of its last row."""

    arrival_at: datetime
    level: int
    id: UUID

    @classmethod
    def read(cls, text: str) -> Self | None:
        """From ``str(place)``; None for anything else."""
        try:
            arrival, level, key = text.split("~")
            place = cls(datetime.fromisoformat(arrival), int(level), UUID(key))
        except ValueError:
            return None
        return place if place.arrival_at.tzinfo else None

    def __str__(self) -> str:
        return f"{self.arrival_at.isoformat()}~{self.level}~{self.id}"

    def behind(self) -> Q:
        """The rows that come after it."""
        same = Q(arrival_at=self.arrival_at)
        return Q(arrival_at__gt=self.arrival_at) | same & (
            Q(level__lt=self.level) | Q(level=self.level, id__gt=self.id)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One shipment of the queue. ``failed``: the last attempt to screen it failed for good."""

    id: UUID
    declaration_number: str
    version: int
    arrival_at: datetime
    state: str
    level: int
    lane: str
    consignee: str
    goods: str
    lines: int
    flags: int
    hazards: tuple[str, ...]
    failed: bool

    @property
    def place(self) -> Place:
        return Place(self.arrival_at, self.level, self.id)


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    next: Place | None


def page(actor: Actor, *, show: Show, after: Place | None) -> Page:
    """One page of the queue; three statements whatever its length."""
    wanted = visible_shipments(actor).filter(_SHOWN[show])
    if after:
        wanted = wanted.filter(after.behind())
    found = list(_described(wanted).order_by("arrival_at", "-level", "id")[: PAGE + 1])
    flags = _flags(found[:PAGE])
    hazards = hazards_of(key for keys in flags.values() for key in keys) if flags else {}
    rows = [_row(values, flags.get(values["latest_run_id"], []), hazards) for values in found[:PAGE]]
    return Page(rows, rows[-1].place if len(found) > PAGE else None)


def _described(shipments: QuerySet[Shipment]) -> QuerySet[Shipment, dict[str, Any]]:
    consignee = Party.objects.filter(shipment=OuterRef("pk"), role=Party.Role.CONSIGNEE)
    items = GoodsItem.objects.filter(shipment=OuterRef("pk"))
    flags = Flag.objects.filter(run=OuterRef("latest_run")).order_by("-level", "-score_permille", "item_number")
    latest = ScreeningRequest.objects.filter(shipment=OuterRef("pk")).order_by("-created_at", "-id")
    lines = items.order_by().values("shipment").annotate(n=Count("pk")).values("n")
    described: QuerySet[Shipment, dict[str, Any]] = shipments.annotate(
        consignee=Subquery(consignee.values("name")[:1]),
        # What was flagged says more than what stands first.
        flagged_item=Subquery(flags.values("item_number")[:1]),
        goods=Coalesce(
            Subquery(items.filter(number=OuterRef("flagged_item")).values("description")[:1]),
            Subquery(items.order_by("number").values("description")[:1]),
            Value(""),
            output_field=TextField(),
        ),
        lines=Subquery(lines),
        request_state=Subquery(latest.values("state")[:1]),
    ).values(
        *("id", "declaration_number", "version", "arrival_at", "state", "level", "lane", "latest_run_id"),
        *("consignee", "goods", "lines", "request_state"),
    )
    return described


def _flags(found: list[dict[str, Any]]) -> dict[UUID, list[EntryKey]]:
    """What the latest run of each shipment flagged."""
    runs = [values["latest_run_id"] for values in found if values["latest_run_id"]]
    flags: dict[UUID, list[EntryKey]] = {}
    for run, slug, code in Flag.objects.filter(run__in=runs).values_list("run_id", "list_slug", "entry_code"):
        flags.setdefault(run, []).append((slug, code))
    return flags


def _row(values: dict[str, Any], flags: list[EntryKey], hazards: dict[EntryKey, tuple[str, ...]]) -> Row:
    return Row(
        id=values["id"],
        declaration_number=values["declaration_number"],
        version=values["version"],
        arrival_at=values["arrival_at"],
        state=values["state"],
        level=values["level"],
        lane=values["lane"],
        consignee=values["consignee"] or "",
        goods=shortened(values["goods"]),
        lines=values["lines"] or 0,
        flags=len(flags),
        hazards=in_order(hazard for key in flags for hazard in hazards.get(key, ())),
        failed=values["request_state"] == ScreeningRequest.State.FAILED,
    )


def shortened(text: str) -> str:
    """A description on one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[:_SHORT].rsplit(" ", 1)[0] + " …"


# -- counts, and what stands above the queue -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """How many shipments wait, by what for."""

    screening: int
    flagged: int
    confirming: int
    open: int


def counts(actor: Actor) -> Counts:
    """One statement; shipments that are done with are not read."""
    at_work = visible_shipments(actor).exclude(state__in=[_State.DECIDED, _State.SUPERSEDED])
    found = at_work.aggregate(
        screening=Count("pk", filter=Q(state=_State.SCREENING)),
        flagged=Count("pk", filter=Q(state=_State.FLAGGED)),
        confirming=Count("pk", filter=Q(state=_State.CONFIRMING)),
        open=Count("pk", filter=_SHOWN[Show.OPEN]),
    )
    return Counts(**found)


def to_confirm(actor: Actor) -> list[Review]:
    """Proposals of others that the actor may confirm, the most urgent first."""
    places = {at for role, at in actor.holds if at and role in MAY[Ability.CONFIRM]}
    if not places:
        return []
    proposals = Review.objects.filter(
        needs_confirmation=True,
        confirmation=None,
        run=F("shipment__latest_run"),
        shipment__in=visible_shipments(actor).filter(state=_State.CONFIRMING, offices__checkpoint__in=places),
    )
    others = proposals.exclude(proposer=UUID(actor.id)).select_related("shipment", "proposer")
    return list(others.order_by("shipment__arrival_at", "id")[:PAGE])


def failed(actor: Actor) -> list[ScreeningRequest]:
    """Requests that failed for good and that no later run made up for."""
    later = ScreeningRequest.objects.filter(
        shipment=OuterRef("shipment"), state=ScreeningRequest.State.DONE, created_at__gt=OuterRef("created_at")
    )
    found = ScreeningRequest.objects.filter(
        ~Exists(later), state=ScreeningRequest.State.FAILED, shipment__in=visible_shipments(actor)
    )
    return list(found.select_related("shipment").order_by("shipment__arrival_at", "id")[:PAGE])
