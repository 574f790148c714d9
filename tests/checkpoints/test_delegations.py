"""A deputy for a time of absence: who may name one, what they may do, and when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints import delegations
from checkpoints.actors import person
from checkpoints.delegations import CannotDelegate
from checkpoints.models import Assignment, Delegation, User
from checkpoints.roles import Ability, Role
from ledger import clock
from ledger.models import AuditEvent
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@contextmanager
def after(span: timedelta) -> Iterator[datetime]:
    """As if some time had passed."""
    with clock.at(timezone.now() + span):
        yield clock.now()


@pytest.fixture
def deputy(cast: Cast) -> User:
    return c.person("officer.two", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)


def delegate(cast: Cast, deputy: User, **changed: Any) -> Delegation:
    now = clock.now()
    said = {
        "principal": cast.supervisor,
        "deputy": deputy,
        "checkpoint": cast.dushanbe_2,
        "starts_at": now,
        "ends_at": now + 5 * DAY,
        "reason": "leave",
        **changed,
    }
    return delegations.delegate(**said)


def may_confirm(user: User, cast: Cast) -> bool:
    return person(user).may(Ability.CONFIRM, at=[cast.dushanbe_2.pk])


def test_a_deputy_supervises_while_it_runs_and_no_longer(cast: Cast, deputy: User) -> None:
    delegate(cast, deputy, starts_at=clock.now() + DAY, ends_at=clock.now() + 2 * DAY)
    assert not may_confirm(deputy, cast)
    with after(DAY + timedelta(seconds=1)):
        assert may_confirm(deputy, cast)
        assert not person(deputy).may(Ability.CONFIRM, at=[cast.khorog.pk])
    with after(2 * DAY + timedelta(seconds=1)):
        assert not may_confirm(deputy, cast)


def test_an_officer_of_another_checkpoint_can_stand_in(cast: Cast) -> None:
    delegate(cast, cast.khorog_officer)
    assert may_confirm(cast.khorog_officer, cast)


def test_the_actor_still_costs_two_statements(
    cast: Cast, deputy: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    delegate(cast, deputy)
    with django_assert_max_num_queries(2):
        assert person(deputy).delegated


def test_it_is_recorded_without_names(cast: Cast, deputy: User) -> None:
    made = delegate(cast, deputy)
    event = AuditEvent.objects.get()
    assert (event.action, event.administration) == ("delegation.given", cast.tajikistan.pk)
    assert str(made.pk) in event.detail
    assert "officer.two" not in event.detail


# -- what cannot be delegated ------------------------------------------------------------------------


def refused(cast: Cast, deputy: User, **changed: Any) -> CannotDelegate:
    with pytest.raises(CannotDelegate) as refusal:
        delegate(cast, deputy, **changed)
    assert not Delegation.objects.filter(reason="refused").exists()
    return refusal.value


def test_a_deputy_cannot_delegate_on(cast: Cast, deputy: User) -> None:
    delegate(cast, deputy)
    assert person(deputy).may(Ability.DELEGATE)
    with pytest.raises(PermissionDenied):
        delegate(cast, cast.khorog_officer, principal=deputy)


@pytest.mark.parametrize("who", ["officer", "khorog_officer", "list_manager", "ayritom_officer"])
def test_only_a_supervisor_of_the_checkpoint_delegates(cast: Cast, deputy: User, who: str) -> None:
    with pytest.raises(PermissionDenied):
        delegate(cast, deputy, principal=getattr(cast, who))


@pytest.mark.parametrize("who", ["supervisor", "ayritom_officer", "list_manager"])
def test_some_cannot_stand_in(cast: Cast, who: str) -> None:
    """Oneself, an officer of another administration, someone who does not decide on shipments."""
    assert refused(cast, getattr(cast, who)).field == "deputy"


def test_someone_whose_account_is_closed_cannot_stand_in(cast: Cast, deputy: User) -> None:
    User.objects.filter(pk=deputy.pk).update(is_active=False)
    assert refused(cast, deputy).field == "deputy"


@pytest.mark.parametrize(("days", "taken"), [(60, True), (60.01, False), (0, False), (-1, False)])
def test_it_lasts_at_most_sixty_days(cast: Cast, deputy: User, days: float, taken: bool) -> None:
    with after(timedelta()) as now:
        if taken:
            delegate(cast, deputy, starts_at=now, ends_at=now + days * DAY)
        else:
            assert refused(cast, deputy, starts_at=now, ends_at=now + days * DAY).field == "ends_at"


def test_it_begins_now_at_the_earliest(cast: Cast, deputy: User) -> None:
    with after(timedelta()) as now:
        assert delegate(cast, deputy, starts_at=now - 3 * DAY).starts_at == now


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_the_reason_is_given_and_short(cast: Cast, deputy: User, reason: str) -> None:
    assert refused(cast, deputy, reason=reason).field == "reason"


@pytest.mark.parametrize(
    ("first", "last", "taken"), [(0, 1, True), (0, 2, False), (2, 3, False), (1, 9, False), (4, 6, False), (5, 6, True)]
)
def test_one_right_goes_to_one_deputy_at_a_time(cast: Cast, deputy: User, first: int, last: int, taken: bool) -> None:
    with after(timedelta()) as now:
        delegate(cast, deputy, starts_at=now + DAY, ends_at=now + 5 * DAY)
        asked = {"starts_at": now + first * DAY, "ends_at": now + last * DAY}
        if taken:
            delegate(cast, cast.khorog_officer, **asked)
        else:
            refusal = refused(cast, cast.khorog_officer, **asked)
            assert refusal.field == "starts_at"
            assert "Invented officer.two stands in for you there" in str(refusal)


def test_another_supervisors_right_is_another(cast: Cast, deputy: User) -> None:
    other = c.person("supervisor.two", cast.tajikistan, Role.SUPERVISOR, cast.dushanbe_2)
    delegate(cast, deputy)
    delegate(cast, cast.khorog_officer, principal=other)


# -- its end -------------------------------------------------------------------------------------------


def test_what_is_taken_back_ends_at_once(cast: Cast, deputy: User) -> None:
    made = delegate(cast, deputy)
    delegations.take_back(delegation=made, by=cast.supervisor)
    assert not may_confirm(deputy, cast)
    delegate(cast, cast.khorog_officer)
    assert AuditEvent.objects.filter(action="delegation.taken_back").count() == 1


def test_nothing_is_taken_back_twice(cast: Cast, deputy: User) -> None:
    made = delegate(cast, deputy)
    delegations.take_back(delegation=made, by=cast.supervisor)
    with pytest.raises(CannotDelegate, match="ended already"):
        delegations.take_back(delegation=made, by=cast.supervisor)
    assert AuditEvent.objects.filter(action="delegation.taken_back").count() == 1


def test_what_is_over_is_not_taken_back(cast: Cast, deputy: User) -> None:
    made = delegate(cast, deputy)
    with after(6 * DAY), pytest.raises(CannotDelegate, match="ended already"):
        delegations.take_back(delegation=made, by=cast.supervisor)


def test_another_supervisor_of_the_checkpoint_can_take_it_back(cast: Cast, deputy: User) -> None:
    made = delegate(cast, deputy)
    with pytest.raises(PermissionDenied):
        delegations.take_back(delegation=made, by=deputy)
    other = c.person("supervisor.two", cast.tajikistan, Role.SUPERVISOR, cast.dushanbe_2)
    delegations.take_back(delegation=made, by=other)
    assert not may_confirm(deputy, cast)


def test_it_lapses_with_the_principals_own_right(cast: Cast, deputy: User) -> None:
    delegate(cast, deputy)
    Assignment.objects.filter(user=cast.supervisor).delete()
    assert not may_confirm(deputy, cast)


# -- in whose stead --------------------------------------------------------------------------------------


def test_who_acts_in_anothers_stead_is_known(cast: Cast, deputy: User) -> None:
    made = delegate(cast, deputy)
    assert person(deputy).in_whose_stead([cast.dushanbe_2.pk]) == made.pk
    assert person(cast.supervisor).in_whose_stead([cast.dushanbe_2.pk]) is None


def test_ones_own_right_comes_first(cast: Cast) -> None:
    both = c.person("supervisor.khorog", cast.tajikistan, Role.SUPERVISOR, cast.khorog)
    made = delegate(cast, both)
    actor = person(both)
    assert actor.in_whose_stead([cast.dushanbe_2.pk]) == made.pk
    assert actor.in_whose_stead([cast.dushanbe_2.pk, cast.khorog.pk]) is None
    assert actor.in_whose_stead([cast.ayritom.pk]) is None
