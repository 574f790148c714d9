"""Who works on a shipment: take it, hand it over, give it back. The database allows one holder at a time."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkpoints.actors import person
from checkpoints.models import User
from checkpoints.roles import Ability
from ledger import audit
from ledger.clock import now
from screening.models import Holding, Shipment
from screening.selectors.holdings import holding_of
from screening.selectors.scope import may_here, require

End = Holding.End
AT_WORK = frozenset({Shipment.State.SCREENING, Shipment.State.CLEAR, Shipment.State.FLAGGED, Shipment.State.CONFIRMING})
"""States in which there is something to work on."""
_LONGEST_NOTE = 500


class Held(ValueError):
    """Another person works on the shipment; the message names them, since when, and the remedy."""

    def __init__(self, holding: Holding) -> None:
        self.holding = holding
        since = date_format(timezone.localtime(holding.created_at), "d.m.Y H:i")
        text = _(
            "%(name)s has worked on this shipment since %(since)s. Ask them to hand it over, or a supervisor"
            " to take it away from them."
        )
        super().__init__(text % {"name": holding.holder.get_full_name() or holding.holder.username, "since": since})


class CannotHold(ValueError):
    """The shipment cannot change hands in this way; the message says why and what to do."""


def take(*, shipment: Shipment, holder: User) -> Holding:
    """Begins a person's work on a shipment; for who holds it already, the holding there is.

    Raises PermissionDenied without the role at one of the shipment's checkpoints, Held where another
    person works on it, CannotHold where nothing is left to do on it.
    """
    require(person(holder), Ability.DECIDE, shipment)
    with transaction.atomic():
        _at_work(shipment)
        present = holding_of(shipment)
        if present and present.holder_id == holder.pk:
            return present
        holding = _begin(shipment, holder=holder)
        _record("shipment.taken", shipment, by=holder, holding=holding)
    return holding


def hand_over(*, shipment: Shipment, to: User, by: User, note: str = "") -> Holding:
    """Gives a shipment to a colleague. The holder may; a supervisor may with anybody's, or with one that is free.

    Raises PermissionDenied for others, CannotHold where ``to`` may not decide at one of the shipment's
    checkpoints, holds it already, or the note is longer than 500 characters.
    """
    words = _words(note)
    with transaction.atomic():
        _at_work(shipment)
        present = holding_of(shipment)
        own = present is not None and present.holder_id == by.pk
        require(person(by), Ability.DECIDE if own else Ability.REASSIGN, shipment)
        _check_receiver(shipment, to, present)
        if present:
            _end(present, End.HANDED_OVER if own else End.TAKEN_AWAY)
        holding = _begin(shipment, holder=to, given_by=by, note=words)
        _record("shipment.handed_over", shipment, by=by, holding=holding)
    return holding


def give_back(*, shipment: Shipment, by: User) -> Holding:
    """Ends one's own work, so that anybody can take the shipment. Raises CannotHold for who does not hold it."""
    with transaction.atomic():
        _locked(shipment)
        present = holding_of(shipment)
        if present is None or present.holder_id != by.pk:
            raise CannotHold(_("You do not work on this shipment any more. There is nothing to give back."))
        _end(present, End.GIVEN_BACK)
        _record("shipment.given_back", shipment, by=by, holding=present)
    return present


def take_away(*, shipment: Shipment, by: User, reason: str) -> Holding:
    """A supervisor takes over what another person holds; the reason is kept with the new holding.

    Raises PermissionDenied without the role, CannotHold where nobody else holds it or no reason is given.
    """
    require(person(by), Ability.REASSIGN, shipment)
    words = _words(reason)
    if not words:
        raise CannotHold(_("The reason is empty. Write why you take the shipment away: its holder will read it."))
    with transaction.atomic():
        _at_work(shipment)
        present = holding_of(shipment)
        if present is None or present.holder_id == by.pk:
            raise CannotHold(_("Nobody else works on this shipment. Take it without a reason."))
        _end(present, End.TAKEN_AWAY)
        holding = _begin(shipment, holder=by, note=words)
        _record("shipment.taken_away", shipment, by=by, holding=holding)
    return holding


def refuse_where_held(*, shipment: Shipment, by: User) -> None:
    """Raises Held where somebody else works on the shipment."""
    present = holding_of(shipment)
    if present and present.holder_id != by.pk:
        raise Held(present)


def finish(*, shipment: Shipment, end: Holding.End) -> None:
    """Ends the work on a shipment that was decided or amended. The caller's transaction holds the shipment."""
    Holding.objects.filter(shipment=shipment, ended_at=None).update(ended_at=now(), end=end)


def _at_work(shipment: Shipment) -> None:
    """Locks the shipment; a decision or an amendment at this moment waits. Raises CannotHold where none is needed."""
    if _locked(shipment).state not in AT_WORK:
        raise CannotHold(_("The shipment is decided or was replaced by an amended version. Nobody needs to hold it."))


def _locked(shipment: Shipment) -> Shipment:
    return Shipment.objects.select_for_update().get(pk=shipment.pk)


def _begin(shipment: Shipment, **fields: Any) -> Holding:
    try:
        with transaction.atomic():
            return Holding.objects.create(shipment=shipment, **fields)
    except IntegrityError:
        present = holding_of(shipment)
        if present is None:
            raise
        raise Held(present) from None


def _end(holding: Holding, end: Holding.End) -> None:
    holding.ended_at, holding.end = now(), end
    holding.save(update_fields=["ended_at", "end"])


def _check_receiver(shipment: Shipment, to: User, present: Holding | None) -> None:
    name = to.get_full_name() or to.username
    if present and present.holder_id == to.pk:
        raise CannotHold(_("%(name)s works on this shipment already. Choose another person.") % {"name": name})
    if not to.is_active or not may_here(person(to), Ability.DECIDE, shipment):
        refusal = _("%(name)s may not decide at the shipment's checkpoints. Choose a person from the list.")
        raise CannotHold(refusal % {"name": name})


def _words(note: str) -> str:
    words = " ".join(note.replace("\x00", " ").split())
    if len(words) > _LONGEST_NOTE:
        raise CannotHold(_("The note is longer than 500 characters. Keep to what the next person should know."))
    return words


def _record(action: str, shipment: Shipment, *, by: User, holding: Holding) -> None:
    detail = {"holding": holding.pk, "holder": holding.holder_id}
    audit.record(actor=person(by).name, action=action, subject=shipment, detail=detail)
