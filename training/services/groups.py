"""A trainer's groups: who is in them, and what they are to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from checkpoints.actors import person
from checkpoints.models import Assignment, User
from checkpoints.roles import MAY, Ability
from ledger import audit
from training.exercise import exercise_named
from training.models import Group, GroupExercise, Membership

MOST_MEMBERS: Final = 60
"""A course has some sixteen people; a group is shown and counted whole."""


class NameTaken(ValueError):
    """The administration has a group of this name."""


class GroupFull(ValueError):
    """The group would have more than MOST_MEMBERS."""


@dataclass(frozen=True)
class Added:
    """How many people are new in the group, and the sign-in names that belong to nobody who could learn here."""

    new: int
    unknown: list[str]


def create(*, trainer: User, name: str) -> Group:
    """Raises NameTaken."""
    _require(trainer, trainer.administration_id)
    with transaction.atomic():
        group, new = Group.objects.get_or_create(administration=trainer.administration, name=name)
        if not new:
            raise NameTaken(name)
        _record(trainer, "group.created", group, {})
    return group


def add_members(*, trainer: User, group: Group, usernames: Iterable[str]) -> Added:
    """Adds people of the group's administration by their sign-in names. Raises GroupFull, and then adds nobody.

    A name of another administration is as unknown as one that does not exist.
    """
    _require(trainer, group.administration_id)
    wanted = list(dict.fromkeys(usernames))
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=group.pk)
        found = {user.username: user for user in _learners(group).filter(username__in=wanted)}
        known = set(group.memberships.values_list("user_id", flat=True))
        new = [user for user in found.values() if user.pk not in known]
        if len(known) + len(new) > MOST_MEMBERS:
            raise GroupFull
        Membership.objects.bulk_create(Membership(group=group, user=user) for user in new)
        if new:
            _record(trainer, "group.members_added", group, {"people": [str(user.pk) for user in new]})
    return Added(len(new), [name for name in wanted if name not in found])


def remove_member(*, trainer: User, group: Group, user: User) -> None:
    """Takes a person out of the group; what they did stays theirs."""
    _require(trainer, group.administration_id)
    with transaction.atomic():
        removed, _rows = Membership.objects.filter(group=group, user=user).delete()
        if removed:
            _record(trainer, "group.member_removed", group, {"person": user.pk})


def assign(*, trainer: User, group: Group, slug: str, due_on: date | None = None) -> GroupExercise:
    """Gives the group an exercise to do; again, with another day, moves the day. Raises UnknownExercise."""
    _require(trainer, group.administration_id)
    exercise = exercise_named(slug)
    with transaction.atomic():
        assigned, _new = GroupExercise.objects.update_or_create(
            group=group, exercise=exercise.slug, defaults={"due_on": due_on}
        )
        _record(trainer, "group.exercise_assigned", group, {"exercise": slug, "due": due_on})
    return assigned


def _learners(group: Group) -> QuerySet[User]:
    roles = [role.value for role in MAY[Ability.LEARN]]
    assigned = Assignment.objects.filter(role__in=roles).values("user")
    return User.objects.filter(administration=group.administration_id, is_active=True, pk__in=assigned)


def _require(trainer: User, administration_id: UUID | None) -> None:
    actor = person(trainer)
    own = actor.administration_id is not None and actor.administration_id == administration_id
    if not own or not actor.may(Ability.TEACH):
        raise PermissionDenied(_("Your role does not allow this."))


def _record(trainer: User, action: str, group: Group, detail: dict[str, Any]) -> None:
    audit.record(actor=f"person:{trainer.pk}", action=action, subject=group, detail=detail)
