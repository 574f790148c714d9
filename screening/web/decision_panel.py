"""Where a shipment stands between proposal and result, and what the reader can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.models import InspectionResult, Review, Shipment
from screening.review.decisions import needs_confirmation
from screening.review.results import CHECKED
from screening.selectors.reviews import Standing, standing
from screening.selectors.shipments import Detail
from screening.web.timeline import name_of
from screening.web.words import DECISIONS, FINDINGS, STANDINGS, word

_TOLD: Final = frozenset({Standing.WAITS, Standing.IN_EFFECT})
"""What says something about the shipment now; the rest stands in the time line alone."""


@dataclass(frozen=True)
class Decided:
    """A decision as proposed and what became of it. ``run`` is the number of the run that it rests on."""

    id: UUID
    decision: str
    standing: str
    in_effect: bool
    correction: bool
    note: str
    by: str
    at: datetime
    run: int
    confirmed: bool
    confirmer: str
    confirmed_at: datetime | None
    confirmation_note: str


@dataclass(frozen=True)
class Result:
    found: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Check:
    """What the check of an outcome found so far; ``outcome`` is its key."""

    outcome: UUID
    result: Result | None
    may_record: bool


@dataclass(frozen=True)
class DecisionPanel:
    """``corrects`` is the key of the outcome that the reader may put right. Choices are pairs of value and word."""

    told: list[Decided]
    confirm: Decided | None
    may_decide: bool
    held: bool
    corrects: UUID | None
    choices: list[tuple[str, str]]
    corrections: list[tuple[str, str]]
    second_person: bool
    check: Check | None
    findings: list[tuple[str, str]]


def decision_panel(found: Detail, actor: Actor) -> DecisionPanel:
    """Asks nothing of the database. ``held``: another person works on the shipment."""
    shipment, here = found.shipment, _here(found, actor)
    effective = _in_effect(found)
    held = found.holding is not None and str(found.holding.holder_id) != actor.id
    undecided = shipment.state not in (Shipment.State.SUPERSEDED, Shipment.State.DECIDED)
    may_decide = undecided and shipment.latest_run is not None and actor.may(Ability.DECIDE, at=here)
    may_correct = effective is not None and actor.may(Ability.CORRECT, at=here)
    return DecisionPanel(
        told=[_decided(review) for review in found.reviews if _is_told(review, latest=found.reviews[0])],
        confirm=next((_decided(review) for review in found.reviews if review.pk == found.to_confirm), None),
        may_decide=may_decide and not held,
        held=may_decide and held,
        corrects=effective.outcome.pk if effective and may_correct else None,
        choices=_choices(""),
        corrections=_choices(effective.decision if effective else ""),
        second_person=needs_confirmation(shipment=shipment, decision="release"),
        check=_check(effective, found, may_record=actor.may(Ability.REPORT, at=here)),
        findings=[(value, str(name)) for value, name in FINDINGS.items()],
    )


def _here(found: Detail, actor: Actor) -> set[UUID]:
    """The shipment's checkpoints; none for who belongs to another administration."""
    return found.office_ids if actor.administration_id == found.shipment.administration_id else set()


def _choices(without: str) -> list[tuple[str, str]]:
    return [(value, str(name)) for value, name in DECISIONS.items() if value != without]


def _is_told(review: Review, *, latest: Review) -> bool:
    now = standing(review)
    return now in _TOLD or (now == Standing.SENT_BACK and review == latest)


def _in_effect(found: Detail) -> Review | None:
    return next((review for review in found.reviews if standing(review) == Standing.IN_EFFECT), None)


def _decided(review: Review) -> Decided:
    now, confirmation = standing(review), getattr(review, "confirmation", None)
    return Decided(
        id=review.pk,
        decision=word(DECISIONS, review.decision),
        standing=word(STANDINGS, now),
        in_effect=now == Standing.IN_EFFECT,
        correction=review.corrects_id is not None,
        note=review.note,
        by=name_of(review.proposer),
        at=review.created_at,
        run=review.run.number,
        confirmed=bool(confirmation and confirmation.confirmed),
        confirmer=name_of(confirmation.confirmer) if confirmation else "",
        confirmed_at=confirmation.created_at if confirmation else None,
        confirmation_note=confirmation.note if confirmation else "",
    )


def _check(effective: Review | None, found: Detail, *, may_record: bool) -> Check | None:
    if effective is None or effective.decision not in CHECKED:
        return None
    outcome = effective.outcome
    latest = next((result for result in found.results if result.outcome_id == outcome.pk), None)
    return Check(outcome.pk, _result(latest) if latest else None, may_record)


def _result(result: InspectionResult) -> Result:
    return Result(word(FINDINGS, result.found), result.note, name_of(result.recorded_by), result.created_at)
