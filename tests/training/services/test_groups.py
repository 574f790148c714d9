"""A trainer's groups: people of the administration, and what they are to do."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from checkpoints.models import User
from checkpoints.roles import Role
from tests import cast as c
from tests.cast import Cast
from training.models import Group, GroupExercise
from training.services import groups
from training.services.groups import MOST_MEMBERS, GroupFull, NameTaken


@pytest.fixture
def group(trainer: User) -> Group:
    return groups.create(trainer=trainer, name="First course")


def _members(group: Group) -> set[str]:
    return set(group.memberships.values_list("user__username", flat=True))


def test_a_name_is_taken_once_an_administration(cast: Cast, trainer: User, group: Group) -> None:
    with pytest.raises(NameTaken):
        groups.create(trainer=trainer, name="First course")
    of_uzbekistan = c.person("trainer.uz", cast.uzbekistan, Role.TRAINER)
    assert groups.create(trainer=of_uzbekistan, name="First course") != group


def test_an_officer_makes_no_group(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        groups.create(trainer=cast.officer, name="First course")


def test_people_are_added_once_and_the_unknown_are_named(cast: Cast, trainer: User, group: Group) -> None:
    wanted = ["officer.dushanbe2", "officer.khorog", "nobody", "officer.dushanbe2"]
    added = groups.add_members(trainer=trainer, group=group, usernames=wanted)
    assert (added.new, added.unknown) == (2, ["nobody"])
    assert groups.add_members(trainer=trainer, group=group, usernames=["officer.khorog"]).new == 0
    assert _members(group) == {"officer.dushanbe2", "officer.khorog"}


@pytest.mark.parametrize("username", ["officer.ayritom", "lists.one"])
def test_a_foreigner_and_one_who_may_not_learn_are_as_unknown_as_nobody(
    cast: Cast, trainer: User, group: Group, username: str
) -> None:
    assert groups.add_members(trainer=trainer, group=group, usernames=[username]).unknown == [username]
    assert _members(group) == set()


def test_a_trainer_of_another_country_changes_nothing(cast: Cast, group: Group) -> None:
    foreign = c.person("trainer.uz", cast.uzbekistan, Role.TRAINER)
    with pytest.raises(PermissionDenied):
        groups.add_members(trainer=foreign, group=group, usernames=["officer.ayritom"])
    with pytest.raises(PermissionDenied):
        groups.remove_member(trainer=foreign, group=group, user=cast.officer)
    with pytest.raises(PermissionDenied):
        groups.assign(trainer=foreign, group=group, slug="first")


def test_a_group_that_would_be_too_large_stays_as_it_is(
    cast: Cast, trainer: User, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_MEMBERS >= 16
    monkeypatch.setattr(groups, "MOST_MEMBERS", 1)
    with pytest.raises(GroupFull):
        groups.add_members(trainer=trainer, group=group, usernames=["officer.dushanbe2", "officer.khorog"])
    assert _members(group) == set()


def test_a_removed_person_is_gone_from_the_group_alone(cast: Cast, trainer: User, group: Group) -> None:
    groups.add_members(trainer=trainer, group=group, usernames=["officer.dushanbe2"])
    groups.remove_member(trainer=trainer, group=group, user=cast.officer)
    assert _members(group) == set()
    assert User.objects.filter(pk=cast.officer.pk).exists()


def test_an_exercise_assigned_again_moves_its_day(trainer: User, group: Group) -> None:
    groups.assign(trainer=trainer, group=group, slug="first")
    groups.assign(trainer=trainer, group=group, slug="first", due_on=date(2026, 12, 1))
    assert [(each.exercise, each.due_on) for each in GroupExercise.objects.all()] == [("first", date(2026, 12, 1))]
