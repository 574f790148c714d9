"""One shipment with everything that its page shows; the number of statements does not depend on the lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from checkpoints.actors import Actor
from checkpoints.models import User
from screening.models import (
    Answer,
    Container,
    Document,
    GoodsItem,
    Party,
    Question,
    Review,
    ScreeningRequest,
    ScreeningRun,
    Shipment,
    ShipmentOffice,
)
from screening.selectors.scope import visible_shipments

_UNDER_WAY = (ScreeningRequest.State.WAITING, ScreeningRequest.State.CLAIMED)
_MOST_RUNS = 20


@dataclass(frozen=True)
class Detail:
    """A shipment and its parts. ``verdicts`` are the documents of the latest run by item number."""

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
    verdicts: dict[int, dict[str, Any]]
    other_versions: list[Shipment]
    under_way: bool
    failed: bool
    names: dict[UUID, str]

    @property
    def office_ids(self) -> set[UUID]:
        return {office.checkpoint_id for office in self.offices}


def with_relations(actor: Actor) -> QuerySet[Shipment]:
    """Visible shipments with what the page needs of their neighbours."""
    return visible_shipments(actor).select_related("administration", "latest_run", "route", "submission")


def detail(shipment: Shipment, actor: Actor) -> Detail:
    """Fourteen statements at most. ``shipment`` comes from ``with_relations``."""
    answers = list(Answer.objects.filter(question__shipment=shipment).order_by("created_at", "id"))
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
        reviews=_reviews(shipment),
        runs=_runs(shipment),
        verdicts=_verdicts(shipment.latest_run),
        other_versions=_other_versions(shipment, actor),
        under_way=latest is not None and latest.state in _UNDER_WAY,
        failed=latest is not None and latest.state == ScreeningRequest.State.FAILED,
        names=_names(answer.answered_by for answer in answers),
    )


def is_under_way(shipment: Shipment) -> bool:
    """Whether a run is still to come."""
    return shipment.requests.filter(state__in=_UNDER_WAY).exists()


def _reviews(shipment: Shipment) -> list[Review]:
    related = ("proposer", "run", "confirmation__confirmer", "outcome")
    return list(shipment.reviews.select_related(*related).order_by("-created_at", "-id"))


def _runs(shipment: Shipment) -> list[ScreeningRun]:
    return list(shipment.runs.select_related("request").defer("evidence").order_by("-number")[:_MOST_RUNS])


def _verdicts(run: ScreeningRun | None) -> dict[int, dict[str, Any]]:
    lines = json.loads(run.evidence).get("lines", []) if run else []
    return {int(line["id"]): line for line in lines}


def _other_versions(shipment: Shipment, actor: Actor) -> list[Shipment]:
    same = visible_shipments(actor).filter(declaration_number=shipment.declaration_number)
    return list(same.exclude(pk=shipment.pk).order_by("version"))


def _names(actors: Iterable[str]) -> dict[UUID, str]:
    people = {UUID(name.removeprefix("person:")) for name in actors if name.startswith("person:")}
    return {user.pk: user.get_full_name() or user.username for user in User.objects.filter(pk__in=people)}
