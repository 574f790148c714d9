"""Puts an edition in force: one person proposes, another confirms. The database holds the rule.

In an emergency one person puts it in force with a reason, and another confirms afterwards; so a former edition is
brought back in one step. What the change touches is screened again (screening/lists/passes.py).
"""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.actors import person
from checkpoints.models import User
from ledger import audit
from screening.lists import passes
from screening.models import Activation, ActivationConfirmation, Edition, ListPass
from screening.services.index import put_in_force

LONGEST_REASON: Final = 2_000


class BadActivation(Exception):
    """What was asked for cannot be done; the message tells people why and what to do."""


def propose(*, edition: Edition, proposer: User) -> Activation:
    """Proposes to put a draft in force."""
    with transaction.atomic():
        _require_draft(edition)
        if Activation.objects.filter(edition=edition, confirmation=None).exists():
            raise BadActivation(_("The edition is proposed already. Another person has to confirm it."))
        proposal = Activation.objects.create(edition=edition, proposer=proposer, checksum=edition.checksum)
        audit.record(actor=person(proposer).name, action="edition.proposed", subject=edition)
    return proposal


def confirm(*, proposal: Activation, confirmer: User, enqueue: passes.Enqueue = passes.wait) -> Edition:
    """A second person's word: the edition becomes active and the former one retires, unless both happened at once.

    Raises BadActivation where the confirmer is the proposer or the proposal is confirmed already, and IntegrityError
    from the database's own rule should that ever be passed by.
    """
    if proposal.proposer_id == confirmer.pk:
        raise BadActivation(_("Another person than the one who proposed it has to confirm."))
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=proposal.edition_id)
        if ActivationConfirmation.objects.filter(activation=proposal).exists():
            raise BadActivation(_("The edition is confirmed already."))
        ActivationConfirmation.objects.create(
            activation=proposal,
            confirmer=confirmer,
            proposer_id_repeated=proposal.proposer_id,
            checksum_repeated=proposal.checksum,
        )
        if proposal.emergency:
            audit.record(actor=person(confirmer).name, action="edition.confirmed", subject=edition)
        else:
            _require_draft(edition)
            _put(edition, confirmer, "edition.activated", enqueue)
    return edition


def activate_at_once(*, edition: Edition, by: User, reason: str, enqueue: passes.Enqueue = passes.wait) -> Edition:
    """Puts a draft or a former edition in force alone, for a reason; it shows as unconfirmed until another confirms."""
    with transaction.atomic():
        row = Edition.objects.select_for_update().get(pk=edition.pk)
        if row.state == Edition.State.ACTIVE:
            raise BadActivation(_("The edition is in force already."))
        Activation.objects.create(
            edition=row, proposer=by, checksum=row.checksum, emergency=True, reason=checked_reason(reason)
        )
        return _put(row, by, "edition.activated_at_once", enqueue)


def roll_back(*, edition: Edition, by: User, reason: str, enqueue: passes.Enqueue = passes.wait) -> Edition:
    """Brings back the edition that the one in force replaced, in one step."""
    former = former_of(edition)
    if former is None:
        raise BadActivation(_("There is no former edition to go back to."))
    return activate_at_once(edition=former, by=by, reason=reason, enqueue=enqueue)


def former_of(edition: Edition) -> Edition | None:
    """The edition of the list that was in force before this one; None where it is not in force or is the first."""
    if edition.state != Edition.State.ACTIVE:
        return None
    retired = Edition.objects.filter(control_list=edition.control_list_id, state=Edition.State.RETIRED)
    return retired.exclude(activated_at=None).order_by("-activated_at").first()


def _put(edition: Edition, by: User, action: str, enqueue: passes.Enqueue) -> Edition:
    active = Edition.objects.filter(control_list=edition.control_list_id, state=Edition.State.ACTIVE)
    active.update(state=Edition.State.RETIRED, effective_to=timezone.localdate())
    edition.state, edition.activated_at, edition.effective_to = Edition.State.ACTIVE, timezone.now(), None
    edition.save(update_fields=["state", "activated_at", "effective_to"])
    put_in_force()
    audit.record(actor=person(by).name, action=action, subject=edition, detail={"edition": str(edition)})
    passes.start(edition=edition, purpose=ListPass.Purpose.RESCREEN, by=by, enqueue=enqueue)
    return edition


def _require_draft(edition: Edition) -> None:
    if edition.state != Edition.State.DRAFT:
        raise BadActivation(_("The edition is no draft any more."))


def checked_reason(reason: str) -> str:
    """The reason of an emergency, of bearable length. Raises BadActivation where there is none."""
    if not reason.strip():
        raise BadActivation(_("Write why it cannot wait for a second person."))
    return reason.strip()[:LONGEST_REASON]
