"""What is kept about a shipment, read at one moment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from checkpoints.models import ApiClient, Checkpoint, User
from ledger.models import AuditEvent
from screening import models as m

Rows = dict[str, list[Model]]

DECLARED: Final[tuple[tuple[str, type[Model]], ...]] = (
    ("offices", m.ShipmentOffice),
    ("items", m.GoodsItem),
    ("parties", m.Party),
    ("route", m.Route),
    ("containers", m.Container),
    ("documents", m.Document),
)
WORK: Final[tuple[tuple[str, type[Model], str], ...]] = (
    ("requests", m.ScreeningRequest, "shipment"),
    ("questions", m.Question, "shipment"),
    ("answers", m.Answer, "question__shipment"),
    ("holdings", m.Holding, "shipment"),
    ("notes", m.Note, "shipment"),
    ("attachments", m.Attachment, "shipment"),
    ("reviews", m.Review, "shipment"),
    ("confirmations", m.ReviewConfirmation, "review__shipment"),
    ("outcomes", m.Outcome, "shipment"),
    ("results", m.InspectionResult, "outcome__shipment"),
    ("escalations", m.Escalation, "shipment"),
)
"""Name in the dossier, model, and how its rows lead to the shipment."""

_ACTOR: Final = re.compile(r"(person|client):([0-9a-f-]{36})")


@dataclass(frozen=True)
class Case:
    """A shipment with every row about it, each kind in the order of making.

    ``runs`` come without their evidence and ``attachments`` without their bytes: those never change and
    are read when they are written. ``names`` says who stands behind the keys of people, systems and places.
    """

    shipment: m.Shipment
    declared: Rows
    work: Rows
    versions: list[m.Shipment]
    runs: list[m.ScreeningRun]
    flags: list[m.Flag]
    events: list[AuditEvent]
    names: dict[str, dict[str, str]]

    @property
    def submission(self) -> m.Submission:
        return self.shipment.submission


def read_case(key: UUID) -> Case:
    """Reads all of it while nobody changes the shipment; the number of statements does not depend on it."""
    with transaction.atomic():
        shipment = (
            m.Shipment.objects.select_for_update(of=("self",))
            .select_related("submission", "administration")
            .get(pk=key)
        )
        declared = {name: _rows(model, "shipment", key) for name, model in DECLARED}
        work = {name: _rows(model, path, key) for name, model, path in WORK}
        events = _events(shipment)
        return Case(
            shipment=shipment,
            declared=declared,
            work=work,
            versions=_versions(shipment),
            runs=list(shipment.runs.defer("evidence").order_by("number")),
            flags=list(m.Flag.objects.filter(run__shipment=key).order_by("run__number", "item_number", "id")),
            events=events,
            names=_names(shipment, [*declared.values(), *work.values()], events),
        )


def _rows(model: type[Model], path: str, key: UUID) -> list[Model]:
    return list(model._default_manager.filter(**{path: key}).order_by("created_at", "id"))


def _versions(shipment: m.Shipment) -> list[m.Shipment]:
    same = m.Shipment.objects.filter(
        administration=shipment.administration_id, declaration_number=shipment.declaration_number
    )
    return list(same.order_by("version"))


def _events(shipment: m.Shipment) -> list[AuditEvent]:
    subjects = [f"shipment:{shipment.pk}", f"submission:{shipment.submission_id}"]
    return list(AuditEvent.objects.filter(subject__in=subjects).order_by("node", "sequence"))


# -- who stands behind the keys -------------------------------------------------------------------------


def _names(
    shipment: m.Shipment, tables: Iterable[list[Model]], events: Iterable[AuditEvent]
) -> dict[str, dict[str, str]]:
    keys = {str(key) for rows in tables for row in rows for key in _keys_in(row)}
    actors = [shipment.submission.submitted_by, shipment.submission.sender, *(event.actor for event in events)]
    keys |= {found[2] for actor in actors if (found := _ACTOR.fullmatch(actor))}
    people = User.objects.filter(pk__in=keys).order_by("pk")
    systems = ApiClient.objects.filter(pk__in=keys).order_by("pk")
    places = Checkpoint.objects.filter(pk__in=keys).order_by("pk")
    return {
        "administration": {str(shipment.administration_id): shipment.administration.name},
        "people": {str(user.pk): f"{user.get_full_name()} ({user.username})".strip() for user in people},
        "systems": {str(system.pk): system.name for system in systems},
        "checkpoints": {str(place.pk): f"{place.name} ({place.code})" for place in places},
    }


def _keys_in(row: Model) -> Iterator[UUID | str]:
    """Keys of people and places that a row names, in its columns or as an actor."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.related_model in (User, Checkpoint) and value:
            yield value
        elif isinstance(value, str) and (found := _ACTOR.fullmatch(value)):
            yield found[2]
