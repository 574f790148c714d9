"""Puts a draft edition in force: one person proposes, another confirms. The database holds the rule."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from checkpoints.actors import person
from checkpoints.models import User
from ledger import audit
from screening import models
from screening.services.index import put_in_force


def propose(*, edition: models.Edition, proposer: User) -> models.Activation:
    """Proposes to put a draft in force."""
    with transaction.atomic():
        proposal = models.Activation.objects.create(edition=edition, proposer=proposer, checksum=edition.checksum)
        audit.record(actor=person(proposer).name, action="edition.proposed", subject=edition)
    return proposal


def confirm(*, proposal: models.Activation, confirmer: User) -> models.Edition:
    """Confirms a proposal: its edition becomes active, the former one retires, the index is made anew.

    Raises IntegrityError (from the database's rule) where the confirmer is the proposer.
    """
    now = timezone.now()
    with transaction.atomic():
        models.ActivationConfirmation.objects.create(
            activation=proposal,
            confirmer=confirmer,
            proposer_id_repeated=proposal.proposer_id,
            checksum_repeated=proposal.checksum,
        )
        edition = models.Edition.objects.select_for_update().get(pk=proposal.edition_id)
        former = models.Edition.objects.filter(control_list=edition.control_list_id, state=models.Edition.State.ACTIVE)
        former.update(state=models.Edition.State.RETIRED, effective_to=timezone.localdate())
        edition.state, edition.activated_at = models.Edition.State.ACTIVE, now
        edition.save(update_fields=["state", "activated_at"])
        put_in_force()
        audit.record(actor=person(confirmer).name, action="edition.activated", subject=edition)
    return edition
