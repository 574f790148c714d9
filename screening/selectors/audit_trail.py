"""The audit chain as an auditor reads it: what happened in an administration, and whether it was changed since."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from checkpoints.actors import SYSTEM, Actor
from checkpoints.models import ApiClient, User
from ledger import audit
from ledger.keys import this_node
from ledger.models import AuditEvent
from screening.models import Edition, Submission, WatchlistEdition
from screening.selectors.scope import visible_shipments

PAGE: Final = 25
_MOST_VERSIONS: Final = 50
_MODELS: Final = ("shipment", "submission", "edition", "user", "delegation", "auditevent", "watchlistedition")
"""What a key alone is looked for as."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events; an empty part asks for all. ``subjects`` are as the chain names them."""

    actor: str = ""
    action: str = ""
    subjects: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """An event, whether it still says what it said when it was written, and whether it follows the one before."""

    event: AuditEvent
    unchanged: bool
    continues: bool

    @property
    def whole(self) -> bool:
        return self.unchanged and self.continues


@dataclass(frozen=True, slots=True)
class Page:
    seen: list[Seen]
    next: UUID | None


def page(actor: Actor, *, wanted: Wanted, after: UUID | None) -> Page:
    """The latest events first; two statements. Events that concern no administration are among them."""
    events = _wanted(_within(actor), wanted)
    if after:
        events = events.filter(id__lt=after)
    found = list(events.order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    return Page(_checked(shown), shown[-1].pk if len(found) > PAGE else None)


def _within(actor: Actor) -> QuerySet[AuditEvent]:
    if actor.administration_id is None:
        return AuditEvent.objects.none()
    return AuditEvent.objects.filter(Q(administration=actor.administration_id) | Q(administration=None))


def _wanted(events: QuerySet[AuditEvent], wanted: Wanted) -> QuerySet[AuditEvent]:
    conditions: dict[str, Any] = {
        "actor": wanted.actor,
        "action": wanted.action,
        "subject__in": wanted.subjects,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    return events.filter(**{name: value for name, value in conditions.items() if value})


def _checked(events: list[AuditEvent]) -> list[Seen]:
    """Each event against its own hash and the hash of the event before it."""
    before = [Q(node=event.node, sequence=event.sequence - 1) for event in events if event.sequence > 1]
    hashes: dict[tuple[str, int], str] = {}
    if before:
        rows = AuditEvent.objects.filter(reduce(or_, before)).values_list("node", "sequence", "hash")
        hashes = {(node, sequence + 1): hash_ for node, sequence, hash_ in rows}
    return [
        Seen(
            event,
            unchanged=event.hash == audit.event_hash(event),
            continues=event.previous_hash == _hash_before(event, hashes),
        )
        for event in events
    ]


def _hash_before(event: AuditEvent, hashes: dict[tuple[str, int], str]) -> str | None:
    return audit.GENESIS if event.sequence == 1 else hashes.get((event.node, event.sequence))


# -- what is known about the whole chain ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """The last look at the whole chain, and the last hash that was kept outside the database, and when."""

    looked_at: datetime | None
    whole: bool
    end: int
    node: str
    head: audit.Head | None
    head_at: datetime | None


def standing() -> Standing:
    """One statement and one file; the chain itself is not read."""
    looks = AuditEvent.objects.filter(node=this_node(), action__in=[audit.VERIFIED, audit.BROKEN])
    last, heads = looks.order_by("-sequence").first(), audit.exported_heads()
    return Standing(
        looked_at=last.at if last else None,
        whole=last is not None and last.action == audit.VERIFIED,
        end=json.loads(last.detail)["end"] if last else 0,
        node=this_node(),
        head=heads[-1] if heads else None,
        head_at=datetime.fromisoformat(heads[-1].exported_at) if heads else None,
    )


# -- who and what ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Names:
    """What stands behind the keys of a page's events, where the reader may know it."""

    people: dict[str, User]
    systems: dict[str, ApiClient]
    shipments: dict[str, str]
    submissions: dict[str, str]
    editions: dict[str, str]


def names_in(actor: Actor, events: Iterable[AuditEvent]) -> Names:
    """Six statements at most, however many events."""
    events = list(events)
    own = {"administration": actor.administration_id}
    people = User.objects.filter(pk__in=_keys("person", (event.actor for event in events)), **own)
    systems = ApiClient.objects.filter(pk__in=_keys("client", (event.actor for event in events)), **own)
    subjects = [event.subject for event in events]
    shipments = visible_shipments(actor).filter(pk__in=_keys("shipment", subjects))
    submissions = Submission.objects.filter(pk__in=_keys("submission", subjects), **own)
    editions = Edition.objects.filter(pk__in=_keys("edition", subjects)).select_related("control_list")
    watched = WatchlistEdition.objects.filter(pk__in=_keys("watchlistedition", subjects)).select_related("watchlist")
    return Names(
        people={str(user.pk): user for user in people},
        systems={str(system.pk): system for system in systems},
        shipments={str(key): number for key, number in shipments.values_list("pk", "declaration_number")},
        submissions={str(row.pk): row.filename for row in submissions},
        editions={str(row.pk): str(row) for row in (*editions, *watched)},
    )


def _keys(kind: str, names: Iterable[str]) -> set[str]:
    pairs = (name.partition(":") for name in names)
    return {key for prefix, _, key in pairs if prefix == kind}


def actor_named(actor: Actor, text: str) -> str | None:
    """How the chain names a person or system of the reader's administration; None for nobody or several."""
    if text == SYSTEM.name:
        return text
    first, _, last = text.partition(" ")
    own = {"administration": actor.administration_id}
    people = User.objects.filter(Q(username__iexact=text) | Q(first_name=first, last_name=last.strip()), **own)
    found = [f"person:{key}" for key in people.values_list("pk", flat=True)[:2]]
    systems = ApiClient.objects.filter(name=text, **own)
    found += [f"client:{key}" for key in systems.values_list("pk", flat=True)[:2]]
    return found[0] if len(found) == 1 else None


def subjects_named(actor: Actor, text: str) -> tuple[str, ...]:
    """How the chain names what has this key or declaration number; empty where nothing has."""
    try:
        key = UUID(text)
    except ValueError:
        shipments = visible_shipments(actor).filter(declaration_number=text).order_by("version")[:_MOST_VERSIONS]
        pairs = shipments.values_list("pk", "submission_id")
        return tuple(name for key, sent in pairs for name in (f"shipment:{key}", f"submission:{sent}"))
    return tuple(f"{model}:{key}" for model in _MODELS)
