"""What the check of a shipment found. The latest result of an outcome counts; the former ones stay."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from checkpoints.actors import person
from checkpoints.models import User
from checkpoints.roles import Ability
from ledger import audit
from screening.models import InspectionResult, Outcome, Shipment
from screening.models.reviews import Decision
from screening.selectors.scope import require

CHECKED: Final = frozenset({Decision.INSPECT, Decision.DOCUMENTS})
"""Decisions after which somebody looks, and finds something or nothing."""
_LONGEST: Final = 2000


class BadResult(ValueError):
    """The result cannot be recorded; the message says why and what to do."""


def record(*, outcome: Outcome, found: str, note: str, by: User) -> InspectionResult:
    """Records what the inspection of goods or the check of documents found.

    Raises PermissionDenied without the role at one of the shipment's checkpoints, BadResult for an
    outcome that asked for no check or is in effect no more, for no finding, or for a note that is missing.
    """
    actor = person(by)
    require(actor, Ability.REPORT, outcome.shipment)
    words = note.replace("\x00", " ").strip()
    _check(found, words)
    with transaction.atomic():
        _refuse_overtaken(Shipment.objects.select_for_update().get(pk=outcome.shipment_id), outcome)
        result = InspectionResult.objects.create(outcome=outcome, found=found, note=words, recorded_by=by)
        detail = {"outcome": outcome.pk, "result": result.pk, "found": found}
        audit.record(actor=actor.name, action="result.recorded", subject=outcome.shipment, detail=detail)
    return result


def _check(found: str, note: str) -> None:
    if found not in InspectionResult.Found.values:
        raise BadResult(_("Choose what the check found."))
    if found == InspectionResult.Found.OTHER and not note:
        raise BadResult(_("The note is empty. Write what is not in order."))
    if len(note) > _LONGEST:
        raise BadResult(_("The note is longer than 2,000 characters. Shorten it, and add the rest as a note."))


def _refuse_overtaken(shipment: Shipment, outcome: Outcome) -> None:
    latest = shipment.outcomes.order_by("-created_at", "-id").first()
    if latest != outcome or outcome.decision not in CHECKED:
        raise BadResult(_("The decision in effect asks for no check. Look at the shipment again."))
