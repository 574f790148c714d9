"""Whose exercises a person sees: their own; a trainer those of the administration's groups."""

from __future__ import annotations

from checkpoints.actors import client, person
from checkpoints.models import User
from checkpoints.roles import Role
from tests import cast as c
from tests.cast import Cast
from tests.training.conftest import finished
from training.models import Attempt
from training.selectors.scope import own_attempts, visible_groups, visible_results
from training.services import groups


def test_a_trainee_sees_only_what_is_their_own(cast: Cast, attempt: Attempt) -> None:
    assert list(own_attempts(person(cast.officer))) == [attempt]
    for stranger in (cast.khorog_officer, cast.supervisor, cast.ayritom_officer):
        assert not own_attempts(person(stranger)).exists()
        assert not visible_results(person(stranger)).exists()


def test_a_result_is_visible_once_the_attempt_has_ended(cast: Cast, attempt: Attempt) -> None:
    assert not visible_results(person(cast.officer)).exists()
    assert list(visible_results(person(cast.officer))) == []
    done = finished(cast.khorog_officer)
    assert list(visible_results(person(cast.khorog_officer))) == [done]


def test_a_trainer_sees_the_results_of_people_in_groups_and_of_no_one_else(
    cast: Cast, trainer: User, lists: None
) -> None:
    taught, other = finished(cast.officer), finished(cast.khorog_officer)
    group = groups.create(trainer=trainer, name="First course")
    groups.add_members(trainer=trainer, group=group, usernames=["officer.dushanbe2"])
    assert list(visible_results(person(trainer))) == [taught]
    assert other not in visible_results(person(trainer))
    assert not own_attempts(person(trainer)).exists()


def test_a_trainer_of_another_country_sees_nothing(cast: Cast, trainer: User, lists: None) -> None:
    group = groups.create(trainer=trainer, name="First course")
    groups.add_members(trainer=trainer, group=group, usernames=["officer.dushanbe2"])
    finished(cast.officer)
    foreign = person(c.person("trainer.uz", cast.uzbekistan, Role.TRAINER))
    assert not visible_results(foreign).exists()
    assert not visible_groups(foreign).exists()


def test_nobody_but_trainers_sees_groups(cast: Cast, trainer: User) -> None:
    group = groups.create(trainer=trainer, name="First course")
    assert list(visible_groups(person(trainer))) == [group]
    for other in (cast.officer, cast.supervisor, cast.list_manager):
        assert not visible_groups(person(other)).exists()


def test_a_customs_system_has_no_exercises(cast: Cast, attempt: Attempt) -> None:
    assert not own_attempts(client(cast.customs_system)).exists()
    assert not visible_results(client(cast.customs_system)).exists()
