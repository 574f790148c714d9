"""What a customs system sent, as it asks for it: shipments by filter, a submission's progress, questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from checkpoints.actors import Actor
from screening.models import (
    Answer,
    Outcome,
    Question,
    Review,
    ReviewConfirmation,
    ScreeningRequest,
    Shipment,
    Submission,
)
from screening.selectors.scope import visible_shipments

_UNDER_WAY: Final = (ScreeningRequest.State.WAITING, ScreeningRequest.State.CLAIMED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which shipments; None and empty leave a filter out. ``level`` is 0 to 3."""

    state: str | None = None
    level: int | None = None
    flagged: bool | None = None
    declaration_number: str = ""
    received_since: datetime | None = None
    updated_since: datetime | None = None


def shipments_sent(actor: Actor, *, wanted: Wanted, after: UUID | None, size: int) -> list[Shipment]:
    """In the order in which they came, one more than ``size`` where more follow. One statement."""
    return _page(visible_shipments(actor).filter(*_conditions(wanted)), after, size)


def shipments_of(actor: Actor, submission: Submission, *, after: UUID | None, size: int) -> list[Shipment]:
    """As ``shipments_sent``, of one submission."""
    return _page(visible_shipments(actor).filter(submission=submission), after, size)


def _page(rows: QuerySet[Shipment], after: UUID | None, size: int) -> list[Shipment]:
    further = rows.filter(pk__gt=after) if after else rows
    return list(further.select_related("latest_run").defer("latest_run__evidence").order_by("pk")[: size + 1])


def _conditions(wanted: Wanted) -> list[Q]:
    conditions = []
    if wanted.state:
        conditions.append(Q(state=wanted.state))
    if wanted.level is not None:
        conditions.append(Q(level=wanted.level))
    if wanted.flagged is not None:
        flagged = Q(latest_run__flagged=True)
        conditions.append(flagged if wanted.flagged else ~flagged | Q(latest_run=None))
    if wanted.declaration_number:
        conditions.append(Q(declaration_number=wanted.declaration_number))
    if wanted.received_since:
        conditions.append(Q(created_at__gte=wanted.received_since))
    if wanted.updated_since:
        conditions.append(_changed_since(wanted.updated_since))
    return conditions


def _changed_since(moment: datetime) -> Q:
    """Received, screened, proposed, confirmed, decided, or replaced by a later version."""
    here = OuterRef("pk")
    later = Shipment.objects.filter(
        administration=OuterRef("administration"),
        declaration_number=OuterRef("declaration_number"),
        version__gt=OuterRef("version"),
        created_at__gte=moment,
    )
    return (
        Q(created_at__gte=moment)
        | Q(latest_run__created_at__gte=moment)
        | Q(Exists(Review.objects.filter(shipment=here, created_at__gte=moment)))
        | Q(Exists(ReviewConfirmation.objects.filter(review__shipment=here, created_at__gte=moment)))
        | Q(Exists(Outcome.objects.filter(shipment=here, created_at__gte=moment)))
        | Q(Exists(later))
    )


# -- progress --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a submission's shipments are. ``failed``: the last attempt failed for good."""

    shipments: int
    screening: int
    failed: int

    @property
    def done(self) -> int:
        return self.shipments - self.screening - self.failed


def progress_of(actor: Actor, submission: Submission) -> Progress:
    """Three statements, whatever the number of shipments."""
    rows = visible_shipments(actor).filter(submission=submission)
    requests = ScreeningRequest.objects.filter(shipment=OuterRef("pk"))
    screening = Exists(requests.filter(state__in=_UNDER_WAY))
    unscreened = rows.filter(~screening, latest_run=None)
    return Progress(rows.count(), rows.filter(screening).count(), unscreened.count())


def under_way(shipments: Sequence[UUID]) -> bool:
    """Whether a run of one of these is still to come."""
    return ScreeningRequest.objects.filter(shipment__in=shipments, state__in=_UNDER_WAY).exists()


def states_of(actor: Actor, shipments: Iterable[UUID]) -> dict[UUID, str]:
    """The present state of each. One statement."""
    return dict(visible_shipments(actor).filter(pk__in=list(shipments)).values_list("pk", "state"))


# -- what was declared -----------------------------------------------------------------------------

Declared = tuple[str, str]
"""Declaration number and digest of the content."""


def declared(administration: UUID, numbers: Collection[str]) -> dict[Declared, Shipment]:
    """The latest version with each content, whoever sent it: ask ``scope.sent`` before one is shown."""
    rows = Shipment.objects.filter(administration=administration, declaration_number__in=numbers)
    return {(row.declaration_number, row.content_sha256): row for row in rows.order_by("version")}


# -- questions and outcome -------------------------------------------------------------------------


def questions_of(shipment: Shipment) -> list[Question]:
    """By line, each with its answers, the oldest first. Two statements."""
    answers = Prefetch("answers", Answer.objects.order_by("created_at", "id"))
    return list(shipment.questions.prefetch_related(answers).order_by("item_number", "id"))


def outcome_of(shipment: Shipment) -> Outcome | None:
    """The decision in effect."""
    return shipment.outcomes.order_by("-created_at", "-id").first()
