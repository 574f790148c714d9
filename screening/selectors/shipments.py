"""One shipment with everything that its page shows; the number of statements does not depend on the lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from checkpoints.actors import Actor
from checkpoints.models import ApiClient, User
from ledger.models import Record
from screening.models import (
    Answer,
    Attachment,
    Container,
    Document,
    Escalation,
    GoodsItem,
    Holding,
    InspectionResult,
    Note,
    Party,
    Question,
    Review,
    ScreeningRequest,
    ScreeningRun,
    Shipment,
    ShipmentOffice,
)
from screening.selectors.reviews import with_standing
from screening.selectors.scope import confirmable, visible_shipments

_UNDER_WAY = (ScreeningRequest.State.WAITING, ScreeningRequest.State.CLAIMED)
MOST: Final = 100
"""Of each kind of event, the latest that the page shows; the audit chain has them all."""


@dataclass(frozen=True)
class Detail:
    """A shipment and its parts; what happened to it stands newest first, 100 of a kind at most.

    ``verdicts`` are the documents of the latest run by item number; ``to_confirm`` is the key of the proposal
    that the reader may confirm; ``names`` are what those are called who answered and sent in, by
    ``person:<key>`` and ``client:<key>``.
    """

    shipment: Shipment
    offices: list[ShipmentOffice]
    items: list[GoodsItem]
    parties: list[Party]
    containers: list[Container]
    documents: list[Document]
    questions: list[Question]
    answers: list[Answer]
    reviews: list[Review]
    runs: list[ScreeningRun]
    holdings: list[Holding]
    notes: list[Note]
    attachments: list[Attachment]
    results: list[InspectionResult]
    escalations: list[Escalation]
    verdicts: dict[int, dict[str, Any]]
    other_versions: list[Shipment]
    to_confirm: UUID | None
    under_way: bool
    failed: bool
    names: dict[str, str]

    @property
    def office_ids(self) -> set[UUID]:
        return {office.checkpoint_id for office in self.offices}

    @property
    def holding(self) -> Holding | None:
        """The one that has not ended."""
        return next((each for each in self.holdings if each.ended_at is None), None)


def with_relations(actor: Actor) -> QuerySet[Shipment]:
    """Visible shipments with what the page needs of their neighbours."""
    return visible_shipments(actor).select_related("administration", "latest_run", "route", "submission")


def detail(shipment: Shipment, actor: Actor) -> Detail:
    """Twenty-one statements at most. ``shipment`` comes from ``with_relations``."""
    answers = list(Answer.objects.filter(question__shipment=shipment).order_by("-created_at", "-id"))
    latest = ScreeningRequest.objects.filter(shipment=shipment).order_by("-created_at", "-id").first()
    return Detail(
        shipment=shipment,
        offices=list(shipment.offices.select_related("checkpoint").order_by("role")),
        items=list(shipment.items.order_by("number")),
        parties=list(shipment.parties.order_by("id")),
        containers=list(shipment.containers.order_by("number")),
        documents=list(shipment.documents.order_by("id")),
        questions=list(shipment.questions.order_by("item_number", "id")),
        answers=answers,
        reviews=list(_latest(with_standing(shipment.reviews.all()))),
        runs=list(_latest(shipment.runs.select_related("request").defer("evidence"))),
        holdings=list(_latest(shipment.holdings.select_related("holder", "given_by"))),
        notes=list(_latest(shipment.notes.select_related("author"))),
        attachments=list(_latest(shipment.attachments.select_related("author"))),
        results=list(
            _latest(InspectionResult.objects.filter(outcome__shipment=shipment).select_related("recorded_by"))
        ),
        escalations=list(_latest(shipment.escalations.all())),
        verdicts=_verdicts(shipment.latest_run),
        other_versions=_other_versions(shipment, actor),
        to_confirm=confirmable(actor).filter(shipment=shipment).values_list("pk", flat=True).first(),
        under_way=latest is not None and latest.state in _UNDER_WAY,
        failed=latest is not None and latest.state == ScreeningRequest.State.FAILED,
        names=_names([shipment.submission.submitted_by, *(answer.answered_by for answer in answers)]),
    )


def is_under_way(shipment: Shipment) -> bool:
    """Whether a run is still to come."""
    return shipment.requests.filter(state__in=_UNDER_WAY).exists()


Row = TypeVar("Row", bound=Record)


def _latest(rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows.order_by("-created_at", "-id")[:MOST]


def _verdicts(run: ScreeningRun | None) -> dict[int, dict[str, Any]]:
    lines = json.loads(run.evidence).get("lines", []) if run else []
    return {int(line["id"]): line for line in lines}


def _other_versions(shipment: Shipment, actor: Actor) -> list[Shipment]:
    same = visible_shipments(actor).filter(declaration_number=shipment.declaration_number)
    return list(same.exclude(pk=shipment.pk).order_by("version"))


def _names(actors: Iterable[str]) -> dict[str, str]:
    """What people and customs systems are called; one statement for each of the two kinds that occurs."""
    keys: dict[str, set[UUID]] = {"person": set(), "client": set()}
    for actor in actors:
        kind, _, key = actor.partition(":")
        keys[kind].add(UUID(key))
    people = User.objects.filter(pk__in=keys["person"]) if keys["person"] else ()
    clients = ApiClient.objects.filter(pk__in=keys["client"]) if keys["client"] else ()
    named = {f"person:{user.pk}": user.get_full_name() or user.username for user in people}
    return named | {f"client:{client.pk}": client.name for client in clients}
