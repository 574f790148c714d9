"""Appends to the audit chain and checks it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction

from ledger.clock import now
from ledger.keys import this_node
from ledger.models import AuditEvent

GENESIS: Final = "0" * 64
_LOCK: Final = 0x5C4EE9  # any number, the same for all who append


def record(*, actor: str, action: str, subject: models.Model, detail: Mapping[str, Any] | None = None) -> AuditEvent:
    """Appends one event. Call it last in a transaction: the chain is locked until the commit."""
    with transaction.atomic(savepoint=False):  # a write without its event must not stand
        _lock_chain()
        last = chain_end()
        event = AuditEvent(
            sequence=last.sequence + 1 if last else 1,
            at=now(),
            actor=actor,
            action=action,
            subject=f"{subject._meta.model_name}:{subject.pk}",
            administration=getattr(subject, "administration_id", None),
            detail=canonical(detail or {}),
            previous_hash=last.hash if last else GENESIS,
        )
        event.hash = event_hash(event)
        event.save(force_insert=True)
    return event


def canonical(value: Any) -> str:
    """JSON that is the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def event_hash(event: AuditEvent) -> str:
    """SHA-256 over the hash before and everything the event says."""
    said = [event.node, event.sequence, event.at.astimezone(UTC).isoformat()]
    said += [event.actor, event.action, event.subject, event.administration, event.detail]
    return hashlib.sha256(f"{event.previous_hash}{canonical(said)}".encode()).hexdigest()


def _lock_chain() -> None:
    # SQLite transactions begin IMMEDIATE here, so a writer is alone already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


# -- heads, kept outside the database -------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    """The end of a chain at a moment, as exported outside the database."""

    node: str
    sequence: int
    hash: str
    exported_at: str


def heads_file() -> Path:
    """Where heads are kept. Put it on another machine or medium than the database (AUDIT_HEADS)."""
    return Path(settings.AUDIT_HEADS)


def export_head() -> Head | None:
    """Appends the present head of this node's chain to the heads file; None where nothing happened."""
    last = chain_end()
    return keep_outside(last) if last else None


def chain_end() -> AuditEvent | None:
    """The last event of this node's chain."""
    return AuditEvent.objects.filter(node=this_node()).order_by("-sequence").first()


def keep_outside(event: AuditEvent) -> Head:
    """Appends one event's place and hash to the heads file; nobody can change it unnoticed from then on."""
    exported_at = datetime.now().astimezone().isoformat(timespec="seconds")
    head = Head(event.node, event.sequence, event.hash, exported_at)
    path = heads_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(canonical(vars(head)) + "\n")
    return head


def exported_heads(path: Path | None = None) -> list[Head]:
    """What stands in the heads file, or in a copy of it; nothing where there is none."""
    path = path or heads_file()
    if not path.exists():
        return []
    return [Head(**json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


@dataclass(frozen=True)
class Verification:
    """What a look at the whole chain found."""

    faults: list[str]
    events: int
    heads: int


VERIFIED: Final = "chain.verified"
BROKEN: Final = "chain.broken"


def verify() -> Verification:
    """Looks at every event and every exported head, and records what was found as an event of its own."""
    end = chain_end()
    found = Verification(list(faults()), AuditEvent.objects.count(), len(exported_heads()))
    if end is not None:
        action = BROKEN if found.faults else VERIFIED
        detail = {"faults": len(found.faults), "events": found.events, "end": end.sequence}
        record(actor="system:portal", action=action, subject=end, detail=detail)
    return found


def faults(*, using: str = DEFAULT_DB_ALIAS, heads: Iterable[Head] | None = None) -> Iterator[str]:
    """Everything that is wrong with the chains: edited, missing, reordered or cut events."""
    ends: dict[str, int] = {}
    kept = exported_heads() if heads is None else heads
    hashes: dict[tuple[str, int], set[str]] = {}
    for head in kept:  # two heads of one place tell that the chain was begun anew there
        hashes.setdefault((head.node, head.sequence), set()).add(head.hash)
    previous: AuditEvent | None = None
    for event in AuditEvent.objects.using(using).order_by("node", "sequence").iterator(chunk_size=2000):
        if previous is None or previous.node != event.node:
            previous = None
        yield from _event_faults(event, previous, hashes)
        ends[event.node] = event.sequence
        previous = event
    for node, sequence in hashes:
        if sequence > ends.get(node, 0):
            yield f"{node}/{sequence}: was exported as the head but is gone: the tail of the chain was cut"


def _event_faults(
    event: AuditEvent, previous: AuditEvent | None, heads: Mapping[tuple[str, int], set[str]]
) -> Iterator[str]:
    expected = previous.sequence + 1 if previous else 1
    if event.sequence != expected:
        yield f"{event.node}/{expected}: missing; the next event found is {event.sequence}"
    elif event.previous_hash != (previous.hash if previous else GENESIS):
        yield f"{event}: does not continue the event before it"
    if event.hash != event_hash(event):
        yield f"{event}: was changed after it was written"
    if heads.get((event.node, event.sequence), {event.hash}) != {event.hash}:
        yield f"{event}: differs from the head that was exported"
