"""Receives declarations: keeps the original, stores what can be taken, asks for screening.

Everything of one file or message happens in one transaction; the answer is given after it is committed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from checkpoints.actors import Actor
from checkpoints.models import Checkpoint
from checkpoints.roles import Ability
from ledger import audit
from ledger.clock import now
from screening import models
from screening.intake.declaration import Declaration, Doubt, Parsed, Refusal
from screening.services import holdings, requests, search_keys
from screening.services.requests import Enqueue
from screening.services.search_keys import Findable


@dataclass(frozen=True)
class Received:
    """The original as it came, and by what door."""

    channel: str
    content: bytes
    filename: str = ""
    media_type: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass
class Receipt:
    """What became of a submission. ``known`` holds shipments that had been received before."""

    submission: models.Submission
    new: list[models.Shipment] = field(default_factory=list)
    known: list[models.Shipment] = field(default_factory=list)
    repeated: bool = False

    @property
    def shipments(self) -> list[models.Shipment]:
        return self.new + self.known


def receive(
    *, actor: Actor, received: Received, parsed: Parsed, enqueue: Enqueue, at: Checkpoint | None = None
) -> Receipt:
    """Takes in one file, form or message.

    ``at`` is the officer's checkpoint; it becomes the office of lodgement. A customs system names its
    offices in the declaration; a declaration that names none of the administration's is refused, since
    nobody would see it. The same bytes from the same sender give the receipt of the first time.
    """
    sender = _sender(actor, at)
    repeated = _repeated(sender, received)
    if repeated:
        return repeated
    try:
        with transaction.atomic():
            return _receive(sender, received, parsed, enqueue, at)
    except IntegrityError:  # the same bytes or declaration came through another door at this moment
        repeated = _repeated(sender, received)
        if repeated:
            return repeated
        with transaction.atomic():
            return _receive(sender, received, parsed, enqueue, at)


@dataclass(frozen=True)
class _Sender:
    """Who sent it, and on whose behalf: a checkpoint's officers are one sender."""

    by: str
    key: str
    administration_id: UUID


def _sender(actor: Actor, at: Checkpoint | None) -> _Sender:
    """Raises PermissionDenied for who may not send declarations in, or not at this checkpoint."""
    if actor.administration_id is None or not actor.may(Ability.SUBMIT, at=[at.pk] if at else None):
        raise PermissionDenied(_("Your assignment does not allow sending declarations in here."))
    return _Sender(actor.name, f"checkpoint:{at.pk}" if at else actor.name, actor.administration_id)


def _repeated(sender: _Sender, received: Received) -> Receipt | None:
    submission = models.Submission.objects.filter(
        administration=sender.administration_id, sender=sender.key, sha256=received.sha256
    ).first()
    if submission is None:
        return None
    return Receipt(submission, known=list(submission.shipments.order_by("id")), repeated=True)


def _receive(sender: _Sender, received: Received, parsed: Parsed, enqueue: Enqueue, at: Checkpoint | None) -> Receipt:
    offices = {row.code.casefold(): row for row in Checkpoint.objects.filter(administration=sender.administration_id)}
    addressed, unaddressed = _addressed(parsed.declarations, offices, at)
    refusals = [*parsed.refusals, *unaddressed]
    submission = _store_submission(sender, received, refusals, taken=bool(addressed))
    receipt = Receipt(submission)
    findable = []
    for declaration, places in addressed:
        shipment, new = _take(sender, submission, declaration, places)
        (receipt.new if new else receipt.known).append(shipment)
        findable += [_findable(shipment, declaration)] if new else []
    search_keys.store(findable)
    requests.ask_for(receipt.new, models.ScreeningRequest.Cause.ARRIVAL, enqueue)
    detail = {"sha256": received.sha256, "taken": len(addressed), "refused": len(refusals)}
    audit.record(actor=sender.by, action="submission.received", subject=submission, detail=detail)
    return receipt


# -- offices ---------------------------------------------------------------------------------------

_Places = dict[str, Checkpoint]


def _addressed(
    declarations: Iterable[Declaration], offices: dict[str, Checkpoint], at: Checkpoint | None
) -> tuple[list[tuple[Declaration, _Places]], list[Refusal]]:
    """Each declaration with the checkpoints it passes by role; refusals for those that name none."""
    addressed, refused = [], []
    for declaration in declarations:
        places = {
            role: offices[code.casefold()] for role, code in declaration.offices.items() if code.casefold() in offices
        }
        if at:
            places["lodgement"] = at
        if places:
            addressed.append((declaration, places))
        else:
            codes = ", ".join(sorted(filter(None, declaration.offices.values())))
            refused.append(Refusal(declaration.number, 0, "offices", codes, "office-unknown"))
    return addressed, refused


def _office_doubts(declaration: Declaration, places: _Places) -> list[Doubt]:
    return [
        Doubt(0, f"offices.{role}", code, "office-unknown-doubt")
        for role, code in sorted(declaration.offices.items())
        if code and (role not in places or places[role].code.casefold() != code.casefold())
    ]


