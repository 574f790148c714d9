"""The queue: shipments within an actor's scope that wait for a human, in the order in which they are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from checkpoints.actors import Actor
from screening.models import Flag, GoodsItem, Party, Review, ScreeningRequest, Shipment
from screening.selectors.deadlines import Deadlines, Due
from screening.selectors.entries import EntryKey, hazards_of, in_order
from screening.selectors.holdings import Holder, held_by, holders_of
from screening.selectors.scope import confirmable, visible_shipments
from screening.selectors.since import moment_in

PAGE: Final = 25
_State = Shipment.State
_SHORT: Final = 140
_NO_LEVEL: Final = 99
"""Above every level."""


class Show(StrEnum):
    """Which part of the shipments to list."""

    WAITING = "waiting"  # being screened, flagged, waiting for a second person
    OPEN = "open"  # no indication, but open questions, signs or doubts
    CLEAR = "clear"
    DECIDED = "decided"
    MINE = "mine"  # those that the actor works on
    CONFIRMING = "confirming"  # waiting for a second person
    NEW = "new"  # waiting, and received since the actor's last visit


_OPEN_POINTS: Final = Q(lane=Shipment.Lane.YELLOW) | ~Q(doubts=[])
WAITING: Final = (_State.SCREENING, _State.FLAGGED, _State.CONFIRMING)
"""The states in which somebody or something is waited for."""
_WAITING: Final = Q(state__in=WAITING)
_SHOWN: Final[dict[Show, Q]] = {
    Show.WAITING: _WAITING,
    Show.CONFIRMING: Q(state=_State.CONFIRMING),
    Show.OPEN: Q(state=_State.CLEAR) & _OPEN_POINTS,
    Show.CLEAR: Q(state=_State.CLEAR),
    Show.DECIDED: Q(state=_State.DECIDED),
}

_LATEST_FIRST: Final = frozenset({Show.CLEAR, Show.DECIDED})
"""Nothing here is due: who looks, looks for what came last."""


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
            return cls(moment_in(arrival), int(level), UUID(key))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.arrival_at.isoformat()}~{self.level}~{self.id}"

    @classmethod
    def before(cls, moment: datetime) -> Self:
        """Where the first row from a moment on comes next."""
        return cls(moment, _NO_LEVEL, UUID(int=0))

    def behind(self, show: Show) -> Q:
        """The rows that come after it."""
        same = Q(arrival_at=self.arrival_at) & (Q(level__lt=self.level) | Q(level=self.level, id__gt=self.id))
        if show in _LATEST_FIRST:
            return Q(arrival_at__lt=self.arrival_at) | same
        return Q(arrival_at__gt=self.arrival_at) | same


@dataclass(frozen=True, slots=True)
class Row:
    """One shipment of the queue. ``failed``: the last attempt to screen it failed for good."""

    id: UUID
    declaration_number: str
    version: int
    created_at: datetime
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
    holder: Holder | None

    @property
    def place(self) -> Place:
        return Place(self.arrival_at, self.level, self.id)


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    next: Place | None


def page(actor: Actor, *, show: Show, after: Place | None, since: datetime | None = None) -> Page:
    """One page of the queue; four statements whatever its length. ``since``: the actor's last visit."""
    wanted = visible_shipments(actor).filter(_shown(actor, show, since))
    if after:
        wanted = wanted.filter(after.behind(show))
    arrival = "-arrival_at" if show in _LATEST_FIRST else "arrival_at"
    found = list(_described(wanted).order_by(arrival, "-level", "id")[: PAGE + 1])
    flags = _flags(found[:PAGE])
    hazards = hazards_of(key for keys in flags.values() for key in keys) if flags else {}
    holders = holders_of(values["id"] for values in found[:PAGE])
    rows = [
        _row(values, flags.get(values["latest_run_id"], []), hazards, holders.get(values["id"]))
        for values in found[:PAGE]
    ]
    return Page(rows, rows[-1].place if len(found) > PAGE else None)


def _shown(actor: Actor, show: Show, since: datetime | None) -> Q:
    if show == Show.MINE:
        return held_by(actor)
    return _new(since) if show == Show.NEW else _SHOWN[show]


def _new(since: datetime | None) -> Q:
    """Who was never here before has nothing marked as new."""
    return _WAITING & Q(created_at__gt=since) if since else Q(pk__in=())


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
        *("id", "declaration_number", "version", "created_at", "arrival_at", "state", "level", "lane", "latest_run_id"),
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


def _row(
    values: dict[str, Any], flags: list[EntryKey], hazards: dict[EntryKey, tuple[str, ...]], holder: Holder | None
) -> Row:
    return Row(
        id=values["id"],
        declaration_number=values["declaration_number"],
        version=values["version"],
        created_at=values["created_at"],
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
        holder=holder,
    )


def shortened(text: str) -> str:
    """A description on one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[:_SHORT].rsplit(" ", 1)[0] + " …"


# -- counts, and what stands above the queue -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits: by state and by deadline."""

    screening: int
    flagged: int
    confirming: int
    open: int
    new: int
    overdue: int
    soon: int
    today: int
    later: int

    @property
    def waiting(self) -> int:
        return self.screening + self.flagged + self.confirming


def counts(actor: Actor, *, due: Deadlines, since: datetime | None = None) -> Counts:
    """One statement; shipments that are done with are not read."""
    at_work = visible_shipments(actor).exclude(state__in=[_State.DECIDED, _State.SUPERSEDED])
    found = at_work.aggregate(
        screening=Count("pk", filter=Q(state=_State.SCREENING)),
        flagged=Count("pk", filter=Q(state=_State.FLAGGED)),
        confirming=Count("pk", filter=Q(state=_State.CONFIRMING)),
        open=Count("pk", filter=_SHOWN[Show.OPEN]),
        new=Count("pk", filter=_new(since)),
        **{each.value: Count("pk", filter=_WAITING & due.within(each)) for each in Due},
    )
    return Counts(**found)


def to_confirm(actor: Actor) -> list[Review]:
    """Proposals of others that the actor may confirm, the most urgent first."""
    return list(confirmable(actor).select_related("shipment", "proposer").order_by("shipment__arrival_at", "id")[:PAGE])


def failed(actor: Actor) -> list[ScreeningRequest]:
    """Requests that failed for good and that no later run made up for."""
    later = ScreeningRequest.objects.filter(
        shipment=OuterRef("shipment"), state=ScreeningRequest.State.DONE, created_at__gt=OuterRef("created_at")
    )
    found = ScreeningRequest.objects.filter(
        ~Exists(later), state=ScreeningRequest.State.FAILED, shipment__in=visible_shipments(actor)
    )
    return list(found.select_related("shipment").order_by("shipment__arrival_at", "id")[:PAGE])
