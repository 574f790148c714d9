"""A supervisor's work at a checkpoint, given to a deputy for a time of absence, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkpoints.models import Assignment, Checkpoint, Delegation, DelegationEnd, User
from checkpoints.roles import MAY, Ability, Role
from ledger import audit
from ledger.clock import now

LONGEST: Final = timedelta(days=60)
_LONGEST_REASON: Final = 200
_CAN_STAND_IN: Final = MAY[Ability.DECIDE]
"""A deputy knows the work: people who decide on shipments themselves."""


class CannotDelegate(ValueError):
    """The delegation cannot be made or taken back; ``field`` is what has to be changed, empty for none."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Delegated:
    """Where someone stands in, and by which delegation."""

    checkpoint: UUID
    delegation: UUID


class Standing(StrEnum):
    """Where a delegation stands at this moment."""

    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    TAKEN_BACK = "taken_back"


OPEN: Final = frozenset({Standing.COMING, Standing.RUNNING})
"""What can be taken back."""


# -- giving and taking back --------------------------------------------------------------------------


def delegate(
    *, principal: User, deputy: User, checkpoint: Checkpoint, starts_at: datetime, ends_at: datetime, reason: str
) -> Delegation:
    """Names a deputy for one of the principal's checkpoints, from a moment (the present one at the earliest).

    Raises PermissionDenied for who does not supervise there by an assignment of their own (a deputy cannot
    delegate on), CannotDelegate for a deputy, a time or a reason that does not do, or where one stands in already.
    """
    words, begins = " ".join(reason.replace("\x00", " ").split()), max(starts_at, now())
    with transaction.atomic():
        _lock_right(principal, checkpoint)
        _check_deputy(principal, deputy)
        _check_time(begins, ends_at)
        _check_reason(words)
        _refuse_overlap(principal, checkpoint, begins, ends_at)
        made = Delegation.objects.create(
            principal=principal, deputy=deputy, checkpoint=checkpoint, starts_at=begins, ends_at=ends_at, reason=words
        )
        detail = {"delegation": made.pk, "deputy": deputy.pk, "until": ends_at.isoformat()}
        audit.record(actor=_name(principal), action="delegation.given", subject=checkpoint, detail=detail)
    return made


def take_back(*, delegation: Delegation, by: User) -> DelegationEnd:
    """Ends a delegation before its time: its principal may, and who supervises at the checkpoint by assignment.

    Raises PermissionDenied for others, CannotDelegate where it has ended already.
    """
    if delegation.principal_id != by.pk and not _supervises(by, delegation.checkpoint).exists():
        raise PermissionDenied(_("Only supervisors of the checkpoint can take this delegation back."))
    ended = CannotDelegate("", _("The delegation has ended already. Nothing is left to take back."))
    if delegation.ends_at <= now():
        raise ended
    with transaction.atomic():
        try:
            with transaction.atomic():
                end = DelegationEnd.objects.create(delegation=delegation, by=by)
        except IntegrityError:
            if DelegationEnd.objects.filter(delegation=delegation).exists():
                raise ended from None
            raise
        detail = {"delegation": delegation.pk}
        audit.record(actor=_name(by), action="delegation.taken_back", subject=delegation.checkpoint, detail=detail)
    return end


def _supervises(user: User, checkpoint: Checkpoint) -> QuerySet[Assignment]:
    return Assignment.objects.filter(user=user, role=Role.SUPERVISOR, checkpoint=checkpoint)


def _lock_right(principal: User, checkpoint: Checkpoint) -> None:
    """The assignment that is delegated; a second delegation of it at this moment waits."""
    if not list(_supervises(principal, checkpoint).select_for_update()):
        raise PermissionDenied(_("You can delegate only where you are assigned as a supervisor yourself."))


def _check_deputy(principal: User, deputy: User) -> None:
    if not deputies_of(principal).filter(pk=deputy.pk).exists():
        name = deputy.get_full_name() or deputy.username
        refusal = _("%(name)s cannot stand in for you. Choose another officer or supervisor from the list.")
        raise CannotDelegate("deputy", refusal % {"name": name})


