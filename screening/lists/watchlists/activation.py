"""Puts an edition of a watchlist in force: one person proposes, another confirms. The database holds the rule.

As for control lists (screening/lists/activation.py), one person can do it alone in an emergency, for a reason, and
another confirms afterwards; so a former edition is brought back in one step.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.actors import person
from checkpoints.models import User
from ledger import audit
from screening.lists.activation import BadActivation, checked_reason
from screening.models import WatchlistActivation, WatchlistActivationConfirmation, WatchlistEdition


def propose(*, edition: WatchlistEdition, proposer: User) -> WatchlistActivation:
    """Proposes to put a draft in force. Raises BadActivation."""
    with transaction.atomic():
        _require_draft(edition)
        if WatchlistActivation.objects.filter(edition=edition, confirmation=None).exists():
            raise BadActivation(_("The edition is proposed already. Another person has to confirm it."))
        proposal = WatchlistActivation.objects.create(edition=edition, proposer=proposer, checksum=edition.checksum)
        audit.record(actor=person(proposer).name, action="watchlist.proposed", subject=edition)
    return proposal


def confirm(*, proposal: WatchlistActivation, confirmer: User) -> WatchlistEdition:
    """A second person's word: the edition becomes active and the former one retires, unless both happened at once.

    Raises BadActivation where the confirmer is the proposer or the proposal is confirmed already, and IntegrityError
    from the database's own rule should that ever be passed by.
    """
    if proposal.proposer_id == confirmer.pk:
        raise BadActivation(_("Another person than the one who proposed it has to confirm."))
    with transaction.atomic():
        edition = WatchlistEdition.objects.select_for_update().get(pk=proposal.edition_id)
        if WatchlistActivationConfirmation.objects.filter(activation=proposal).exists():
            raise BadActivation(_("The edition is confirmed already."))
        WatchlistActivationConfirmation.objects.create(
            activation=proposal,
            confirmer=confirmer,
            proposer_id_repeated=proposal.proposer_id,
            checksum_repeated=proposal.checksum,
        )
        if proposal.emergency:
            audit.record(actor=person(confirmer).name, action="watchlist.confirmed", subject=edition)
        else:
            _require_draft(edition)
            _put(edition, confirmer, "watchlist.activated")
    return edition


def activate_at_once(*, edition: WatchlistEdition, by: User, reason: str) -> WatchlistEdition:
    """Puts a draft or a former edition in force alone, for a reason; it shows as unconfirmed until another confirms."""
    with transaction.atomic():
        row = WatchlistEdition.objects.select_for_update().get(pk=edition.pk)
        if row.state == WatchlistEdition.State.ACTIVE:
            raise BadActivation(_("The edition is in force already."))
        WatchlistActivation.objects.create(
            edition=row, proposer=by, checksum=row.checksum, emergency=True, reason=checked_reason(reason)
        )
        return _put(row, by, "watchlist.activated_at_once")


def roll_back(*, edition: WatchlistEdition, by: User, reason: str) -> WatchlistEdition:
    """Brings back the edition that the one in force replaced, in one step."""
    former = former_of(edition)
    if former is None:
        raise BadActivation(_("There is no former edition to go back to."))
    return activate_at_once(edition=former, by=by, reason=reason)


def former_of(edition: WatchlistEdition) -> WatchlistEdition | None:
    """The edition of the list that was in force before this one; None where it is not in force or is the first."""
    if edition.state != WatchlistEdition.State.ACTIVE:
        return None
    retired = WatchlistEdition.objects.filter(watchlist=edition.watchlist_id, state=WatchlistEdition.State.RETIRED)
    return retired.exclude(activated_at=None).order_by("-activated_at").first()


def _put(edition: WatchlistEdition, by: User, action: str) -> WatchlistEdition:
    active = WatchlistEdition.objects.filter(watchlist=edition.watchlist_id, state=WatchlistEdition.State.ACTIVE)
    active.update(state=WatchlistEdition.State.RETIRED, effective_to=timezone.localdate())
    edition.state, edition.activated_at, edition.effective_to = WatchlistEdition.State.ACTIVE, timezone.now(), None
    edition.save(update_fields=["state", "activated_at", "effective_to"])
    audit.record(actor=person(by).name, action=action, subject=edition, detail={"edition": str(edition)})
    return edition


def _require_draft(edition: WatchlistEdition) -> None:
    if edition.state != WatchlistEdition.State.DRAFT:
        raise BadActivation(_("The edition is no draft any more."))