# -- storing ---------------------------------------------------------------------------------------


def _store_submission(
    sender: _Sender, received: Received, refusals: list[Refusal], *, taken: bool
) -> models.Submission:
    state = models.Submission.State
    submission = models.Submission.objects.create(
        administration_id=sender.administration_id,
        sender=sender.key,
        submitted_by=sender.by,
        channel=received.channel,
        filename=received.filename[:200],
        media_type=received.media_type[:80],
        size=len(received.content),
        sha256=received.sha256,
        state=state.REFUSED if not taken else state.PARTLY if refusals else state.ACCEPTED,
        refusals=[asdict(refusal) for refusal in refusals],
    )
    models.SubmissionContent.objects.create(submission=submission, content=received.content)
    return submission


def _take(
    sender: _Sender, submission: models.Submission, declaration: Declaration, places: _Places
) -> tuple[models.Shipment, bool]:
    """The shipment of a declaration: the one known already, a first version, or an amended one."""
    digest = declaration.digest
    former = (
        models.Shipment.objects.select_for_update(of=("self",))
        .select_related("latest_run")
        .filter(administration=sender.administration_id, declaration_number=declaration.number)
        .order_by("-version")
        .first()
    )
    if former and former.content_sha256 == digest:
        return former, False
    version = former.version + 1 if former else 1
    shipment = _store_shipment(sender, submission, declaration, digest, version=version)
    _store_parts(shipment, declaration, places, _amendment_doubts(former, sender.key))
    if former and former.sender == sender.key:
        former.state = models.Shipment.State.SUPERSEDED
        former.save(update_fields=["state"])
        holdings.finish(shipment=former, end=models.Holding.End.AMENDED)
    return shipment, True


def _amendment_doubts(former: models.Shipment | None, sender: str) -> list[Doubt]:
    """An amendment can be an attempt to hide: only the sender's own takes the place of the former version."""
    if former is None:
        return []
    if former.sender != sender:
        return [Doubt(0, "declaration_number", former.declaration_number, "number-of-another-sender")]
    if former.latest_run is not None and former.latest_run.flagged:
        return [Doubt(0, "declaration_number", former.declaration_number, "amended-after-a-flag")]
    return []


def _store_shipment(
    sender: _Sender, submission: models.Submission, declaration: Declaration, digest: str, *, version: int
) -> models.Shipment:
    return models.Shipment.objects.create(
        administration_id=sender.administration_id,
        submission=submission,
        sender=sender.key,
        declaration_number=declaration.number,
        version=version,
        content_sha256=digest,
        declaration_type=declaration.declaration_type,
        # Where no time is declared the goods may be here already.
        arrival_at=declaration.arrival_at or now(),
        invoice_total=declaration.invoice_total,
        currency=declaration.currency,
        gross_kg=declaration.gross_kg,
        incoterm=declaration.incoterm,
        delivery_place=declaration.delivery_place,
    )


def _store_parts(shipment: models.Shipment, declaration: Declaration, places: _Places, amendment: list[Doubt]) -> None:
    doubts = [*declaration.doubts, *_office_doubts(declaration, places), *amendment]
    if doubts:
        shipment.doubts = [asdict(doubt) for doubt in doubts]
        shipment.save(update_fields=["doubts"])
    models.ShipmentOffice.objects.bulk_create(
        models.ShipmentOffice(shipment=shipment, checkpoint=checkpoint, role=role)
        for role, checkpoint in places.items()
    )
    models.GoodsItem.objects.bulk_create(
        (models.GoodsItem(shipment=shipment, **_fields(item)) for item in declaration.items), batch_size=500
    )
    models.Party.objects.bulk_create(models.Party(shipment=shipment, **_fields(party)) for party in declaration.parties)
    models.Route.objects.create(
        shipment=shipment,
        dispatch=declaration.dispatch,
        destination=declaration.destination,
        transit=list(declaration.transit),
        mode=declaration.mode,
        means=declaration.means,
        means_country=declaration.means_country,
    )
    models.Container.objects.bulk_create(
        models.Container(shipment=shipment, number=number) for number in dict.fromkeys(declaration.containers)
    )
    models.Document.objects.bulk_create(
        models.Document(shipment=shipment, **_fields(document)) for document in declaration.documents
    )


def _findable(shipment: models.Shipment, declaration: Declaration) -> Findable:
    return Findable(
        shipment,
        means=declaration.means,
        containers=declaration.containers,
        names=[party.name for party in declaration.parties],
        codes=[party.identifier for party in declaration.parties],
        goods=[(item.hs_code, item.description) for item in declaration.items],
    )


def _fields(declared: Any) -> dict[str, Any]:
    """The declared values; the models carry the same names."""
    return {each.name: getattr(declared, each.name) for each in fields(declared)}  # flat, so nothing to copy
