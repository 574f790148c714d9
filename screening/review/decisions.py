"""What humans decide on a shipment. The database holds the two-person rule whatever the door."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from checkpoints.actors import person
from checkpoints.models import User
from checkpoints.roles import Ability
from ledger import audit
from screening import models
from screening.models.reviews import Decision
from screening.selectors.scope import require


class StaleDecision(ValueError):
    """The shipment was screened or decided since the page was shown; look again."""


def needs_confirmation(*, shipment: models.Shipment, decision: str) -> bool:
    """Whether a second person must confirm: release of a flagged shipment at or above the set level."""
    run = shipment.latest_run
    return (
        decision == Decision.RELEASE
        and run is not None
        and run.flagged
        and run.level >= shipment.administration.confirm_from_level
    )


def propose(*, shipment: models.Shipment, run_id: str, decision: str, note: str, proposer: User) -> models.Review:
    """Records a decision on the run that the person saw; it takes effect at once unless it needs a second person.

    Raises PermissionDenied without the role at one of the shipment's checkpoints, StaleDecision where
    the shipment has a newer run.
    """
    actor = person(proposer)
    require(actor, Ability.DECIDE, shipment)
    with transaction.atomic():
        locked = models.Shipment.objects.select_for_update(of=("self",)).select_related("latest_run", "administration")
        shipment = locked.get(pk=shipment.pk)
        if shipment.latest_run is None or str(shipment.latest_run.pk) != run_id:
            raise StaleDecision(
                _("The shipment was screened again since you opened it. Look at it again, then decide.")
            )
        if shipment.state == models.Shipment.State.SUPERSEDED:
            raise StaleDecision(_("The declaration was amended. Decide on its latest version."))
        review = models.Review.objects.create(
            shipment=shipment,
            run=shipment.latest_run,
            proposer=proposer,
            decision=decision,
            note=note,
            needs_confirmation=needs_confirmation(shipment=shipment, decision=decision),
        )
        if review.needs_confirmation:
            _move(shipment, models.Shipment.State.CONFIRMING)
        else:
            _take_effect(shipment, review)
        audit.record(
            actor=actor.name,
            action="review.proposed" if review.needs_confirmation else "review.decided",
            subject=shipment,
            detail={"review": review.pk, "decision": decision, "run": run_id},
        )
    return review


def confirm(*, review: models.Review, confirmed: bool, note: str, confirmer: User) -> models.ReviewConfirmation:
    """A second person confirms a decision or sends it back.

    Raises PermissionDenied without the role or for the proposer, StaleDecision where the proposal
    has lapsed or was answered already.
    """
    actor = person(confirmer)
    require(actor, Ability.CONFIRM, review.shipment)
    if review.proposer_id == confirmer.pk:
        raise PermissionDenied(_("You proposed this decision; another person must confirm it."))
    with transaction.atomic():
        shipment = models.Shipment.objects.select_for_update().get(pk=review.shipment_id)
        latest = shipment.reviews.order_by("-created_at", "-id").first()
        open_one = shipment.state == models.Shipment.State.CONFIRMING and latest == review
        if not open_one or shipment.latest_run_id != review.run_id:
            raise StaleDecision(_("The proposal has lapsed or was answered already. Look at the shipment again."))
        confirmation = models.ReviewConfirmation.objects.create(
            review=review,
            confirmer=confirmer,
            proposer_repeated_id=review.proposer_id,
            decision_repeated=review.decision,
            confirmed=confirmed,
            note=note,
        )
        if confirmed:
            _take_effect(shipment, review)
        else:
            _move(shipment, models.Shipment.State.FLAGGED)
        audit.record(
            actor=actor.name,
            action="review.confirmed" if confirmed else "review.sent_back",
            subject=shipment,
            detail={"review": review.pk, "confirmation": confirmation.pk},
        )
    return confirmation


def _take_effect(shipment: models.Shipment, review: models.Review) -> None:
    models.Outcome.objects.create(shipment=shipment, review=review, decision=review.decision)
    _move(shipment, models.Shipment.State.DECIDED)


def _move(shipment: models.Shipment, state: models.Shipment.State) -> None:
    shipment.state = state
    shipment.save(update_fields=["state"])
