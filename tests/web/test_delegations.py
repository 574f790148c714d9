"""The page on which a supervisor names a deputy, and takes it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints import delegations
from checkpoints.models import Delegation, DelegationEnd, User
from checkpoints.roles import Role
from ledger import clock
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 20


def typed(cast: Cast, to: User, **changed: str) -> dict[str, str]:
    until = timezone.localtime() + timedelta(days=3)
    return {
        "checkpoint": str(cast.dushanbe_2.pk),
        "deputy": str(to.pk),
        "starts_at": "",
        "ends_at": f"{until:%Y-%m-%dT%H:%M}",
        "reason": "leave",
        **changed,
    }


def given(cast: Cast, deputy: User) -> Delegation:
    now = clock.now()
    return delegations.delegate(
        principal=cast.supervisor,
        deputy=deputy,
        checkpoint=cast.dushanbe_2,
        starts_at=now,
        ends_at=now + timedelta(days=1),
        reason="leave",
    )


def test_a_supervisor_names_a_deputy(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.supervisor)
    page = client.get("/delegations/").text
    assert "Nobody stands in for anybody." in page
    assert "Invented officer.khorog (officer, Khorog)" in page
    answer = client.post("/delegations/", typed(cast, cast.khorog_officer), follow=True)
    assert "Invented officer.khorog stands in for you at Dushanbe-2." in answer.text
    assert "in force" in answer.text
    assert Delegation.objects.get().deputy == cast.khorog_officer


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("deputy", "", "No deputy is chosen."),
        ("deputy", "x", "This person cannot stand in for you."),
        ("deputy", "0" * 32, "This person cannot stand in for you."),
        ("checkpoint", "", "No checkpoint is chosen."),
        ("ends_at", "", "The end is empty."),
        ("ends_at", "tomorrow", "The end is no date with time."),
        ("ends_at", "2020-01-01T00:00", "The end 01.01.2020 00:00 is not after the beginning."),
        ("ends_at", "2099-01-01T00:00", "The end 01.01.2099 00:00 is more than 60 days after the beginning."),
        ("starts_at", "x", "The beginning is no date with time."),
        ("reason", " ", "The reason is empty."),
        ("reason", "x" * 201, "The reason has 201 characters."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    cast: Cast, signed_in: SignedIn, field: str, value: str, said: str
) -> None:
    answer: Any = signed_in(cast.supervisor).post("/delegations/", typed(cast, cast.officer, **{field: value}))
    assert answer.status_code == 422
    assert said in answer.context["form"].errors[field][0]
    assert f'id="id_{field}_error"' in answer.text
    assert not Delegation.objects.exists()


def test_a_checkpoint_of_others_cannot_be_chosen(cast: Cast, signed_in: SignedIn) -> None:
    asked = typed(cast, cast.officer, checkpoint=str(cast.khorog.pk))
    answer = signed_in(cast.supervisor).post("/delegations/", asked)
    assert answer.status_code == 422
    assert "You do not supervise this checkpoint." in answer.text


def test_a_deputy_sees_in_whose_stead_and_delegates_nothing(cast: Cast, signed_in: SignedIn) -> None:
    given(cast, cast.khorog_officer)
    client = signed_in(cast.khorog_officer)
    page = client.get("/delegations/").text
    assert "Invented supervisor.dushanbe2" in page
    assert "Name the deputy" not in page
    assert "Take back" not in page
    assert client.post("/delegations/", typed(cast, cast.officer)).status_code == 422
    assert Delegation.objects.count() == 1


def test_a_delegation_is_taken_back(cast: Cast, signed_in: SignedIn) -> None:
    made = given(cast, cast.khorog_officer)
    client = signed_in(cast.supervisor)
    answer = client.post(f"/delegations/{made.pk}/end/", follow=True)
    assert "The delegation is taken back." in answer.text
    assert "taken back by Invented supervisor.dushanbe2" in answer.text
    again = client.post(f"/delegations/{made.pk}/end/", follow=True)
    assert "ended already" in again.text
    assert DelegationEnd.objects.count() == 1


def test_a_deputy_does_not_take_it_back(cast: Cast, signed_in: SignedIn) -> None:
    made = given(cast, cast.khorog_officer)
    assert signed_in(cast.khorog_officer).post(f"/delegations/{made.pk}/end/").status_code == 403


@pytest.mark.parametrize("country", ["tajikistan", "uzbekistan"])
def test_a_foreign_delegation_does_not_exist(cast: Cast, signed_in: SignedIn, country: str) -> None:
    made = given(cast, cast.officer)
    place = {"tajikistan": cast.khorog, "uzbekistan": cast.ayritom}[country]
    stranger = c.person("supervisor.other", getattr(cast, country), Role.SUPERVISOR, place)
    client = signed_in(stranger)
    assert client.post(f"/delegations/{made.pk}/end/").status_code == 404
    assert "Nobody stands in for anybody." in client.get("/delegations/").text
    assert not DelegationEnd.objects.exists()


def test_the_statements_do_not_grow(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        c.person(f"officer.{number}", cast.tajikistan, Role.OFFICER, cast.khorog)
        delegations.take_back(delegation=given(cast, cast.officer), by=cast.supervisor)
    client = signed_in(cast.supervisor)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert "taken back" in client.get("/delegations/").text
