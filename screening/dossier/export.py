"""Writes a shipment's dossier and records in the audit chain who took it and what its manifest says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Final
from uuid import UUID

from checkpoints.actors import SYSTEM, Actor
from checkpoints.roles import Ability
from ledger import audit
from ledger.models import AuditEvent
from screening.dossier.archive import Archive
from screening.dossier.case import Case, read_case
from screening.dossier.contents import members
from screening.dossier.records import as_event, as_json
from screening.models import Shipment
from screening.selectors.scope import require, visible_shipments, visible_submissions

FORMAT: Final = "dossier/1"
EXPORT: Final = "export.json"
ACTION: Final = "dossier.exported"


@dataclass(frozen=True)
class Exported:
    """What the audit chain holds about one export."""

    manifest_sha256: str
    event: AuditEvent


def export(*, shipment: Shipment, actor: Actor, summarise: Callable[[Case], str], file: IO[bytes]) -> Exported:
    """Writes the dossier to ``file`` and keeps the event's hash outside the database at once.

    ``summarise`` gives the page that people read. The command of whoever runs the portal acts as SYSTEM;
    anyone else needs Ability.EXPORT at one of the shipment's checkpoints (PermissionDenied).
    """
    if actor != SYSTEM:
        require(actor, Ability.EXPORT, shipment)
    with Archive(file) as archive:
        manifest = write(archive, shipment=shipment, actor=actor, summarise=summarise)
        event = audit.record(actor=actor.name, action=ACTION, subject=shipment, detail={"manifest": manifest})
        audit.keep_outside(event)
        archive.add_behind_the_seal(EXPORT, as_json({"event": as_event(event)}))
    return Exported(manifest, event)


def write(archive: Archive, *, shipment: Shipment, actor: Actor, summarise: Callable[[Case], str]) -> str:
    """Everything up to the manifest, whose SHA-256 it returns: the same bytes for the same state."""
    case = read_case(shipment.pk)
    with_original = actor == SYSTEM or _sees_all_of(actor, case)
    archive.add(members(case, summary=summarise(case), with_original=with_original))
    return archive.seal(
        {
            "format": FORMAT,
            "shipment": str(shipment.pk),
            "declaration_number": shipment.declaration_number,
            "version": shipment.version,
            "original_left_out": not with_original,
        }
    )


def _sees_all_of(actor: Actor, case: Case) -> bool:
    """Whether the file received holds nothing outside the actor's scope: it may hold other declarations."""
    if visible_submissions(actor).filter(pk=case.submission.pk).exists():
        return True
    seen = visible_shipments(actor).filter(submission=case.submission).count()
    return not case.submission.refusals and seen == case.submission.shipments.count()


def exports_of(key: UUID) -> list[AuditEvent]:
    """The latest exports of a shipment, the newest first, at most twenty."""
    events = AuditEvent.objects.filter(subject=f"shipment:{key}", action=ACTION)
    return list(events.order_by("-sequence")[:20])