def _check_time(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        refusal = _("The end %(end)s is not after the beginning. Choose a later one.")
        raise CannotDelegate("ends_at", refusal % {"end": _said(ends_at)})
    if ends_at - starts_at > LONGEST:
        latest = _("The end %(end)s is more than %(days)d days after the beginning. Choose %(latest)s or earlier.")
        words = {"end": _said(ends_at), "days": LONGEST.days, "latest": _said(starts_at + LONGEST)}
        raise CannotDelegate("ends_at", latest % words)


def _check_reason(reason: str) -> None:
    if not reason:
        raise CannotDelegate("reason", _("The reason is empty. Write why you are away, for instance: leave."))
    if len(reason) > _LONGEST_REASON:
        refusal = _("The reason has %(length)d characters. Shorten it to 200.")
        raise CannotDelegate("reason", refusal % {"length": len(reason)})


def _refuse_overlap(principal: User, checkpoint: Checkpoint, starts_at: datetime, ends_at: datetime) -> None:
    """One right goes to one deputy at a time."""
    others = standing().filter(principal=principal, checkpoint=checkpoint).select_related("deputy")
    other = others.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).order_by("starts_at").first()
    if other:
        refusal = _(
            "%(name)s stands in for you there from %(start)s to %(end)s. Take that back first, or choose other days."
        )
        name = other.deputy.get_full_name() or other.deputy.username
        words = {"name": name, "start": _said(other.starts_at), "end": _said(other.ends_at)}
        raise CannotDelegate("starts_at", refusal % words)


def _said(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "d.m.Y H:i")


def _name(user: User) -> str:
    return f"person:{user.pk}"


# -- what there is -----------------------------------------------------------------------------------


def standing() -> QuerySet[Delegation]:
    """Delegations that nobody took back, past and future ones included."""
    return Delegation.objects.filter(ended=None)


def running() -> QuerySet[Delegation]:
    """Delegations in force now. One lapses with its principal's own right."""
    moment = now()
    right = Assignment.objects.filter(
        user=OuterRef("principal"), role=Role.SUPERVISOR, checkpoint=OuterRef("checkpoint"), user__is_active=True
    )
    return standing().filter(Exists(right), starts_at__lte=moment, ends_at__gt=moment)


def held_now(user: User) -> list[Delegated]:
    """Where the user stands in at this moment, within their own administration; the earliest given first."""
    rows = running().filter(deputy=user, checkpoint__administration=user.administration_id)
    by_checkpoint: dict[UUID, Delegated] = {}
    for checkpoint, delegation in rows.order_by("starts_at", "id").values_list("checkpoint_id", "pk"):
        by_checkpoint.setdefault(checkpoint, Delegated(checkpoint, delegation))
    return list(by_checkpoint.values())


def seen_by(user: User) -> QuerySet[Delegation]:
    """Delegations that concern the user: given, held, or of a checkpoint where the user supervises by assignment."""
    places = Assignment.objects.filter(user=user, role=Role.SUPERVISOR).values("checkpoint")
    concerned = Q(principal=user) | Q(deputy=user) | Q(checkpoint__in=places)
    return Delegation.objects.filter(concerned).select_related("principal", "deputy", "checkpoint", "ended__by")


def listed(user: User, *, before: tuple[datetime, UUID] | None, size: int) -> list[Delegation]:
    """Delegations that concern the user, the latest given first, from behind a moment and key on. One statement."""
    rows = seen_by(user)
    if before:
        moment, key = before
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=key))
    return list(rows.order_by("-created_at", "-pk")[:size])


def standing_of(delegation: Delegation) -> Standing:
    """Where a delegation stands; ``ended`` was read with it."""
    if getattr(delegation, "ended", None) is not None:
        return Standing.TAKEN_BACK
    if delegation.ends_at <= now():
        return Standing.OVER
    return Standing.RUNNING if delegation.starts_at <= now() else Standing.COMING


def own_checkpoints(user: User) -> QuerySet[Checkpoint]:
    """Checkpoints that the user supervises by assignment and so can delegate, by name."""
    mine = Assignment.objects.filter(user=user, role=Role.SUPERVISOR).values("checkpoint")
    return Checkpoint.objects.filter(pk__in=mine, administration=user.administration_id).order_by("name")


def deputies_of(principal: User) -> QuerySet[User]:
    """Who can stand in: other officers and supervisors of the administration."""
    able = Assignment.objects.filter(user=OuterRef("pk"), role__in=_CAN_STAND_IN)
    people = User.objects.filter(Exists(able), is_active=True, administration=principal.administration_id)
    return people.exclude(pk=principal.pk).order_by("last_name", "first_name", "username")


def supervisors_of(checkpoints: QuerySet[Checkpoint]) -> QuerySet[User]:
    """Active people who supervise at one of the checkpoints now, deputies among them."""
    assigned = Assignment.objects.filter(user=OuterRef("pk"), role=Role.SUPERVISOR, checkpoint__in=checkpoints)
    stands_in = running().filter(deputy=OuterRef("pk"), checkpoint__in=checkpoints)
    same_service = Q(administration__in=checkpoints.values("administration"))
    return User.objects.filter(same_service, Exists(assigned) | Exists(stands_in), is_active=True)
