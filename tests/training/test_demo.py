"""The demo group: loaded once, for people who are there."""

from __future__ import annotations

from checkpoints.models import User
from checkpoints.roles import Role
from tests import cast as c
from tests.cast import Cast
from training.demo import load_demo_group
from training.models import Attempt, Completion, Group


def test_it_is_made_once_with_those_who_are_there(cast: Cast, trainer: User, lists: None) -> None:
    c.person("officer2.pyanj", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)
    c.person("officer.khujand", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)
    group = load_demo_group()
    assert group is not None
    assert load_demo_group() == group
    members = group.memberships.order_by("user__username").values_list("user__username", flat=True)
    assert list(members) == ["officer.khorog", "officer.khujand", "officer2.pyanj"]
    assert Completion.objects.get().attempt.trainee.username == "officer2.pyanj"
    assert Attempt.objects.get(completion=None).responses.count() == 7


def test_without_a_trainer_of_the_demo_nothing_is_made(cast: Cast, lists: None) -> None:
    assert load_demo_group() is None
    assert not Group.objects.exists()
