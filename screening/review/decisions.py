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
from screening.selectors.reviews import waiting
from screening.selectors.scope import require
from screening.services import holdings


class StaleDecision(ValueError):
    """The shipment was screened or decided since the page was shown; look again."""


class BadDecision(ValueError):
    """The decision cannot be recorded as it was given; the message says what to change."""


def needs_confirmation(*, shipment: models.Shipment, decision: str) -> bool:
    """Whether a second person must confirm: release of a flagged shipment at or above the set level."""
    run = shipment.latest_run
    return (
        decision == Decision.RELEASE
        and run is not None
        and run.flagged
        and run.level >= shipment.administration.confirm_from_level
    )


def propose(
    *,
    shipment: models.Shipment,
    run_id: str,
    decision: str,
    note: str,
    proposer: User,
    corrects: models.Outcome | None = None,
) -> models.Review:
    """Records a decision on the run that the person saw; it takes effect at once unless it needs a second person.

    A decision in effect is put right by naming its outcome in ``corrects``; it stays in effect until the
    correction does. Raises PermissionDenied without the role at one of the shipment's checkpoints,
    StaleDecision where the shipment has a newer run or decision, Held where another person works on it,
    BadDecision for a correction without a reason or to the same decision.
    """
    actor, words = person(proposer), _words(note)
    require(actor, Ability.CORRECT if corrects else Ability.DECIDE, shipment)
    with transaction.atomic():
        locked = models.Shipment.objects.select_for_update(of=("self",)).select_related("latest_run", "administration")
        shipment = locked.get(pk=shipment.pk)
        run = _run_seen(shipment, run_id)
        _check_standing(shipment, corrects)
        _check_correction(corrects, decision, words)
        holdings.refuse_where_held(shipment=shipment, by=proposer)
        review = models.Review.objects.create(
            shipment=shipment,
            run=run,
            proposer=proposer,
            decision=decision,
            note=words,
            needs_confirmation=needs_confirmation(shipment=shipment, decision=decision),
            corrects=corrects,
        )
        if not review.needs_confirmation:
            _take_effect(shipment, review)
        elif corrects is None:
            _move(shipment, models.Shipment.State.CONFIRMING)
        audit.record(
            actor=actor.name,
            action="review.proposed" if review.needs_confirmation else "review.decided",
            subject=shipment,
            detail={"review": review.pk, "decision": decision, "run": run_id}
            | ({"corrects": corrects.pk} if corrects else {}),
        )
    return review


def _words(note: str) -> str:
    """PostgreSQL takes no text with NUL in it."""
    return note.replace("\x00", " ").strip()


def _run_seen(shipment: models.Shipment, run_id: str) -> models.ScreeningRun:
    if shipment.latest_run is None or str(shipment.latest_run.pk) != run_id:
        raise StaleDecision(_("The shipment was screened again since you opened it. Look at it again, then decide."))
    return shipment.latest_run


def _check_standing(shipment: models.Shipment, corrects: models.Outcome | None) -> None:
    if shipment.state == models.Shipment.State.SUPERSEDED:
        raise StaleDecision(_("The declaration was amended. Decide on its latest version."))
    decided = shipment.state == models.Shipment.State.DECIDED
    if decided and corrects is None:
        raise StaleDecision(_("The shipment is decided. A supervisor can correct the decision."))
    if corrects and (not decided or corrects != in_effect(shipment)):
        raise StaleDecision(_("The decision was corrected or overtaken since you opened it. Look at it again."))


def _check_correction(corrects: models.Outcome | None, decision: str, note: str) -> None:
    if corrects is None:
        return
    if not note.strip():
        raise BadDecision(_("The note is empty. Write why the decision is put right."))
    if decision == corrects.decision:
        raise BadDecision(_("This is the decision in effect. Choose another one."))


def in_effect(shipment: models.Shipment) -> models.Outcome | None:
    """The latest outcome of a shipment."""
    return shipment.outcomes.order_by("-created_at", "-id").first()


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
        if not waiting().filter(pk=review.pk).exists():
            raise StaleDecision(_("The proposal has lapsed or was answered already. Look at the shipment again."))
        confirmation = models.ReviewConfirmation.objects.create(
            review=review,
            confirmer=confirmer,
            proposer_repeated_id=review.proposer_id,
            decision_repeated=review.decision,
            confirmed=confirmed,
            delegation_id=actor.in_whose_stead(review.shipment.offices.values_list("checkpoint_id", flat=True)),
            note=_words(note),
        )
        if confirmed:
            _take_effect(shipment, review)
        elif review.corrects_id is None:
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
    holdings.finish(shipment=shipment, end=models.Holding.End.DECIDED)


def _move(shipment: models.Shipment, state: models.Shipment.State) -> None:
    shipment.state = state
    shipment.save(update_fields=["state"])
